using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Calls;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Story.Rules;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.UserRules;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Story;

/// <summary>
/// Reads an attack out of events: follows sessions and names, asks the rules of what was done, and keeps what they found. It allocates
/// nothing for an event in which there is nothing to find.
/// </summary>
public sealed class StoryWatch
{
    static readonly Care[] s_cares = Cares();

    readonly SessionWatch _sessions;
    readonly NameWatch _names = new(forgets: true);
    readonly FindingBook _book;
    readonly Downloads _downloads = new();
    readonly Actors _actors;
    readonly LoginRules _logins;
    readonly RunRules _runs;
    readonly FileRules _files;
    readonly SocketRules _sockets;
    readonly NameRules _nameRules;
    readonly RuleBook? _ruleBook;
    RuleMatches? _userRules;
    readonly TheftRules _thefts;
    readonly ProcessRules _processes;
    readonly EnvironmentRules _environments;
    readonly ShellRules _shells;
    readonly Controls _controls = new();
    readonly WebRules _webs;
    readonly TimeRules _times;
    readonly NameQueries _queries;
    readonly ConnectionEnds? _ends;

    /// <param name="live">There is no end to wait for: findings are told when they are made, and <see cref="Settle"/> is called now and then.</param>
    /// <param name="keepsNewest">See <see cref="SessionTable.KeepsNewest"/>.</param>
    /// <param name="rules">What the user has to say beside, or null.</param>
    /// <param name="ends">Where ends of connections are kept, or null.</param>
    public StoryWatch(bool live = false, bool keepsNewest = false, RuleBook? rules = null, ConnectionEnds? ends = null)
    {
        (_ruleBook, _ends) = (rules, ends);
        _sessions = new SessionWatch(keepsNewest);
        _book = new FindingBook { TellsNews = live };
        _actors = new Actors(_sessions.Table, _book);
        _logins = new LoginRules(_book, _sessions.Table);
        var mounts = new Mounts();
        _runs = new RunRules(_book, _downloads, mounts);
        _thefts = new TheftRules(_book, _controls, mounts);
        _processes = new ProcessRules(_book, _downloads);
        _environments = new EnvironmentRules(_book, _downloads);
        _shells = new ShellRules(_book, _controls);
        _webs = new WebRules(_book, _actors);
        _times = new TimeRules(_book);
        _queries = new NameQueries(_book);
        _files = new FileRules(_book, _downloads, _thefts, _processes, _webs, _times, mounts);
        _sockets = new SocketRules(_book, _actors, _downloads, _names);
        _nameRules = new NameRules(_book, _actors, _names);
    }

    enum Care : byte { None, Move, Fork, Accept, Connect, Exec, Exit, Open, Act, Prctl, Life, Mount, Module, Hold, Times }

    /// <summary>Changes when there is more to tell.</summary>
    public long Version => _book.Version;

    /// <summary>Changes when there may be more to tell of sessions.</summary>
    public long SessionsVersion => _sessions.Version;

    /// <summary>Whether events of a type can say anything; others need not be shown.</summary>
    public static bool Cares(EventCode code) => s_cares[(int)code] != Care.None;

    /// <summary>The same with the user's rules.</summary>
    /// <param name="call">The call that a generic event stands for.</param>
    public bool Wants(EventCode code, int call) => Cares(code) && (code != GenericX || TimeRules.Is(call)) || _userRules is { } rules && rules.Cares(code);

    /// <summary>Takes what was there before the first event.</summary>
    /// <param name="number">That event's where others before it have gone; 0 where it is the first of all.</param>
    public void Begin(MachineState state, long number = 0)
    {
        _userRules = _ruleBook is null ? null : new(_ruleBook, state, _book, _actors);
        _sessions.Begin(state, number);
        _names.Begin(state);
        _names.TakeNews();
        _logins.SkipEarlier();
        if (number == 0)
            _ends?.Begin(state, _sessions.Table);
    }

    /// <summary>Events have gone by unseen.</summary>
    /// <param name="number">The number of the next one.</param>
    /// <param name="time">When that was.</param>
    public void GoOn(MachineState state, long number, ulong time)
    {
        _sessions.GoOn(state, number, time);
        _logins.SkipEarlier();
    }

    /// <summary>Follows an event.</summary>
    /// <param name="time">The event's, in nanoseconds since the epoch.</param>
    public void Add(Event e, ulong time)
    {
        Follow(e, time);
        _userRules?.Look(e, time);
    }

    void Follow(Event e, ulong time)
    {
        var care = s_cares[(int)e.Code];
        if (care == Care.None || e.Thread is not { } thread)
            return;
        if (care == Care.Move)
        {
            Move(e, thread, time);
            return;
        }
        if (care == Care.Times)
        {
            if (TimeRules.Is(e.Call) && _actors.Of(thread) is { } setter)
                _times.Set(e, thread, Deed.Of(setter, e, thread, time));
            return;
        }
        _sessions.Add(e, time);
        switch (care)
        {
            case Care.Open or Care.Act when _actors.Of(thread) is { } group:
                var deed = Deed.Of(group, e, thread, time);
                if (care == Care.Open)
                    _files.Opened(e, thread, deed);
                else
                    _files.Acted(e, thread, deed, FileWatch.ActOf(e.Code));
                break;
            case Care.Open:
                _webs.Opened(e, thread, time);
                break;
            case Care.Accept:
                _ends?.Add(e, thread, isServer: true, time, _sessions.Table);
                _actors.Accepted(e, thread);
                _webs.Asked(thread.Pid);
                break;
            case Care.Connect:
                _ends?.Add(e, thread, isServer: false, time, _sessions.Table);
                _names.Add(e);
                _sockets.Connect(e, thread, time);
                if (thread.Container is not null && _actors.Of(thread) is { } caller)
                    _runs.Called(e, thread, Deed.Of(caller, e, thread, time));
                break;
            case Care.Mount when _actors.Of(thread) is { } mounter:
                _runs.Mounted(e, thread, Deed.Of(mounter, e, thread, time));
                break;
            case Care.Module when _actors.Of(thread) is { } loader:
                _runs.LoadedCode(e, thread, Deed.Of(loader, e, thread, time));
                break;
            case Care.Hold when _actors.Of(thread) is { } holder:
                _processes.Look(e, thread, Deed.Of(holder, e, thread, time));
                break;
            case Care.Exec when e.ErrorCode == 0:
                Exec(e, thread, time);
                break;
            case Care.Fork or Care.Prctl:
                if (care == Care.Fork && e.Raw.Int64(0) == 0)
                    _actors.Forked(e, thread);
                _names.Add(e);
                _nameRules.Look(e, time);
                break;
            case Care.Exit:
                Exit(e, thread, time);
                break;
        }
    }

    /// <summary>What there is to tell now.</summary>
    public StoryReport Report() => StoryReport.Of(_book, _downloads.LeftOut + _sockets.LeftOut);

    /// <summary>The sessions as they are now.</summary>
    public SessionList Sessions() => SessionList.Of(_sessions.Table, session => _book.CountOf(session));

    /// <summary>The sessions as they were at a moment that it has followed events up to.</summary>
    internal SessionList Sessions(SessionMoment then) => SessionList.Of(_sessions.Table, session => _book.CountOf(session, then.Time), then);

    /// <summary>One session with all that was done in it, or what was told before where nothing is new or nothing known any more.</summary>
    public Transcript? Transcript(long number, Transcript? before) =>
        _sessions.Table.Sessions.Find(s => s.Number == number) is { } session && session.Changes != before?.Changes ? Story.Sessions.Transcript.Of(session, _sessions.Table) : before;

    /// <summary>Live, there is something to tell.</summary>
    public bool HasNews => _book.HasNews;

    /// <summary>Findings that were made, or turned out to matter, since it was asked last.</summary>
    public List<StoryGroup> TakeNews() => _book.TakeNews();

    /// <summary>What has grown since it was told.</summary>
    public List<StoryGroup> TakeRest() => _book.TakeRest();

    /// <summary>How many findings were told live.</summary>
    public long Told => _book.Told;

    /// <summary>What there was no room for, findings aside.</summary>
    public long LeftOut => _downloads.LeftOut + _sockets.LeftOut + _book.GroupsLeftOut + _sessions.Table.SessionsLeftOut;

    /// <summary>Forgets what is over, so that memory is bounded however long it goes on. The answer is what was not told of it.</summary>
    /// <param name="time">Now, of the events.</param>
    public List<StoryGroup> Settle(MachineState state, ulong time)
    {
        _names.Settle(IsGone);
        _logins.Settle();
        _sockets.Settle(IsGone);
        _downloads.Settle(IsGone);
        _thefts.Settle(IsGone);
        _webs.Settle(IsGone);
        _times.Settle(IsGone);
        _queries.Settle();
        var acting = _actors.Settle(IsGone);
        return _book.Settle(time, _sessions.Table.Settle(time, IsGone), acting);

        bool IsGone(long pid) => state.Threads.Find(pid) is null;
    }

    void Move(Event e, ThreadInfo thread, ulong time)
    {
        if (e.ErrorCode != 0)
            return;
        _sessions.Add(e, time);
        if (e.Fd is not { } fd)
            return;
        var isInternet = TrafficWatch.IsInternet(fd);
        if (!isInternet && !fd.IsFile && fd.Type != Capture.Scap.FdType.Fifo)
            return;
        if (isInternet)
            _names.Add(e);
        else if (_actors.Of(thread) is null)
            return;
        if (!IoCall.TryRead(e, out var call) || call.Count <= 0)
            return;
        if (isInternet)
        {
            _sockets.Move(e, thread, fd, call, time);
            if (fd.L4Proto != L4.Tcp)
            {
                if (!call.IsRead)
                    Datagram(e, thread, fd, call, time);
                return;
            }
            if (call.IsRead && !fd.IsClient)
                _webs.Asked(thread.Pid);
            if (fd is not { IsClient: true, OpenedAt: not 0 } || _actors.Of(thread) is not { } owner)
                return;
            // What is typed into a shell is no download.
            if (call.IsRead && !(_controls.Has(fd.OpenedAt) && Programs.IsShell(thread.Comm)))
                _downloads.Received(thread.Pid, fd);
            _thefts.Moved(e, Deed.Of(owner, e, thread, time), fd, call);
        }
        else if (fd.IsFile)
        {
            if (call.IsRead)
                _files.Read(e, fd, call, time);
            else if (_actors.Of(thread) is { } group)
                _files.Wrote(e, thread, Deed.Of(group, e, thread, time), fd, call);
        }
        else if (call.IsRead)
        {
            _thefts.ReadPipe(thread.Pid, fd);
            if (_downloads.ReadPipe(thread.Pid, fd) is { } download && _actors.Of(thread) is { } group)
                _runs.Fed(e, thread, Deed.Of(group, e, thread, time), download);
        }
        else
        {
            _downloads.WrotePipe(thread.Pid, fd);
            if (_actors.Of(thread) is { } group)
                _thefts.WrotePipe(e, Deed.Of(group, e, thread, time), fd, call);
        }
    }

    /// <summary>A datagram went out.</summary>
    void Datagram(Event e, ThreadInfo thread, FdInfo fd, in IoCall call, ulong time)
    {
        var isQuery = fd.DestinationPort == NameQueries.Port;
        if (!isQuery && !_thefts.Carries(thread.Pid) || _actors.Of(thread) is not { } group)
            return;
        if (isQuery)
            _queries.Take(e, Deed.Of(group, e, thread, time), call.Data);
        else
            _thefts.Moved(e, Deed.Of(group, e, thread, time), fd, call);
    }

    void Exec(Event e, ThreadInfo thread, ulong time)
    {
        _names.Add(e);
        // To the kernel the parent is the thread that forked, where a server answers with several.
        var parent = e.Parent?.Pid ?? thread.Ptid;
        _actors.Ran(thread, parent);
        _times.Ran(thread.Pid);
        _logins.Look(e, time);
        if (_sessions.Table.Find(thread.Pid) is { Session: { Login: { } login } session } && session.Leader == thread.Pid)
            _thefts.Began(login, e.FindFd(1));
        var group = _actors.Of(thread);
        if (group is not null)
        {
            var deed = Deed.Of(group, e, thread, time);
            _thefts.Ran(thread);
            _webs.Ran(thread, parent, deed);
            _runs.Ran(e, thread, deed);
            if (!Trades.IsUpkeep(e, thread))
                _environments.Ran(thread, deed);
        }
        _shells.Ran(e, thread, group ?? _book.Machine, time);
        _nameRules.Look(e, time);
    }

    void Exit(Event e, ThreadInfo thread, ulong time)
    {
        _names.Add(e);
        _logins.Look(e, time);
        _actors.Ended(thread);
        _sockets.Ended(thread);
        if (!thread.IsMain)
            return;
        _downloads.Ended(thread.Pid);
        _thefts.Ended(thread.Pid);
        _webs.Ended(thread.Pid);
        _times.Ended(thread.Pid);
    }

    static Care[] Cares()
    {
        var table = new Care[EventTable.Count];
        for (var i = 0; i < table.Length; i++)
        {
            var code = (EventCode)i;
            table[i] = code switch
            {
                ProcexitE or Procexit_1E => Care.Exit,
                SyscallPrctlX => Care.Prctl,
                SyscallMountX => Care.Mount,
                SyscallInitModuleX or SyscallFinitModuleX => Care.Module,
                SyscallSetsidX or SyscallChdirX => Care.Life,
                GenericX => Care.Times,
                _ when ProcessRules.Cares(code) => Care.Hold,
                _ => CallKinds.Of(code) switch
                {
                    CallKind.None => Care.None,
                    CallKind.Accept => Care.Accept,
                    CallKind.Connect => Care.Connect,
                    CallKind.Fork => Care.Fork,
                    CallKind.Exec => Care.Exec,
                    CallKind.Open => Care.Open,
                    CallKind.Read or CallKind.Write or CallKind.Transfer => Care.Move,
                    _ => Care.Act,
                },
            };
        }
        return table;
    }
}
