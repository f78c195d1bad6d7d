using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Slices;

/// <summary>
/// Turns open fds into entries of a capture's tables, so that a reader gives them the names they have now. A reader takes an
/// IPv4 socket whose own port someone listens at for the server's side, and shows it the other way round.
/// </summary>
sealed class SliceFds
{
    readonly HashSet<ushort> _serverPorts = [];

    /// <summary>Notes a port that someone listens at; all must be known before the first <see cref="Entry"/>.</summary>
    public void Listen(FdInfo fd)
    {
        if (fd.Type is FdType.IPv4Server or FdType.IPv6Server)
            _serverPorts.Add(fd.SourcePort);
    }

    /// <summary>Whichever way round its addresses stand in an entry, a reader shows them the wrong way.</summary>
    public bool CannotShow(FdInfo fd) => fd.Type == FdType.IPv4 && _serverPorts.Contains(fd.SourcePort) && !_serverPorts.Contains(fd.DestinationPort);

    /// <summary>A reader of the tables would not see which side of the connection this is.</summary>
    public bool LosesRole(FdInfo fd) => fd.HasRole && fd.L4Proto == L4.Tcp && fd.Type switch
    {
        FdType.IPv6 => true,
        FdType.IPv4 => fd.IsServer != IsTurned(fd),
        _ => false,
    };

    public FdEntry Entry(long number, FdInfo fd)
    {
        var entry = new FdEntry
        {
            Fd = number, Ino = fd.Ino, Type = fd.Type, Name = fd.Name, OpenFlags = fd.OpenFlags, Dev = fd.Dev, MountId = fd.MountId,
            SourceIp = Sized(fd.SourceIp, fd), DestinationIp = Sized(fd.DestinationIp, fd), SourcePort = fd.SourcePort, DestinationPort = fd.DestinationPort,
            L4Proto = fd.L4Proto, UnixSource = fd.UnixSource, UnixDestination = fd.UnixDestination,
        };
        if (fd.Type == FdType.IPv4 && IsTurned(fd))
        {
            (entry.SourceIp, entry.DestinationIp) = (entry.DestinationIp, entry.SourceIp);
            (entry.SourcePort, entry.DestinationPort) = (entry.DestinationPort, entry.SourcePort);
        }
        return entry;
    }

    /// <summary>The entry must have the addresses the other way round, for the reader turns them again.</summary>
    bool IsTurned(FdInfo fd) => _serverPorts.Contains(fd.DestinationPort) && (fd.IsServer || _serverPorts.Contains(fd.SourcePort));

    /// <summary>An address as wide as the entry's layout wants it.</summary>
    static byte[] Sized(byte[] ip, FdInfo fd)
    {
        var width = fd.IsIPv4 ? 4 : fd.IsIPv6 ? 16 : 0;
        return ip.Length == width ? ip : new byte[width];
    }
}
