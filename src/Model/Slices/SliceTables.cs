using CSysdig.Capture.Scap;
using CSysdig.Model.Making;
using CSysdig.Model.State;

namespace CSysdig.Model.Slices;

/// <summary>Writes the state of the machine as it is behind an event as the tables that a capture begins with.</summary>
/// <param name="number">The event, by its number; <see cref="Newest"/> where no history is kept.</param>
/// <param name="timestamp">When what the tables can't express is told to have happened.</param>
/// <param name="selection">What is wanted; null for all that is known.</param>
sealed class SliceTables(MachineState state, long number, ulong timestamp, SliceSelection? selection)
{
    /// <summary>Behind every event there was; the number behind it stands for none either.</summary>
    public const long Newest = long.MaxValue - 2;

    readonly SliceFds _fds = new();
    readonly List<(long Tid, long Fd, FdInfo Info)> _made = [], _withRole = [];

    /// <summary>Users, groups, threads and their fds.</summary>
    public void Write(ScapWriterTables tables)
    {
        tables.Accounts(
            state.Users.At(number).Where(u => selection?.HasUser(u.Uid) ?? true).Select(u => new UserEntry(u.Uid, u.Gid, u.Name, u.HomeDir, u.Shell)),
            state.Groups.At(number).Where(g => selection?.HasGroup(g.Gid) ?? true).Select(g => new GroupEntry(g.Gid, g.Name)));
        var threads = Threads().ToList();
        foreach (var (thread, info) in threads)
            tables.Process(Entry(thread, info));
        tables.EndProcesses();
        foreach (var (thread, info) in threads)
            foreach (var (_, fd) in OwnFds(thread, info))
                _fds.Listen(fd);
        foreach (var (thread, info) in threads)
            tables.Fds(thread.Tid, Entries(thread, info));
    }

    /// <summary>Brings the sockets to the state that the tables can't express. Comes after the tables.</summary>
    public void WriteSockets(ScapWriterEvents events)
    {
        var sockets = new MadeSockets(new MadeEvents(events, state.Generation) { Timestamp = timestamp });
        foreach (var (tid, fdNumber, fd) in _made)
            sockets.Open(tid, fdNumber, fd);
        foreach (var (tid, fdNumber, fd) in _withRole)
            sockets.Connect(tid, fdNumber, fd);
    }

    /// <summary>A thread that the next event finds gone has ended with this one.</summary>
    IEnumerable<(TrackedThread Thread, ThreadInfo Info)> Threads()
    {
        foreach (var thread in state.Threads.At(number))
            if (thread.Ended != number + 1 && (selection?.HasThread(thread.Tid) ?? true) && thread.At(number) is { } info)
                yield return (thread, info);
    }

    IEnumerable<KeyValuePair<long, FdInfo>> OwnFds(TrackedThread thread, ThreadInfo info)
    {
        foreach (var open in thread.OwnFds.OpenAt(number))
        {
            var (fdNumber, fd) = open;
            if (fdNumber is < 0 or long.MaxValue || fd.Type == FdType.Uninitialized || thread.OwnFds.Find(fdNumber, number + 1) is null)
                continue;
            if (selection is not null && !selection.HasFd(info.Pid, fdNumber) && fd.Type is not (FdType.IPv4Server or FdType.IPv6Server))
                continue;
            yield return open;
        }
    }

    IEnumerable<FdEntry> Entries(TrackedThread thread, ThreadInfo info)
    {
        foreach (var (fdNumber, fd) in OwnFds(thread, info))
        {
            if (MadeSockets.IsUnconnected(fd) || MadeSockets.IsUnknown(fd) || _fds.CannotShow(fd))
            {
                _made.Add((thread.Tid, fdNumber, fd));
                continue;
            }
            // Which ports are listened at is read from the tables alone.
            if (MadeSockets.IsBound(fd))
                _made.Add((thread.Tid, fdNumber, fd));
            else if (_fds.LosesRole(fd))
                _withRole.Add((thread.Tid, fdNumber, fd));
            yield return _fds.Entry(fdNumber, fd);
        }
    }

    ProcessEntry Entry(TrackedThread thread, ThreadInfo t)
    {
        var memory = thread.Memory.At(number);
        return new ProcessEntry
        {
            Tid = t.Tid, Pid = t.Pid, Ptid = t.Ptid, Sid = t.Sid, VPgid = t.VPgid, Pgid = t.Pgid, VTid = t.VTid, VPid = t.VPid, FdLimit = t.FdLimit,
            Comm = t.Comm, Exe = t.Exe, ExePath = t.ExePath, Cwd = t.Cwd, Root = t.Root,
            Args = WithNul(t.Args), Env = WithNul(t.Env), Cgroups = t.Cgroups is [.., not 0] ? WithNul(t.Cgroups) : t.Cgroups, Flags = t.Flags, Uid = t.Uid, Gid = t.Gid, LoginUid = t.LoginUid, Tty = t.Tty,
            VmSizeKb = memory?.VmSizeKb ?? 0, VmRssKb = memory?.VmRssKb ?? 0, VmSwapKb = memory?.VmSwapKb ?? 0,
            PfMajor = memory?.PfMajor ?? 0, PfMinor = memory?.PfMinor ?? 0,
            CapPermitted = t.CapPermitted, CapEffective = t.CapEffective, CapInheritable = t.CapInheritable,
            ExeIno = t.ExeIno, ExeInoCtime = t.ExeInoCtime, ExeInoMtime = t.ExeInoMtime, PidnsInitStart = StartOfNamespace(t),
            ExeWritable = t.ExeWritable, ExeUpperLayer = t.ExeUpperLayer, ExeLowerLayer = t.ExeLowerLayer, ExeFromMemfd = t.ExeFromMemfd,
        };
    }

    /// <summary>
    /// sysdig 0.29.3 reads the login uid from where later writers put this time. What it has learned since from events goes there.
    /// </summary>
    ulong StartOfNamespace(ThreadInfo t) => state.Generation == Generation.EnterExit
        ? t.PidnsInitStart & 0xFFFFFFFF_00000000 | (t.MisreadLoginUid ?? t.LoginUid) : t.PidnsInitStart;

    static byte[] WithNul(byte[] list) => list.Length == 0 ? [] : [.. list, 0];
}
