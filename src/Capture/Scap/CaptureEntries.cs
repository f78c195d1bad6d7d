namespace CSysdig.Capture.Scap;

/// <summary>The machine a capture was taken on (block 0x201).</summary>
public sealed class MachineInfo
{
    public uint CpuCount { get; init; }
    public ulong MemoryBytes { get; init; }
    public ulong MaxPid { get; init; }
    public string HostName { get; init; } = "";
    public ulong BootTimestamp { get; init; }
}

/// <summary>One thread of the process list at a capture's start; what its version of the block lacks stays at its default.</summary>
public sealed class ProcessEntry
{
    public long Tid, Pid, Ptid, Sid, VPgid, Pgid = -1, VTid = -1, VPid = -1, FdLimit = -1;
    public byte[] Comm = [], Exe = [], ExePath = [], Cwd = [], Root = [];
    /// <summary>NUL-separated, as recorded.</summary>
    public byte[] Args = [], Env = [], Cgroups = [];
    public uint Flags, Uid, Gid, VmSizeKb, VmRssKb, VmSwapKb, Tty, LoginUid = uint.MaxValue;
    /// <summary>What a reader of before libs 0.10 takes for the login uid: the first bytes behind the fixed part of the entry.</summary>
    public uint OldLoginUid = uint.MaxValue;
    public ulong PfMajor, PfMinor, CloneTimestamp, CapPermitted, CapEffective, CapInheritable;
    public ulong ExeIno, ExeInoCtime, ExeInoMtime, ExeInoCtimeDurationClone, ExeInoCtimeDurationPidns, PidnsInitStart;
    public bool ExeWritable, ExeUpperLayer, ExeLowerLayer, ExeFromMemfd;

    /// <summary>How long all its texts are.</summary>
    public long TextBytes => (long)Comm.Length + Exe.Length + ExePath.Length + Cwd.Length + Root.Length + Args.Length + Env.Length + Cgroups.Length;
}

/// <summary>The type of a file descriptor; numbers are those of scap_fd_type in captures.</summary>
public enum FdType : sbyte
{
    Uninitialized = -1, Unknown = 0, File = 1, Directory = 2, IPv4 = 3, IPv6 = 4, IPv4Server = 5, IPv6Server = 6,
    Fifo = 7, Unix = 8, Event = 9, Unsupported = 10, SignalFd = 11, EventPoll = 12, Inotify = 13, TimerFd = 14,
    Netlink = 15, FileV2 = 16, Bpf = 17, UserFaultFd = 18, IoUring = 19, MemFd = 20, PidFd = 21,
}

/// <summary>One file descriptor of a process at a capture's start.</summary>
public sealed class FdEntry
{
    public long Fd;
    public ulong Ino;
    public FdType Type;
    public byte[] Name = [];
    public uint OpenFlags, Dev, MountId;
    /// <summary>4 or 16 bytes in network order; empty where the type has none. A server socket has only the source.</summary>
    public byte[] SourceIp = [], DestinationIp = [];
    public ushort SourcePort, DestinationPort;
    public byte L4Proto;
    public ulong UnixSource, UnixDestination;
}

public sealed record UserEntry(uint Uid, uint Gid, byte[] Name, byte[] HomeDir, byte[] Shell);

public sealed record GroupEntry(uint Gid, byte[] Name);

/// <summary>One address of a network interface; <paramref name="Address"/> has 4 or 16 bytes.</summary>
public sealed record InterfaceEntry(byte[] Name, byte[] Address, byte[] Netmask, byte[] Broadcast, ulong LinkSpeed);

/// <summary>Receives the tables of a capture as the reader meets them, before the event that follows them.</summary>
public interface ICaptureTables
{
    /// <summary>A section begins: the first of the file, or of a file appended to it. State starts afresh.</summary>
    void OnSection();
    void OnMachine(MachineInfo machine);
    void OnProcess(ProcessEntry process);
    void OnFd(long tid, FdEntry fd);
    void OnUser(UserEntry user);
    void OnGroup(GroupEntry group);
    void OnInterface(InterfaceEntry networkInterface);
    /// <summary>The tables are complete; events follow.</summary>
    void OnTablesEnd();
}
