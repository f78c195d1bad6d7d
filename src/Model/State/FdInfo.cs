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
    SocketPipe = 1 << 6,
    Connected = 1 << 13,
    Pending = 1 << 15,
    Failed = 1 << 16,
    UpperLayer = 1 << 17,
    LowerLayer = 1 << 18,
}

/// <summary>
/// One version of a file descriptor. Never changed once a later event has been seen:
/// a connect, an exec or a close makes a new version, so an old event keeps the name of its time.
/// </summary>
public sealed class FdInfo : IVersion
{
    /// <summary>Index in <see cref="MachineState.FdVersions"/> where history is kept, else -1.</summary>
    public int Version = -1;
    int IVersion.Version => Version;
    public long Fd;
    public FdType Type = FdType.Uninitialized;
    /// <summary>As fd.name prints it: the path, or the tuple; empty when unknown.</summary>
    public byte[] Name = [];
    /// <summary>As the program gave it (fd.nameraw), where it opened the file during the capture.</summary>
    public byte[]? NameRaw;
    /// <summary>The path by which the kernel knows the file, where that is told and is not <see cref="Name"/>.</summary>
    public byte[]? RealPath;
    public FdFlags Flags;
    public uint OpenFlags, Dev, MountId;
    public ulong Ino;
    /// <summary>
    /// The number of the event that opened it, 0 where it was open before the capture. A copy (dup, fork) keeps the
    /// number: fds with the same one are one opened file to the kernel, with one position.
    /// </summary>
    public long OpenedAt;
    /// <summary>The process of a pidfd.</summary>
    public long Pid;
    /// <summary>4 or 16 bytes in network order; empty where the type has none. A server socket has only the source.</summary>
    public byte[] SourceIp = [], DestinationIp = [];
    public ushort SourcePort, DestinationPort;
    /// <summary>SCAP_L4_*: 2 TCP, 3 UDP, 4 ICMP, 5 raw, 0 unknown.</summary>
    public byte L4Proto;
    public ulong UnixSource, UnixDestination;

    /// <summary>The event that made this version; it may still change it.</summary>
    internal long Since;
    internal SocketBytes Socket;

    public bool IsServer => (Flags & FdFlags.RoleServer) != 0;
    public bool IsClient => (Flags & FdFlags.RoleClient) != 0;
    public bool HasRole => (Flags & (FdFlags.RoleClient | FdFlags.RoleServer)) != 0;
    public bool IsIPv4 => Type is FdType.IPv4 or FdType.IPv4Server;
    public bool IsIPv6 => Type is FdType.IPv6 or FdType.IPv6Server;
    public bool IsSocket => Type is FdType.IPv4 or FdType.IPv6 or FdType.IPv4Server or FdType.IPv6Server or FdType.Unix;
    public bool IsFile => Type is FdType.File or FdType.FileV2;

    /// <summary>A copy to become the next version.</summary>
    public FdInfo Clone()
    {
        var copy = (FdInfo)MemberwiseClone();
        copy._known = null;
        return copy;
    }

    // A name that has been found to be printable ASCII. A name is shown with every event of the fd.
    byte[]? _clean;

    /// <summary>These bytes are the fd's name, and it is printable ASCII throughout.</summary>
    internal bool IsCleanName(ReadOnlySpan<byte> name)
    {
        if (name != Name)
            return false;
        if (ReferenceEquals(_clean, Name))
            return true;
        if (Text.CleanText.IndexOfUnprintable(name) >= 0)
            return false;
        _clean = Name;
        return true;
    }

    // The tuple that told nothing new last: a socket that sends to one address has the same with each datagram.
    byte[]? _known;
    bool _knownIncoming;

    /// <summary>Notes that this tuple would not change this version.</summary>
    internal void NothingNew(ReadOnlySpan<byte> tuple, bool incoming)
    {
        _known = tuple.ToArray();
        _knownIncoming = incoming;
    }

    internal bool SaysNothingNew(ReadOnlySpan<byte> tuple, bool incoming) =>
        _known is not null && _knownIncoming == incoming && tuple.SequenceEqual(_known);

    /// <summary>Fills the public addresses from <see cref="Socket"/> as the type reads them.</summary>
    internal void ReadSocket()
    {
        ReadOnlySpan<byte> s = Socket;
        UnixSource = UnixDestination = 0;
        switch (Type)
        {
            case FdType.IPv4:
                Take(s.Slice(SocketBytes.V4.Source, 4), s.Slice(SocketBytes.V4.Destination, 4),
                    Socket.Port(SocketBytes.V4.SourcePort), Socket.Port(SocketBytes.V4.DestinationPort), s[SocketBytes.V4.Protocol]);
                break;
            case FdType.IPv6:
                Take(s.Slice(SocketBytes.V6.Source, 16), s.Slice(SocketBytes.V6.Destination, 16),
                    Socket.Port(SocketBytes.V6.SourcePort), Socket.Port(SocketBytes.V6.DestinationPort), s[SocketBytes.V6.Protocol]);
                break;
            case FdType.IPv4Server:
                Take(s.Slice(SocketBytes.V4Server.Ip, 4), default, Socket.Port(SocketBytes.V4Server.Port), 0, s[SocketBytes.V4Server.Protocol]);
                break;
            case FdType.IPv6Server:
                Take(s.Slice(SocketBytes.V6Server.Ip, 16), default, Socket.Port(SocketBytes.V6Server.Port), 0, s[SocketBytes.V6Server.Protocol]);
                break;
            case FdType.Unix:
                Take(default, default, 0, 0, 0);
                UnixSource = Socket.Address(SocketBytes.Unix.Source);
                UnixDestination = Socket.Address(SocketBytes.Unix.Destination);
                break;
            default:
                Take(default, default, 0, 0, 0);
                break;
        }
    }

    void Take(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, ushort sourcePort, ushort destinationPort, byte protocol)
    {
        if (!source.SequenceEqual(SourceIp))
            SourceIp = source.ToArray();
        if (!destination.SequenceEqual(DestinationIp))
            DestinationIp = destination.ToArray();
        SourcePort = sourcePort;
        DestinationPort = destinationPort;
        L4Proto = protocol;
    }
}
