using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Parsing;

/// <summary>
/// Follows the state of the machine event by event: finds the thread and the fd of each, pairs exits with their enter events
/// and hands the event to the parser of its family. The order of the steps is that of libs' <c>sinsp_parser</c>, because what
/// sysdig shows for an event depends on it.
/// </summary>
sealed class StateEngine
{
    /// <summary>libs' table of threads holds no more.</summary>
    const int MaxThreads = 131072;
    /// <summary>A fd number that stands for one that was opened again while it was being closed.</summary>
    const long CanceledFd = long.MaxValue;
    /// <summary>libs copies no larger enter event.</summary>
    const int MaxStoredEvent = 4096;

    readonly Event _event;
    readonly bool _keep;
    readonly Action<StateEngine>?[] _parsers = ParserTable.Build();
    readonly EventFlags[] _flags = ParserTable.Flags();
    readonly Dictionary<long, int> _strayThreads = [];
    TrackedThread? _last;
    long _toRemove = -1, _fdsToRemoveTid;
    readonly List<long> _fdsToRemove = [];
    ulong _lastTimestamp;
    byte[] _nameBefore = [];

    public StateEngine(MachineState state, Event e)
    {
        State = state;
        _event = e;
        _keep = state.KeepHistory;
        Tables = new CaptureTables(this);
        Interfaces = new NetworkInterfaces(state.Interfaces);
        Containers = new ContainerTable(this);
    }

    public MachineState State { get; }
    public ICaptureTables Tables { get; }
    public NetworkInterfaces Interfaces { get; }
    public ContainerTable Containers { get; }
    public RawEvent Raw => _event.Raw;
    /// <summary>The number from which changes hold.</summary>
    public long Number { get; set; }
    /// <summary>The event's flags as the generation of the capture means them.</summary>
    public EventFlags Flags { get; private set; }
    /// <summary>The thread of the event, or null.</summary>
    public TrackedThread? Thread { get; set; }
    /// <summary>The fd of the event in <see cref="FdTable"/>, or null.</summary>
    public FdInfo? Fd { get; private set; }
    public long FdNumber { get; private set; } = -1;
    public FdTable? FdTable { get; private set; }
    public int ErrorCode { get; set; }
    /// <summary>A parser may hide an event from the user.</summary>
    public bool Shown { get; set; }
    /// <summary>A thread that is in no table (the one of a container event).</summary>
    public ThreadInfo? Synthetic { get; set; }

    /// <summary>Finds the thread and fd of the event that the reader stands at.</summary>
    public void Enter()
    {
        var raw = _event.Raw;
        Number = raw.Number;
        Flags = _flags[(int)raw.Code];
        if (State.FirstTimestamp == 0 && raw.Code is not (EventCode.ContainerJsonE or EventCode.ContainerJson_2E))
            State.FirstTimestamp = raw.Timestamp;
        RemoveWhatIsDue();
        Thread = null;
        Fd = null;
        FdNumber = -1;
        FdTable = null;
        ErrorCode = 0;
        Synthetic = null;
        _event.Enter = null;
        _event.EnterNumber = 0;
        _event.FdNameChanged = false;
        _event.PreviousTimestamp = _lastTimestamp == 0 ? raw.Timestamp : _lastTimestamp;
        _lastTimestamp = raw.Timestamp;
        Locate(raw);
        Publish();
    }

    /// <summary>Lets the event change the state; false when sysdig would not show it whatever the filter.</summary>
    public bool Parse()
    {
        Shown = true;
        var parser = _parsers[(int)_event.Raw.Code];
        if (parser is not null)
        {
            parser(this);
            Publish();
            _event.FdNameChanged = Fd is not null && !ReferenceEquals(Fd.Name, _nameBefore) && !Fd.Name.AsSpan().SequenceEqual(_nameBefore);
        }
        return Shown;
    }

    /// <summary>The user's filter turned the event down before it was parsed: its exit will not be paired.</summary>
    public void Reject()
    {
        if (Thread is not null && (Flags & EventFlags.SkipParseReset) == 0 && _event.Raw.Code != EventCode.Schedswitch_6E)
            Thread.LastEnter = TrackedThread.NoEnter;
    }

    /// <summary>The user has seen the event.</summary>
    public void Leave()
    {
        if (Thread is null)
            return;
        if (_event.Raw.IsExit)
            Thread.EnterStored = Thread.EnterPaired = false;
        if (_event.Raw.Code is not (EventCode.Schedswitch_1E or EventCode.Schedswitch_6E))
            Thread.LastTimestamp = _event.Raw.Timestamp;
    }

    /// <summary>Keeps a copy of this enter event for its exit.</summary>
    public void Store()
    {
        if (Thread is null || Raw.Length > MaxStoredEvent)
            return;
        (Thread.Enter ??= new RawEvent()).CopyFrom(Raw);
        Thread.EnterStored = true;
    }

    /// <summary>The enter event of this exit, or null when it was not seen.</summary>
    public RawEvent? EnterEvent()
    {
        if (Thread is null || !Thread.EnterPaired || !Thread.EnterStored)
            return null;
        if ((int)Thread.Enter!.Code == (int)Raw.Code - 1)
            return Thread.Enter;
        Thread.EnterPaired = false;
        return null;
    }

    void Locate(RawEvent raw)
    {
        if ((Flags & EventFlags.SkipParseReset) != 0)
        {
            if (raw.Code == EventCode.ProcinfoE)
                Thread = FindThread(raw.Tid);
            return;
        }
        if (raw.Code is EventCode.ContainerJsonE or EventCode.ContainerJson_2E)
            return;
        var isSwitch = raw.Code == EventCode.Schedswitch_6E;
        Thread = isSwitch || ParserTable.IsCloneExit(raw.Code) ? FindThread(raw.Tid) : GetThread(raw.Tid);
        if (isSwitch || Thread is null)
            return;
        if (raw.IsEnter)
            LocateEnter(raw, Thread);
        else
            LocateExit(raw, Thread);
    }

    void LocateEnter(RawEvent raw, TrackedThread thread)
    {
        thread.LastFd = -1;
        thread.LastEnter = (int)raw.Code;
        thread.LastEnterNumber = raw.Number;
        if ((Flags & EventFlags.UsesFd) != 0)
        {
            thread.LastFd = raw.Int64(0);
            SetFd(thread, thread.LastFd);
        }
        thread.Latency = 0;
        thread.EnterTimestamp = raw.Timestamp;
    }

    void LocateExit(RawEvent raw, TrackedThread thread)
    {
        if (thread.EnterTimestamp != 0)
            thread.Latency = raw.Timestamp - thread.EnterTimestamp;
        thread.EnterPaired = (int)raw.Code == thread.LastEnter + 1;
        if (!thread.EnterPaired && thread.LastEnter != (int)EventCode.TracerE)
            return;
        if (EnterEvent() is { } enter)
        {
            _event.Enter = enter;
            _event.EnterNumber = thread.LastEnterNumber;
        }
        var parameters = raw.Info.Params;
        if (raw.ParamCount > 0 && parameters.Length > 0 && parameters[0].Name is "res" or "fd" && raw.Int64(0) is var result and < 0)
            ErrorCode = -(int)result;
        if ((Flags & EventFlags.UsesFd) == 0)
            return;
        if (raw.Code == EventCode.SyscallCopyFileRangeX)
            thread.LastFd = raw.Int64(1);
        SetFd(thread, thread.LastFd);
        if (Fd is not null && FdTable!.Closing(FdNumber) == CloseState.Canceled)
        {
            FdTable.SetClosing(FdNumber, CloseState.None);
            if (FdTable.Find(CanceledFd) is not null)
                RemoveFdLater(thread, CanceledFd);
        }
    }

    /// <summary>Finds thread and fd anew after a parser has replaced the event's thread.</summary>
    public void Relocate() => Locate(Raw);

    // Threads

    /// <summary>The thread of an id, or null.</summary>
    public TrackedThread? FindThread(long tid)
    {
        if (_last is not null && _last.Tid == tid && !_last.Removed)
            return _last;
        var thread = State.Threads.Find(tid);
        if (thread is not null)
            _last = thread;
        return thread;
    }

    /// <summary>The thread of an id; one that isn't known gets an entry named &lt;NA&gt;. Null when the table is full.</summary>
    public TrackedThread? GetThread(long tid)
    {
        var thread = FindThread(tid);
        if (thread is not null || State.Threads.Count >= MaxThreads)
            return thread;
        var info = new ThreadInfo { Tid = tid, Pid = tid, Ptid = -1, Comm = NotAvailable, Exe = NotAvailable, Uid = uint.MaxValue, Gid = uint.MaxValue, Flags = CloneFlags.NameChanged };
        thread = AddThread(info);
        thread.Children = _strayThreads.GetValueOrDefault(tid);
        return thread;
    }

    /// <summary>What libs calls a name that it could not get.</summary>
    public static readonly byte[] NotAvailable = "<NA>"u8.ToArray();

    /// <summary>Adds a thread, in the place of one that has its id.</summary>
    public TrackedThread AddThread(ThreadInfo info, bool countIt = true)
    {
        var thread = new TrackedThread { Tid = info.Tid, OwnFds = null! };
        thread.OwnFds = thread.Fds;
        info.Thread = thread;
        if (State.Threads.Find(info.Tid) is { } before)
            Forget(before);
        Accept(info);
        thread.Versions.Add(info, Number, _keep);
        State.Threads.Add(thread, Number, _keep);
        if (info.Pid != info.Tid)
            _strayThreads[info.Pid] = _strayThreads.GetValueOrDefault(info.Pid) + 1;
        if (countIt)
            CountChild(info, 1);
        SelectFds(thread);
        return thread;
    }

    /// <summary>Removes a thread. A main thread that others refer to stays unless it is forced.</summary>
    public void RemoveThread(long tid, bool force)
    {
        var thread = State.Threads.Find(tid);
        if (thread is null || thread.Children != 0 && !force)
            return;
        CountChild(thread.Newest, -1);
        Forget(thread);
        State.Threads.Remove(tid, Number, _keep);
        if (thread.Children != 0)
            RecountChildren();
    }

    /// <summary>Counts the threads of every main thread anew.</summary>
    public void RecountChildren()
    {
        foreach (var thread in State.Threads.Living)
        {
            thread.Children = 0;
            thread.Main = null;
        }
        foreach (var thread in State.Threads.Living.ToArray())
            CountChild(thread.Newest, 1);
    }

    /// <summary>The main thread of a thread's process; one that isn't known gets an entry. Null when the table is full.</summary>
    public TrackedThread? MainOf(TrackedThread thread)
    {
        if (thread.Main is { Removed: false } main)
            return main;
        var info = thread.Newest;
        if (info.Pid == info.Tid || (info.Flags & CloneFlags.IsMainThread) != 0)
            return thread;
        return thread.Main = GetThread(info.Pid);
    }

    /// <summary>The version of a thread that this event may change.</summary>
    public ThreadInfo Edit(TrackedThread thread)
    {
        var info = thread.Newest;
        if (info.Since == Number)
            return info;
        var copy = info.Clone();
        Accept(copy);
        thread.Versions.Add(copy, Number, _keep);
        return copy;
    }

    /// <summary>Sets the thread's process id, which an execve may change.</summary>
    public void SetPid(TrackedThread thread, long pid)
    {
        var info = thread.Newest;
        if (info.Pid == pid)
            return;
        Stray(info, -1);
        Edit(thread).Pid = pid;
        Stray(thread.Newest, 1);
    }

    /// <summary>Schedules the removal of the event's thread for the next event, so that this one still has it.</summary>
    public void RemoveThreadLater() => _toRemove = Raw.Tid;

    /// <summary>Chooses the fd table that a thread sees.</summary>
    public void SelectFds(TrackedThread thread)
    {
        if ((thread.Newest.Flags & CloneFlags.Files) == 0)
            thread.Fds = thread.OwnFds;
        else if (MainOf(thread) is { } main)
            thread.Fds = main.OwnFds;
    }

    /// <summary>Drops all state: another capture begins.</summary>
    public void Clear()
    {
        foreach (var thread in State.Threads.Living.ToArray())
        {
            Forget(thread);
            State.Threads.Remove(thread.Tid, Number, _keep);
        }
        _strayThreads.Clear();
        _fdsToRemove.Clear();
        _toRemove = -1;
        State.Users.Clear();
        State.Groups.Clear();
        State.Containers.Clear();
        State.Interfaces.Clear();
    }

    /// <summary>Looks up the names of a thread's user and group.</summary>
    public void NameAccounts(ThreadInfo info)
    {
        info.User = State.Users.GetValueOrDefault(info.Uid);
        info.LoginUser = State.Users.GetValueOrDefault(info.LoginUid);
        info.Group = State.Groups.GetValueOrDefault(info.Gid);
    }

    void Accept(ThreadInfo info)
    {
        info.Since = Number;
        if (!_keep)
            return;
        info.Version = State.ThreadVersions.Count;
        State.ThreadVersions.Add(info);
    }

    void Forget(TrackedThread thread)
    {
        thread.Removed = true;
        Stray(thread.Newest, -1);
        if (_last == thread)
            _last = null;
    }

    void Stray(ThreadInfo info, int by)
    {
        if (info.Pid == info.Tid)
            return;
        var count = _strayThreads.GetValueOrDefault(info.Pid) + by;
        if (count > 0)
            _strayThreads[info.Pid] = count;
        else
            _strayThreads.Remove(info.Pid);
    }

    void CountChild(ThreadInfo info, int by)
    {
        if ((info.Flags & CloneFlags.Thread) == 0)
            return;
        var main = by > 0 ? GetThread(info.Pid) : FindThread(info.Pid);
        if (main is null || main.Children + by < 0)
            return;
        main.Children += by;
        Edit(main).ThreadCount = main.Children + 1;
    }

    void RemoveWhatIsDue()
    {
        if (_toRemove != -1)
        {
            RemoveThread(_toRemove, force: false);
            _toRemove = -1;
        }
        if (_fdsToRemove.Count == 0)
            return;
        if (GetThread(_fdsToRemoveTid) is { } thread)
            foreach (var fd in _fdsToRemove)
                TableOf(thread)?.Remove(fd, Number, _keep);
        _fdsToRemove.Clear();
    }

    // File descriptors

    /// <summary>Makes an fd of a thread the event's own.</summary>
    public void SetFd(TrackedThread thread, long fd)
    {
        FdNumber = fd;
        FdTable = TableOf(thread);
        Fd = fd < 0 ? null : FdTable?.Find(fd);
        _nameBefore = Fd?.Name ?? [];
    }

    /// <summary>The newest version of an fd of a thread, or null.</summary>
    public FdInfo? FindFd(TrackedThread thread, long fd) => fd < 0 ? null : TableOf(thread)?.Find(fd);

    /// <summary>The fds that a thread sees.</summary>
    public FdTable? TableOf(TrackedThread thread)
    {
        if ((thread.Newest.Flags & CloneFlags.Files) == 0)
            return thread.Fds;
        if (thread.Main is not { Removed: false })
            SelectFds(thread);
        return thread.Fds;
    }

    /// <summary>The version of the event's fd that this event may change.</summary>
    public FdInfo EditFd()
    {
        var info = Fd!;
        if (info.Since == Number && info.Fd == FdNumber)
            return info;
        var copy = info.Clone();
        copy.Fd = FdNumber;
        Accept(copy);
        FdTable!.Set(FdNumber, copy, Number, _keep);
        return Fd = copy;
    }

    /// <summary>Gives the event's fd another name.</summary>
    public void Rename(byte[] name)
    {
        if (!name.AsSpan().SequenceEqual(Fd!.Name))
            EditFd().Name = name;
    }

    /// <summary>Opens an fd in the event's thread and makes it the event's own.</summary>
    public void AddFd(long fd, FdInfo info, bool isCopy = false)
    {
        var thread = Thread!;
        var table = TableOf(thread);
        if (table is null)
            return;
        thread.LastFd = fd;
        info.Fd = fd;
        if (table.Closing(fd) == CloseState.InProgress && table.Find(fd) is { } closing)
        {
            table.Set(CanceledFd, closing, Number, _keep);
            table.SetClosing(fd, CloseState.Canceled);
        }
        Accept(info);
        var added = table.Set(fd, info, Number, _keep);
        FdTable = table;
        FdNumber = fd;
        Fd = added ? info : null;
        if (!isCopy)
            _nameBefore = [];
    }

    /// <summary>Adds an fd of the table at the capture's start.</summary>
    public void AddFd(TrackedThread thread, FdInfo info)
    {
        Accept(info);
        thread.OwnFds.Set(info.Fd, info, Number, _keep);
    }

    /// <summary>Schedules the removal of an fd for the next event, so that this one still has it.</summary>
    public void RemoveFdLater(TrackedThread thread, long fd)
    {
        _fdsToRemoveTid = thread.Tid;
        _fdsToRemove.Add(fd);
    }

    void Accept(FdInfo info)
    {
        info.Since = Number;
        if (!_keep)
            return;
        info.Version = State.FdVersions.Count;
        State.FdVersions.Add(info);
    }

    /// <summary>Copies what the parser knows into the event that the user sees.</summary>
    void Publish()
    {
        var e = _event;
        e.ErrorCode = ErrorCode;
        e.Latency = Thread?.Latency ?? 0;
        e.ThreadPreviousTimestamp = Thread?.LastTimestamp ?? 0;
        e.Fd = Fd;
        e.FdNumber = -1;
        if (Synthetic is not null)
        {
            e.Thread = Synthetic;
            return;
        }
        // A field looks for the thread where the parser left it out: a child whose own clone made its entry, a procinfo.
        var thread = Thread ?? FindThread(_event.Raw.Tid);
        e.Thread = thread?.Newest;
        if (thread is null || (Flags & (EventFlags.CreatesFd | EventFlags.UsesFd | EventFlags.DestroysFd)) == 0)
            return;
        e.FdNumber = thread.LastFd;
        // And for the thread's last fd where the parser found none.
        if (Fd is null && thread.LastFd != -1)
            e.Fd = FindFd(thread, thread.LastFd);
    }
}
