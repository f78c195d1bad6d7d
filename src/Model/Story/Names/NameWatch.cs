using CSysdig.Capture.Events;
using CSysdig.Model.Calls;
using CSysdig.Model.State;
using CSysdig.Model.Story.Sessions;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Story.Names;

/// <summary>Finds processes whose names do not fit what they run, by what execs, forks and prctl show of them.</summary>
/// <param name="forgets">Who asks looks at the living alone: <see cref="All"/> stays empty.</param>
public sealed class NameWatch(bool forgets = false)
{
    const int MostOrigins = 200_000, MostDisguises = 1_000;
    const long SetName = 15;
    const int CommOfFork = 13;

    readonly List<Disguise> _all = [];
    Dictionary<long, Origin> _origins = [];
    Dictionary<long, Disguise> _alive = [];
    long _leftOut;
    Disguise? _news;

    /// <summary>All that were found, in the order of time.</summary>
    public IReadOnlyList<Disguise> All => _all;

    /// <summary>How many more there were than are kept.</summary>
    public long LeftOut => _leftOut;

    /// <summary>The process under a false name that has an id now, or null.</summary>
    public Disguise? Find(long pid) => _alive.GetValueOrDefault(pid);

    /// <summary>The process of which the last event told a false name, once; null when it told none.</summary>
    public Disguise? TakeNews()
    {
        var news = _news;
        _news = null;
        return news;
    }

    /// <summary>Looks at the processes that were there before the first event.</summary>
    public void Begin(MachineState state)
    {
        foreach (var thread in state.Threads.AtStart)
            if (thread.At(0) is { IsMain: true } info && !IsKernels(info))
                TakeEarlier(state, info);
    }

    /// <summary>Follows an event. Most say nothing of names.</summary>
    public void Add(Event e)
    {
        switch (e.Code)
        {
            case var code when CallKinds.Of(code) == CallKind.Exec:
                Exec(e);
                break;
            case var code when CallKinds.Of(code) == CallKind.Fork:
                Fork(e, hasComm: code is not (SyscallClone_11X or SyscallClone_16X or SyscallForkX or SyscallVforkX));
                break;
            case SyscallPrctlX:
                Prctl(e);
                break;
            case ProcexitE or Procexit_1E:
                Exit(e);
                break;
            default:
                if (_alive.Count > 0)
                    Move(e);
                break;
        }
    }

    /// <summary>Makes room for other processes.</summary>
    public void Settle(Func<long, bool> isGone)
    {
        _origins = TableBound.Keep(_origins, MostOrigins, (pid, _) => isGone(pid));
        _alive = TableBound.Keep(_alive, MostDisguises, (pid, _) => isGone(pid));
    }

    void Exec(Event e)
    {
        if (e.ErrorCode != 0 || e.Thread is not { } thread)
            return;
        _alive.Remove(thread.Pid);
        var origin = new Origin(thread, e.Timestamp);
        SetOrigin(thread.Pid, origin);
        if (!NameFit.FitsExec(thread.Exe, thread.Comm, thread.ExePath, thread.Args))
            Found(e.State, thread, e.Number, e.Timestamp, Sign.Exec, origin, thread.Comm, thread.Exe);
    }

    void Fork(Event e, bool hasComm)
    {
        // The event says better than the state whether its thread is a process: that of a clone3 was not always known.
        if (e.Thread is not { } thread || e.Raw.Int64(0) is not (>= 0 and var result) || result == 0 && (!thread.IsMain || e.Raw.Int64(3) != e.Raw.Int64(4)))
            return;
        // Either side shows the names of the one whose event it is. Who is given another's parent was not forked by that one.
        if (result == 0 && (thread.Flags & CloneFlags.Parent) == 0 && _origins.TryGetValue(thread.Ptid, out var parents))
            SetOrigin(thread.Pid, parents);
        if (!_origins.TryGetValue(thread.Pid, out var origin))
            return;
        var title = e.Raw.Text(1);
        var comm = hasComm && thread.IsMain ? e.Raw.Text(CommOfFork) : default;
        if (!NameFit.Fits(title, origin) || !NameFit.Fits(comm, origin))
            Found(e.State, thread, e.Number, e.Timestamp, Sign.Fork, origin, comm, title);
    }

    void Prctl(Event e)
    {
        if (e.ErrorCode != 0 || e.Raw.UInt32(1) != SetName || e.Thread is not { IsMain: true } thread || !_origins.TryGetValue(thread.Pid, out var origin))
            return;
        var name = e.Raw.Text(2);
        if (!NameFit.Fits(name, origin))
            Found(e.State, thread, e.Number, e.Timestamp, Sign.Prctl, origin, name, thread.Exe);
    }

    void Exit(Event e)
    {
        if (e.Thread is not { IsMain: true } thread)
            return;
        _origins.Remove(thread.Pid);
        if (_alive.Remove(thread.Pid, out var disguise))
            disguise.End = e.Timestamp;
    }

    void Move(Event e)
    {
        var connects = e.Code == SocketConnectX;
        if (!connects && !IoCall.Is(e.Code) || e.Fd is not { } fd || !TrafficWatch.IsInternet(fd) || e.Thread is not { } thread
            || !_alive.TryGetValue(thread.Pid, out var disguise))
            return;
        var socket = fd.OpenedAt != 0 ? fd.OpenedAt : -1 - fd.Fd;
        if (disguise.Through(socket, () => new Traffic(e.Timestamp, thread.Pid, thread.Comm)) is not { } traffic)
            return;
        traffic.Take(fd, e.Timestamp);
        if (connects)
            traffic.Connected(e.ErrorCode);
        else if (IoCall.TryRead(e, out var call))
            traffic.Moved(call.IsRead, call.Count);
    }

    void Found(MachineState state, ThreadInfo thread, long number, ulong time, Sign sign, Origin origin, ReadOnlySpan<byte> comm, ReadOnlySpan<byte> title)
    {
        if (!_alive.TryGetValue(thread.Pid, out var disguise))
        {
            if ((forgets ? _alive.Count : _all.Count) >= MostDisguises)
            {
                _leftOut++;
                return;
            }
            disguise = new Disguise(thread.Pid, time, sign, origin)
            {
                Parent = thread.Ptid,
                ParentComm = state.Threads.Info(thread.Ptid, number)?.Comm ?? [],
                User = SessionTable.UserOf(thread),
            };
            _alive.Add(thread.Pid, disguise);
            if (!forgets)
                _all.Add(disguise);
        }
        _news = disguise;
        if (!comm.IsEmpty && !comm.SequenceEqual(disguise.Comm))
            disguise.Comm = comm.ToArray();
        if (!title.IsEmpty && !title.SequenceEqual(disguise.Title))
            disguise.Title = title.ToArray();
    }

    /// <summary>
    /// Of a process from before the capture its first name is not known. It stands out when it has a name of the kernel's threads or
    /// a path for its name, or when its command line begins with a path that is neither its program's nor its name's.
    /// </summary>
    void TakeEarlier(MachineState state, ThreadInfo info)
    {
        var origin = new Origin(info, 0);
        SetOrigin(info.Pid, origin);
        var hidesName = info.Comm.AsSpan().IndexOf((byte)'/') >= 0 && !NameFit.Base(info.ExePath).StartsWith(NameFit.Base(info.Comm)) || NameFit.IsKernelThread(info.Comm);
        // The first process is called by a link that is always the same.
        var hidesLine = info.Pid != 1 && NameFit.Poses(info.Exe) != Pose.None && !NameFit.FitsExec(info.Exe, info.Comm, info.ExePath, info.Args);
        if (hidesName || hidesLine)
            Found(state, info, 0, 0, Sign.Earlier, origin, info.Comm, info.Exe);
    }

    void SetOrigin(long pid, Origin origin)
    {
        if (_origins.Count < MostOrigins || _origins.ContainsKey(pid))
            _origins[pid] = origin;
    }

    /// <summary>Threads of the kernel have no program and are children of kthreadd.</summary>
    static bool IsKernels(ThreadInfo info) => info.Pid <= 2 && info.ExePath.Length == 0 || info.ExePath.Length == 0 && info.Exe.Length == 0
        || info.Ptid == 2 && info.ExePath.Length == 0;
}
