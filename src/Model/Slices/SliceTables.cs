using CSysdig.Capture.Scap;
using CSysdig.Model.Making;
using CSysdig.Model.State;

namespace CSysdig.Model.Slices;

/// <summary>Writes the state of the machine at the current event as the tables that a capture begins with.</summary>
sealed class SliceTables(Event current, SliceSelection? selection)
{
    readonly MachineState _state = current.State;
    readonly SliceFds _fds = new();
    readonly List<(long Tid, long Fd, FdInfo Info)> _made = [], _withRole = [];

    /// <summary>Users, groups, threads and their fds.</summary>
    public void Write(ScapWriterTables tables)
    {
        tables.Accounts(
            _state.Users.Newest.Select(u => u.Value).Where(u => selection?.HasUser(u.Uid) ?? true).Select(u => new UserEntry(u.Uid, u.Gid, u.Name, u.HomeDir, u.Shell)),
            _state.Groups.Newest.Select(g => g.Value).Where(g => selection?.HasGroup(g.Gid) ?? true).Select(g => new GroupEntry(g.Gid, g.Name)));
        var threads = _state.Threads.Living.Where(t => selection?.HasThread(t.Tid) ?? true).ToList();
        foreach (var thread in threads)
            tables.Process(Entry(thread));
        tables.EndProcesses();
        foreach (var thread in threads)
            foreach (var (number, fd) in OwnFds(thread))
                _fds.Listen(fd);
        foreach (var thread in threads)
            tables.Fds(thread.Tid, Entries(thread));
    }

    /// <summary>Brings the sockets to the state that the tables can't express. Comes after the tables.</summary>
    public void WriteSockets(ScapWriterEvents events)
    {
        var sockets = new MadeSockets(new MadeEvents(events, _state.Generation) { Timestamp = current.Raw.Timestamp });
        foreach (var (tid, number, fd) in _made)
            sockets.Open(tid, number, fd);
        foreach (var (tid, number, fd) in _withRole)
            sockets.Connect(tid, number, fd);
    }

    IEnumerable<KeyValuePair<long, FdInfo>> OwnFds(TrackedThread thread)
    {
        foreach (var open in thread.OwnFds.Open)
        {
            var (number, fd) = open;
            if (number is < 0 or long.MaxValue || fd.Type == FdType.Uninitialized)
                continue;
            if (selection is not null && !selection.HasFd(thread.Newest.Pid, number) && fd.Type is not (FdType.IPv4Server or FdType.IPv6Server))
                continue;
            yield return open;
        }
    }

    IEnumerable<FdEntry> Entries(TrackedThread thread)
    {
        foreach (var (number, fd) in OwnFds(thread))
        {
            if (MadeSockets.IsUnconnected(fd) || MadeSockets.IsUnknown(fd) || _fds.CannotShow(fd))
            {
                _made.Add((thread.Tid, number, fd));
                continue;
            }
            // Which ports are listened at is read from the tables alone.
            if (MadeSockets.IsBound(fd))
                _made.Add((thread.Tid, number, fd));
            else if (_fds.LosesRole(fd))
                _withRole.Add((thread.Tid, number, fd));
            yield return _fds.Entry(number, fd);
        }
    }

    ProcessEntry Entry(TrackedThread thread)
    {
        var t = thread.Newest;
        var memory = thread.Memory.Newest;
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
    ulong StartOfNamespace(ThreadInfo t) => _state.Generation == Generation.EnterExit
        ? t.PidnsInitStart & 0xFFFFFFFF_00000000 | (t.MisreadLoginUid ?? t.LoginUid) : t.PidnsInitStart;

    static byte[] WithNul(byte[] list) => list.Length == 0 ? [] : [.. list, 0];
}
