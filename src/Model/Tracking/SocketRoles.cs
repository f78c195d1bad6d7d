using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Which side of a connection a process is.</summary>
static class SocketRoles
{
    /// <summary>Exchanges source and destination of a tuple.</summary>
    public static void Swap(FdInfo fd)
    {
        Span<byte> s = fd.Socket;
        if (fd.Type == FdType.IPv4)
        {
            Swap(s, SocketBytes.V4.Source, SocketBytes.V4.Destination, 4);
            Swap(s, SocketBytes.V4.SourcePort, SocketBytes.V4.DestinationPort, 2);
        }
        else
        {
            Swap(s, SocketBytes.V6.Source, SocketBytes.V6.Destination, 16);
            Swap(s, SocketBytes.V6.SourcePort, SocketBytes.V6.DestinationPort, 2);
        }
    }

    /// <summary>
    /// Whoever reads first is the server, and so is a process that sends from a port at which it listens.
    /// </summary>
    /// <param name="fd">The socket, with source and destination as the traffic has them.</param>
    public static void Guess(FdInfo fd, FdTable table, bool incoming, bool compat)
    {
        var isServer = compat ? Owns(fd, table, incoming)
            : incoming || Listens(table, fd.Socket.Port(fd.Type == FdType.IPv4 ? SocketBytes.V4.SourcePort : SocketBytes.V6.SourcePort));
        fd.Flags |= isServer ? FdFlags.RoleServer : FdFlags.RoleClient;
    }

    static bool Listens(FdTable table, ushort port)
    {
        foreach (var (_, other) in table.Open)
            if (other.Type is FdType.IPv4Server or FdType.IPv6Server && other.SourcePort == port)
                return true;
        return false;
    }

    /// <summary>
    /// 0.29.3: a process that has the destination port bound is the server, unless it also uses the source port; then whoever reads
    /// first is. It looks at the IPv4 view of the tuple whatever its type, and finds the socket itself among the process's.
    /// </summary>
    static bool Owns(FdInfo fd, FdTable table, bool incoming) => Has(table, fd.Socket.Port(SocketBytes.V4.DestinationPort), destination: true)
        && (!Has(table, fd.Socket.Port(SocketBytes.V4.SourcePort), destination: false) || incoming);

    static bool Has(FdTable table, ushort port, bool destination)
    {
        foreach (var (_, other) in table.Open)
        {
            if (other.Type == FdType.IPv4 && other.Socket.Port(destination ? SocketBytes.V4.DestinationPort : SocketBytes.V4.SourcePort) == port)
                return true;
            if (destination && other.Type == FdType.IPv4Server && other.Socket.Port(SocketBytes.V4Server.Port) == port)
                return true;
        }
        return false;
    }

    static void Swap(Span<byte> s, int a, int b, int size)
    {
        for (var i = 0; i < size; i++)
            (s[a + i], s[b + i]) = (s[b + i], s[a + i]);
    }
}
