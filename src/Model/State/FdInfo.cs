using CSysdig.Capture.Scap;

namespace CSysdig.Model.State;

/// <summary>What an fd does beside its type (sinsp_fdinfo flags).</summary>
[Flags]
public enum FdFlags : uint
{
    None = 0,
    FromProc = 1 << 0,
    RoleClient = 1 << 2,
    RoleServer = 1 << 3,
    CloseInProgress = 1 << 4,
    CloseCanceled = 1 << 5,
    SocketPipe = 1 << 6,
    Connected = 1 << 13,
    Cloned = 1 << 14,
    Pending = 1 << 15,
    Failed = 1 << 16,
    UpperLayer = 1 << 17,
    LowerLayer = 1 << 18,
}

/// <summary>
/// One version of a file descriptor. Never changed once a later event has been seen:
/// a connect, an exec or a close makes a new version, so an old event keeps the name of its time.
/// </summary>
public sealed class FdInfo
{
    /// <summary>Index in <see cref="MachineState.FdVersions"/> where history is kept.</summary>
    public int Version;
    public long Fd;
    public FdType Type;
    /// <summary>As fd.name prints it: the path, or the tuple; empty when unknown.</summary>
    public byte[] Name = [];
    /// <summary>As the program gave it (fd.nameraw), where it differs.</summary>
    public byte[]? NameRaw;
    /// <summary>The name before the event that made this version, for fd.name_changed.</summary>
    public byte[] OldName = [];
    public FdFlags Flags;
    public uint OpenFlags, Dev, MountId;
    public ulong Ino;
    /// <summary>The process of a pidfd.</summary>
    public long Pid;
    /// <summary>4 or 16 bytes in network order; empty where the type has none.</summary>
    public byte[] SourceIp = [], DestinationIp = [];
    public ushort SourcePort, DestinationPort;
    public byte L4Proto;
    public ulong UnixSource, UnixDestination;

    public bool IsServer => (Flags & FdFlags.RoleServer) != 0;
    public bool IsClient => (Flags & FdFlags.RoleClient) != 0;
    public bool HasRole => (Flags & (FdFlags.RoleClient | FdFlags.RoleServer)) != 0;
    public bool IsIPv4 => Type is FdType.IPv4 or FdType.IPv4Server;
    public bool IsIPv6 => Type is FdType.IPv6 or FdType.IPv6Server;
    public bool IsSocket => Type is FdType.IPv4 or FdType.IPv6 or FdType.IPv4Server or FdType.IPv6Server or FdType.Unix;
    public bool IsFile => Type is FdType.File or FdType.FileV2;

    /// <summary>A copy to become the next version.</summary>
    public FdInfo Clone() => (FdInfo)MemberwiseClone();
}
