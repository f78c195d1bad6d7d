using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Fills the state from the tables at a capture's start.</summary>
sealed class CaptureTables(StateEngine engine) : ICaptureTables
{
    readonly HashSet<ushort> _serverPorts = [];
    SocketBytes _socket;
    uint _dev, _mountId;
    long _socketOf = -1;
    MachineState State => engine.State;

    public void OnSection()
    {
        // What was there before holds for the event before.
        engine.Number = engine.Raw.Number == 0 ? 0 : engine.Raw.Number + 1;
        engine.Clear();
        engine.InPreamble = true;
        _serverPorts.Clear();
        _socketOf = -1;
    }

    public void OnMachine(MachineInfo machine) => State.Machine = machine;

    public void OnProcess(ProcessEntry p)
    {
        if (engine.Budget.AdmitProcess(p.TextBytes))
            engine.Threads.Add(Describe(p), fromTable: true)?.Tracked.Memory.Add(
                new ThreadMemory(p.VmSizeKb, p.VmRssKb, p.VmSwapKb, p.PfMajor, p.PfMinor), engine.Number, State.KeepHistory);
    }

    /// <summary>What is known of a thread by such an entry.</summary>
    public ThreadInfo Describe(ProcessEntry p)
    {
        var isMain = p.Tid == p.Pid;
        var info = new ThreadInfo
        {
            Tid = p.Tid, Pid = p.Pid, Ptid = p.Ptid, Sid = p.Sid, VPgid = p.VPgid, Pgid = p.Pgid, VTid = p.VTid, VPid = p.VPid, FdLimit = p.FdLimit,
            Comm = p.Comm, Exe = p.Exe, ExePath = p.ExePath, Root = p.Root,
            Args = NulTexts.TrimNul(p.Args).ToArray(), Env = isMain ? NulTexts.TrimNul(p.Env).ToArray() : [], Cgroups = engine.Cgroups.Of(p.Cgroups),
            Flags = p.Flags | CloneFlags.NameChanged | CloneFlags.Active,
            Uid = p.Uid, Gid = p.Gid, LoginUid = p.LoginUid, Tty = p.Tty,
            MisreadLoginUid = p.OldLoginUid, MisreadTty = 0,
            CapPermitted = p.CapPermitted, CapEffective = p.CapEffective, CapInheritable = p.CapInheritable,
            ExeIno = p.ExeIno, ExeInoCtime = p.ExeInoCtime, ExeInoMtime = p.ExeInoMtime,
            ExeInoCtimeDurationClone = p.ExeInoCtimeDurationClone, ExeInoCtimeDurationPidns = p.ExeInoCtimeDurationPidns,
            PidnsInitStart = p.PidnsInitStart, ExeWritable = p.ExeWritable, ExeUpperLayer = p.ExeUpperLayer,
            ExeLowerLayer = p.ExeLowerLayer, ExeFromMemfd = p.ExeFromMemfd, CloneTimestamp = p.CloneTimestamp,
        };
        if (isMain)
            info.Cwd = Directories.WithSlash(engine.Paths.Combine([], p.Cwd));
        engine.Containers.Resolve(info);
        return info;
    }

    public void OnFd(long tid, FdEntry entry)
    {
        if (engine.Threads.Find(tid) is not { } thread || !engine.Budget.AdmitFd(entry.Name.Length) || Describe(tid, entry) is not { } fd)
            return;
        _socket = fd.Socket;
        engine.AddFd(thread, fd);
    }

    /// <summary>A port that someone listens at is known before connections are described.</summary>
    public void Listen(FdEntry entry)
    {
        if (entry.Type is FdType.IPv4Server or FdType.IPv6Server)
            _serverPorts.Add(entry.SourcePort);
    }

    /// <summary>What is known of an fd by such an entry; null where that is nothing.</summary>
    public FdInfo? Describe(FdEntry entry)
    {
        var fd = Describe(-1, entry);
        if (fd is not null)
            FixDirection(fd);
        return fd;
    }

    FdInfo? Describe(long tid, FdEntry entry)
    {
        var fd = new FdInfo
        {
            Fd = entry.Fd, Type = entry.Type, Flags = FdFlags.FromProc, Ino = entry.Ino, OpenFlags = entry.OpenFlags,
            Dev = entry.Dev, MountId = entry.MountId,
        };
        if (State.Compat)
            LeaveBytesOfTheOneBefore(tid, fd);
        switch (entry.Type)
        {
            case FdType.IPv4 when entry is { SourceIp.Length: 4, DestinationIp.Length: 4 }:
                SetV4(fd, entry.SourceIp, entry.DestinationIp, entry);
                break;
            case FdType.IPv6 when entry is { SourceIp.Length: 16, DestinationIp.Length: 16 }:
                if (SocketNames.IsMapped(entry.SourceIp) && SocketNames.IsMapped(entry.DestinationIp))
                {
                    fd.Type = FdType.IPv4;
                    SetV4(fd, entry.SourceIp.AsSpan(12), entry.DestinationIp.AsSpan(12), entry);
                }
                else
                    SetV6(fd, entry);
                break;
            case FdType.IPv4Server when entry.SourceIp.Length == 4:
                fd.Socket.Set(SocketBytes.V4Server.Ip, entry.SourceIp);
                SetServer(fd, SocketBytes.V4Server.Port, SocketBytes.V4Server.Protocol, entry);
                break;
            case FdType.IPv6Server when entry.SourceIp.Length == 16:
                fd.Socket.Set(SocketBytes.V6Server.Ip, entry.SourceIp);
                SetServer(fd, SocketBytes.V6Server.Port, SocketBytes.V6Server.Protocol, entry);
                break;
            case FdType.Unix:
                fd.Socket.Set(SocketBytes.Unix.Source, BitConverter.GetBytes(entry.UnixSource));
                fd.Socket.Set(SocketBytes.Unix.Destination, BitConverter.GetBytes(entry.UnixDestination));
                fd.ReadSocket();
                fd.Name = entry.Name;
                fd.Flags |= fd.Name.Length == 0 ? FdFlags.RoleClient : FdFlags.RoleServer;
                break;
            case FdType.Unknown when !State.Compat:
                break;
            case FdType.Uninitialized or FdType.Unknown:
                return null;
            default:
                fd.Name = entry.Name;
                break;
        }
        return fd;
    }

    /// <summary>libs reads the fds of a process into one object: bytes that an address does not fill are those of the fd before.</summary>
    void LeaveBytesOfTheOneBefore(long tid, FdInfo fd)
    {
        if (_socketOf != tid)
        {
            _socket = default;
            _dev = _mountId = 0;
            _socketOf = tid;
        }
        if (fd.Type == FdType.FileV2)
            (_dev, _mountId) = (fd.Dev, fd.MountId);
        (fd.Dev, fd.MountId, fd.Socket) = (_dev, _mountId, _socket);
    }

    public void OnUser(UserEntry user)
    {
        if (!engine.Options.WithoutAccounts && engine.Budget.AdmitForGood(user.Name.Length + user.HomeDir.Length + user.Shell.Length))
            State.Users.Set(user.Uid, new UserInfo(user.Uid, user.Gid, user.Name, user.HomeDir, user.Shell), engine.Number);
    }

    public void OnGroup(GroupEntry group)
    {
        if (!engine.Options.WithoutAccounts && engine.Budget.AdmitForGood(group.Name.Length))
            State.Groups.Set(group.Gid, new GroupInfo(group.Gid, group.Name), engine.Number);
    }

    public void OnInterface(InterfaceEntry networkInterface)
    {
        if (engine.Budget.AdmitForGood(networkInterface.Name.Length))
            State.Interfaces.Newest!.Add(networkInterface);
    }

    public void OnTablesEnd()
    {
        // The first section's tables are read before the age of the capture is known.
        if (!engine.IsStarted)
            return;
        engine.Threads.Families.Connect();
        foreach (var thread in engine.Threads.All)
        {
            engine.Threads.SelectFds(thread);
            engine.Threads.NameAccounts(thread.Newest);
            if (!State.ExitOnly)
                thread.Newest.Env = NulTexts.Intern(NulTexts.TrimNuls(thread.Newest.Env), thread.Newest.Env);
            foreach (var (_, fd) in thread.OwnFds.Open)
                FixDirection(fd);
        }
    }

    /// <summary>The tables do not say who connected to whom: a port that someone listens at is the server's side.</summary>
    void FixDirection(FdInfo fd)
    {
        if (State.ExitOnly && fd.Type != FdType.FileV2)
            fd.Dev = fd.MountId = 0;
        if (fd.Type != FdType.IPv4 && (State.Compat || fd.Type != FdType.IPv6))
            return;
        if (!_serverPorts.Contains(fd.SourcePort))
        {
            fd.Flags |= FdFlags.RoleClient;
            return;
        }
        SocketRoles.Swap(fd);
        fd.Flags |= FdFlags.RoleServer;
        fd.ReadSocket();
        fd.Name = engine.SocketNames.OfListed(fd);
    }

    void SetV4(FdInfo fd, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, FdEntry entry)
    {
        fd.Socket.Set(SocketBytes.V4.Source, source);
        fd.Socket.Set(SocketBytes.V4.Destination, destination);
        fd.Socket.Set(SocketBytes.V4.SourcePort, BitConverter.GetBytes(entry.SourcePort));
        fd.Socket.Set(SocketBytes.V4.DestinationPort, BitConverter.GetBytes(entry.DestinationPort));
        fd.Socket.Set(SocketBytes.V4.Protocol, [entry.L4Proto]);
        Connected(fd, entry);
    }

    void SetV6(FdInfo fd, FdEntry entry)
    {
        fd.Socket.Set(SocketBytes.V6.Source, entry.SourceIp);
        fd.Socket.Set(SocketBytes.V6.Destination, entry.DestinationIp);
        fd.Socket.Set(SocketBytes.V6.SourcePort, BitConverter.GetBytes(entry.SourcePort));
        fd.Socket.Set(SocketBytes.V6.DestinationPort, BitConverter.GetBytes(entry.DestinationPort));
        fd.Socket.Set(SocketBytes.V6.Protocol, [entry.L4Proto]);
        Connected(fd, entry);
    }

    void Connected(FdInfo fd, FdEntry entry)
    {
        if (entry.L4Proto == L4.Tcp)
            fd.Flags |= FdFlags.Connected;
        fd.ReadSocket();
        fd.Name = engine.SocketNames.OfListed(fd);
    }

    void SetServer(FdInfo fd, int portAt, int protocolAt, FdEntry entry)
    {
        fd.Socket.Set(portAt, BitConverter.GetBytes(entry.SourcePort));
        fd.Socket.Set(protocolAt, [entry.L4Proto]);
        fd.ReadSocket();
        fd.Name = engine.SocketNames.OfListed(fd);
        _serverPorts.Add(entry.SourcePort);
    }
}
