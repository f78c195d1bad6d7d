using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>
/// Follows the state of the machine event by event: finds the thread and the fd of each, pairs exits with their enter events
/// and hands the event to the parser of its family. The order of the steps is that of libs' <c>sinsp_parser</c>, because what
/// sysdig shows for an event depends on it.
/// </summary>
sealed partial class StateEngine
{
    /// <summary>An enter event with two paths of the longest kind; libs copies none above 4,096 bytes.</summary>
    const int MaxStoredEvent = 16384, MaxStoredByTool = 4096;
    const EventFlags AnyFd = EventFlags.CreatesFd | EventFlags.UsesFd | EventFlags.DestroysFd;

    readonly Event _event;
    readonly bool _compat;
    Action<StateEngine>?[] _parsers = [];
    EventFlags[] _flags = [];
    EventLocator _locator = null!;
    long _toRemove = -1, _fdsToRemoveTid;
    readonly List<long> _fdsToRemove = [];
    ulong _lastTimestamp;
    long _lastWalk;
    byte[] _nameBefore = [];

    public StateEngine(MachineState state, Event e, StreamOptions options)
    {
        State = state;
        _compat = state.Compat;
        Options = options;
        _event = e;
        Threads = new LiveThreads(state);
        Threads.Families = new CountedFamilies(Threads);
        Budget = new StateBudget(this);
        Tables = new CaptureTables(this);
        Interfaces = new NetworkInterfaces(state);
        Containers = new ContainerTable(this);
        Paths = new Paths(this);
        SocketNames = new SocketNames(this);
    }

    public MachineState State { get; }
    public StreamOptions Options { get; }
    public LiveThreads Threads { get; }
    public StateBudget Budget { get; }
    public CaptureTables Tables { get; }
    public NetworkInterfaces Interfaces { get; }
    public ContainerTable Containers { get; }
    public Paths Paths { get; }
    public SocketNames SocketNames { get; }
    public Cgroups Cgroups { get; } = new();
    public Processors Processors { get; } = new();
    public RecentExits Exits { get; } = new();
    public PendingForks Forks { get; } = new();
    public RawEvent Raw { get; private set; } = new();
    /// <summary>The generation is known and tables that end can be worked on.</summary>
    public bool IsStarted { get; private set; }
    /// <summary>The tables of a section have been read and no event yet that is more than state.</summary>
    public bool InPreamble { get; set; } = true;
    /// <summary>Users and groups have come as events, which only later drivers' captures have.</summary>
    public bool HasAccountEvents { get; private set; }
    /// <summary>Threads make up groups, and exits of execveat may be those of execve (libs since 0.12).</summary>
    public bool IsLater => State.Generation != Generation.EnterExit;
    /// <summary>The number from which changes hold.</summary>
    public long Number { get => Threads.Number; set => Threads.Number = value; }
    /// <summary>The event's flags as the generation of the capture means them.</summary>
    public EventFlags Flags { get; private set; }
    /// <summary>The thread of the event, or null. Mostly that of the event before: to store a reference costs more than to compare it.</summary>
    public FollowedThread? Thread
    {
        get;
        set
        {
            if (!ReferenceEquals(field, value))
                field = value;
        }
    }
    /// <summary>The fd of the event in <see cref="FdTable"/>, or null.</summary>
    public FdInfo? Fd { get; private set; }
    public long FdNumber { get; private set; } = -1;
    /// <summary>Where <see cref="Fd"/> was found; what it is without one means nothing.</summary>
    public FdTable? FdTable
    {
        get;
        private set
        {
            if (!ReferenceEquals(field, value))
                field = value;
        }
    }
    public int ErrorCode { get; set; }
    /// <summary>A parser may hide an event from the user.</summary>
    public bool Shown { get; set; }
    /// <summary>A thread that is in no table (the one of a container event).</summary>
    public ThreadInfo? Synthetic { get; set; }

    /// <summary>The events that will come are loaded into this object.</summary>
    public void Follow(RawEvent raw) => Raw = _event.Raw = raw;

    /// <summary>Tells the age of the capture, before its first event is parsed.</summary>
    public void Start(Generation generation)
    {
        State.Generation = generation;
        if (State.ExitOnly)
            State.FirstTimestamp = 0;
        if (IsLater)
            Threads.Families = new GroupedFamilies(Threads);
        _parsers = ParserTable.Build(generation, State.Compat);
        _flags = EventFlagTable.Of(generation);
        _locator = new EventLocator(this);
        IsStarted = true;
        Tables.OnTablesEnd();
    }

    /// <summary>Takes the event for state alone if it stands at the start of a section and is one of those.</summary>
    public bool TakePreamble()
    {
        if (!InPreamble)
            return false;
        Number = Raw.Number;
        if (State.Compat)
            _lastTimestamp = Raw.Timestamp;
        Budget.Grow(Raw.Length);
        switch (Raw.Code)
        {
            case EventCode.ContainerE:
                NoteStart();
                ContainerEvents.OnContainer(this);
                return true;
            case EventCode.ContainerJsonE or EventCode.ContainerJson_2E:
                ContainerEvents.OnContainerJson(this);
                return true;
            case EventCode.UserAddedE or EventCode.UserDeletedE:
                NoteStart();
                AccountEvents.OnUser(this);
                return HasAccountEvents = true;
            case EventCode.GroupAddedE or EventCode.GroupDeletedE:
                NoteStart();
                AccountEvents.OnGroup(this);
                return HasAccountEvents = true;
            default:
                return InPreamble = false;
        }
    }

    /// <summary>Earlier libs counts time from such events too.</summary>
    void NoteStart()
    {
        if (State.FirstTimestamp == 0)
            State.FirstTimestamp = Raw.Timestamp;
    }

    /// <summary>Finds the thread and fd of the event that the reader stands at.</summary>
    public void Enter()
    {
        var raw = Raw;
        Number = raw.Number;
        Flags = _flags[(int)raw.Code];
        if (State.FirstTimestamp == 0 && raw.Code is not (EventCode.ContainerJsonE or EventCode.ContainerJson_2E))
            State.FirstTimestamp = raw.Timestamp;
        if (_toRemove != -1 || _fdsToRemove.Count > 0)
            RemoveWhatIsDue();
        Budget.Tend();
        Fd = null;
        FdNumber = -1;
        ErrorCode = 0;
        Synthetic = null;
        _event.Enter = null;
        _event.EnterNumber = 0;
        _event.FdNameChanged = false;
        _event.PreviousTimestamp = _lastTimestamp == 0 ? raw.Timestamp : _lastTimestamp;
        _lastTimestamp = raw.Timestamp;
        _locator.Locate(raw);
    }

    /// <summary>Lets the event change the state; false when sysdig would not show it whatever the filter.</summary>
    public bool Parse()
    {
        Shown = true;
        var parser = _parsers[(int)Raw.Code];
        parser?.Invoke(this);
        if ((Flags & EventFlags.CreatesFd) != 0 && !_compat)
            ForgetReplaced();
        if (Raw.Length > StateBudget.SmallEvent && (Flags & (EventFlags.ModifiesState | EventFlags.ReadsFromFd | EventFlags.WritesToFd)) == EventFlags.ModifiesState)
            Budget.Grow(Raw.Length);
        Publish();
        if (parser is not null)
            _event.FdNameChanged = Fd is not null && !ReferenceEquals(Fd.Name, _nameBefore) && !Fd.Name.AsSpan().SequenceEqual(_nameBefore);
        return Shown;
    }

    /// <summary>
    /// A filter is about to be asked. sysdig 0.29.3 looks at the fd of a write's exit just then (for its tracers), so that the
    /// exit has an fd also where the filter turned its enter event down.
    /// </summary>
    public void BeforeFilter()
    {
        if (Raw.Code != EventCode.SyscallWriteX || Fd is not null || Thread is not { } thread || State.Generation != Generation.EnterExit)
            return;
        SetFd(thread, thread.LastFd);
        _event.Fd = _event.ParsedFd = Fd;
    }

    /// <summary>The user's filter turned the event down before it was parsed: its exit will not be paired.</summary>
    public void Reject()
    {
        if (Thread is not null && (Flags & EventFlags.SkipParseReset) == 0 && Raw.Code != EventCode.Schedswitch_6E)
            Thread.LastEnter = FollowedThread.NoEnter;
    }

    /// <summary>The user has seen the event.</summary>
    public void Leave()
    {
        if (Thread is null)
            return;
        if (Raw.IsExit)
        {
            Doings.OnExit(this, Thread);
            Thread.EnterStored = Thread.EnterPaired = false;
            // The exit of a call whose enter event was lost is not that of the call before.
            if (!_compat)
                Thread.LastEnter = FollowedThread.NoEnter;
        }
        if (Raw.Code is not (EventCode.Schedswitch_1E or EventCode.Schedswitch_6E))
            Thread.LastTimestamp = Raw.Timestamp;
    }

    /// <summary>Notes a name that the tools write where they write the values of parameters, and may show again.</summary>
    public void Leave(ReadOnlySpan<byte> name)
    {
        if (State.Compat)
            _event.Scratch.Note(name);
    }

    /// <summary>Events were dropped: an exit that comes now need not be that of the enter event seen before.</summary>
    public void ForgetCalls()
    {
        PairsSince = Number;
        Processors.Forget();
    }

    /// <summary>Enter events of before this number have no exit any more.</summary>
    public long PairsSince { get; private set; }

    /// <summary>Keeps a copy of this enter event for its exit.</summary>
    public void Store()
    {
        if (Thread is null || Raw.Length > (State.Compat ? MaxStoredByTool : MaxStoredEvent))
            return;
        if (Raw.Length > StateBudget.SmallEvent)
            Budget.Grow(Raw.Length);
        (Thread.Enter ??= new RawEvent()).CopyFrom(Raw);
        Thread.EnterStored = true;
    }

    /// <summary>The enter event of this exit, or null when it was not seen.</summary>
    public RawEvent? EnterEvent()
    {
        if (Thread is null || !Thread.EnterPaired || !Thread.EnterStored)
            return null;
        if (IsPair(Thread.Enter!.Code, Raw.Code))
            return Thread.Enter;
        Thread.EnterPaired = false;
        return null;
    }

    /// <summary>An enter event and an exit that belong together. An execveat that succeeds ends as execve.</summary>
    public bool IsPair(EventCode enter, EventCode exit) => (int)exit == (int)enter + 1
        || (IsLater || !State.Compat) && enter == EventCode.SyscallExecveatE && exit is EventCode.SyscallExecve_18X or EventCode.SyscallExecve_19X;

    /// <summary>Shows the enter event of this exit to fields.</summary>
    public void PublishEnter()
    {
        if (EnterEvent() is not { } enter)
            return;
        _event.Enter = enter;
        _event.EnterNumber = Thread!.LastEnterNumber;
    }

    /// <summary>Finds thread and fd anew after a parser has replaced the event's thread.</summary>
    public void Relocate() => _locator.Locate(Raw);

    /// <summary>Schedules the removal of the event's thread for the next event, so that this one still has it.</summary>
    public void RemoveThreadLater() => _toRemove = Raw.Tid;

    /// <summary>Whether a look at every thread is cheap enough; a hostile capture could ask for one with each of its events.</summary>
    public bool MayWalkThreads()
    {
        if (State.Threads.Count > 4096 && Number - _lastWalk < State.Threads.Count / 16)
            return false;
        _lastWalk = Number;
        return true;
    }

    /// <summary>Drops all state: another capture begins.</summary>
    public void Clear()
    {
        Threads.Clear();
        _fdsToRemove.Clear();
        _toRemove = -1;
        State.Users.Clear(Number);
        State.Groups.Clear(Number);
        State.Containers.Clear(Number);
        Containers.Clear();
        State.Interfaces.Add([], Number, State.KeepHistory);
        Budget.Clear();
        Forks.Clear();
        Processors.Forget();
    }

    void RemoveWhatIsDue()
    {
        if (_toRemove != -1)
        {
            if (State.ExitOnly)
                Exits.Add(_toRemove, Threads.Find(_toRemove)?.Newest.Ptid ?? -1, Raw.Timestamp);
            Threads.Remove(_toRemove, force: false);
            _toRemove = -1;
        }
        if (_fdsToRemove.Count == 0)
            return;
        var thread = IsLater ? Threads.Find(_fdsToRemoveTid) : Threads.Get(_fdsToRemoveTid);
        if (thread is not null && Threads.TableOf(thread) is { } table)
            foreach (var fd in _fdsToRemove)
                table.Remove(fd, Number, State.KeepHistory);
        _fdsToRemove.Clear();
    }

    void Accept(FdInfo info)
    {
        info.Since = Number;
        if (!State.KeepHistory)
            return;
        info.Version = State.FdVersions.Count;
        State.FdVersions.Add(info);
    }

    /// <summary>Copies what the parser knows into the event that the user sees: after parsing, or before it for a filter.</summary>
    public void Publish()
    {
        var e = _event;
        e.ErrorCode = ErrorCode;
        e.FdNumber = -1;
        var thread = Thread;
        e.HasParsedThread = thread is not null || !_compat;
        (e.Latency, e.ThreadPreviousTimestamp) = thread is null ? (0, 0) : (thread.Latency, thread.LastTimestamp);
        // A field looks for the thread where the parser left it out: a child whose own clone made its entry, a procinfo.
        thread = Synthetic is null ? thread ?? Threads.Find(Raw.Tid) : null;
        var info = Synthetic ?? thread?.Newest;
        if (!ReferenceEquals(e.Thread, info))
            e.Thread = info;
        var fd = Fd;
        if (thread is not null && (Flags & AnyFd) != 0)
        {
            e.FdNumber = thread.LastFd;
            // And for the thread's last fd where the parser found none.
            if (fd is null && thread.LastFd != -1)
                fd = FindFd(thread, thread.LastFd);
        }
        if (!ReferenceEquals(e.Fd, fd))
            e.Fd = fd;
        if (_compat)
            e.ParsedFd = Fd;
    }
}
