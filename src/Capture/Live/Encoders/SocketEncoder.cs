using System.Buffers.Binary;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live.Encoders;

/// <summary>Socket addresses and pairs of them, as captures have them. What goes over IPv4 is shown as that, whatever the socket was made for.</summary>
static class SocketEncoder
{
    const ushort Unix = 1, IPv4 = 2, IPv6 = 10;
    const int PathRoom = 112;
    static ReadOnlySpan<byte> Mapped => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF];

    /// <summary>A struct sockaddr of a call: family u8, then address and port, or a path.</summary>
    public static int Address(ReadOnlySpan<byte> address, Span<byte> to)
    {
        if (address.Length < 2)
            return 0;
        var family = BinaryPrimitives.ReadUInt16LittleEndian(address);
        to[0] = (byte)family;
        switch (family)
        {
            case IPv4 when address.Length >= 8:
                address.Slice(4, 4).CopyTo(to[1..]);
                BinaryPrimitives.WriteUInt16LittleEndian(to[5..], BinaryPrimitives.ReadUInt16BigEndian(address[2..]));
                return 7;
            case IPv6 when address.Length >= 24 && IsMapped(address[8..]):
                to[0] = (byte)IPv4;
                address.Slice(20, 4).CopyTo(to[1..]);
                BinaryPrimitives.WriteUInt16LittleEndian(to[5..], BinaryPrimitives.ReadUInt16BigEndian(address[2..]));
                return 7;
            case IPv6 when address.Length >= 24:
                address.Slice(8, 16).CopyTo(to[1..]);
                BinaryPrimitives.WriteUInt16LittleEndian(to[17..], BinaryPrimitives.ReadUInt16BigEndian(address[2..]));
                return 19;
            case Unix:
                return 1 + Path(address[2..], to[1..]);
            default:
                return 1;
        }
    }

    /// <summary>Both ends of a socket. A datagram's other end is the address that the call names.</summary>
    /// <param name="socket">The probe's struct socket_part.</param>
    /// <param name="named">A struct sockaddr, or nothing.</param>
    /// <param name="inward">Source is who sent: the other end, where something was received.</param>
    public static int Tuple(ReadOnlySpan<byte> socket, ReadOnlySpan<byte> named, bool inward, Span<byte> to)
    {
        const int size = 72 + 2 * PathRoom;
        if (socket.Length < size)
            return 0;
        var family = BinaryPrimitives.ReadUInt16LittleEndian(socket);
        to[0] = (byte)family;
        if (family == Unix)
            return UnixTuple(socket, named, inward, to);
        if (family is not (IPv4 or IPv6))
            return 0;
        var width = family == IPv4 ? 4 : 16;
        var local = socket.Slice(20, width);
        scoped var remote = socket.Slice(36, width);
        var localPort = BinaryPrimitives.ReadUInt16LittleEndian(socket[8..]);
        var remotePort = BinaryPrimitives.ReadUInt16LittleEndian(socket[10..]);
        Span<byte> given = stackalloc byte[19], far = stackalloc byte[16];
        if (remotePort == 0 && Address(named[..Math.Min(named.Length, 28)], given) is 7 or 19)
        {
            var isIPv4 = given[0] == IPv4;
            if (!isIPv4 && width == 4)
                return 0;
            if (isIPv4 && width == 16)
            {
                Mapped.CopyTo(far);
                given.Slice(1, 4).CopyTo(far[12..]);
            }
            else
                given.Slice(1, width).CopyTo(far);
            remotePort = BinaryPrimitives.ReadUInt16LittleEndian(given[(isIPv4 ? 5 : 17)..]);
            remote = far[..width];
        }
        if (localPort == 0 && remotePort == 0)
            return 0;
        if (width == 16 && IsMapped(remote) && (IsMapped(local) || local.IndexOfAnyExcept((byte)0) < 0))
        {
            to[0] = (byte)IPv4;
            width = 4;
            local = local[12..];
            remote = remote[12..];
        }
        var second = 1 + width + 2;
        if (inward)
        {
            remote.CopyTo(to[1..]);
            local.CopyTo(to[second..]);
        }
        else
        {
            local.CopyTo(to[1..]);
            remote.CopyTo(to[second..]);
        }
        BinaryPrimitives.WriteUInt16LittleEndian(to[(1 + width)..], inward ? remotePort : localPort);
        BinaryPrimitives.WriteUInt16LittleEndian(to[(second + width)..], inward ? localPort : remotePort);
        return second + width + 2;
    }

    /// <summary>A socket that is open already, as a table of open files has it; one that is neither bound nor connected stays what it was.</summary>
    /// <param name="socket">The probe's struct socket_part.</param>
    public static void Describe(ReadOnlySpan<byte> socket, FdEntry entry)
    {
        const int netlink = 16, raw = 3, listens = 10, closed = 7, protocolTcp = 6, protocolUdp = 17, protocolIcmp = 1, protocolIcmp6 = 58;
        if (socket.Length < 72 + 2 * PathRoom)
            return;
        var family = BinaryPrimitives.ReadUInt16LittleEndian(socket);
        if (family == netlink)
            (entry.Type, entry.Name) = (FdType.Netlink, []);
        if (family == Unix)
        {
            Span<byte> path = stackalloc byte[PathRoom + 2];
            entry.Type = FdType.Unix;
            entry.Name = path[..(Path(socket.Slice(72, PathRoom), path) - 1)].ToArray();
            (entry.UnixSource, entry.UnixDestination) = (Record.Number(socket, 56, 8), Record.Number(socket, 64, 8));
        }
        if (family is not (IPv4 or IPv6))
            return;
        var type = BinaryPrimitives.ReadUInt16LittleEndian(socket[2..]);
        var protocol = BinaryPrimitives.ReadUInt16LittleEndian(socket[4..]);
        var state = BinaryPrimitives.ReadUInt16LittleEndian(socket[6..]);
        var (from, to) = (BinaryPrimitives.ReadUInt16LittleEndian(socket[8..]), BinaryPrimitives.ReadUInt16LittleEndian(socket[10..]));
        if (protocol == protocolTcp ? state == closed : from == 0)
            return;
        var serves = protocol == protocolTcp ? state == listens : to == 0;
        var width = family == IPv4 ? 4 : 16;
        entry.Type = (family == IPv4, serves) switch { (true, true) => FdType.IPv4Server, (true, false) => FdType.IPv4, (false, true) => FdType.IPv6Server, _ => FdType.IPv6 };
        entry.L4Proto = (byte)(type == raw ? L4.Raw : protocol switch { protocolTcp => L4.Tcp, protocolUdp => L4.Udp, protocolIcmp or protocolIcmp6 => L4.Icmp, _ => L4.Unknown });
        entry.Name = [];
        (entry.SourceIp, entry.DestinationIp) = (socket.Slice(20, width).ToArray(), socket.Slice(36, width).ToArray());
        (entry.SourcePort, entry.DestinationPort) = (from, to);
    }

    static bool IsMapped(ReadOnlySpan<byte> address) => address.StartsWith(Mapped);

    /// <summary>The receiving end's number comes first, and its path follows.</summary>
    static int UnixTuple(ReadOnlySpan<byte> socket, ReadOnlySpan<byte> named, bool inward, Span<byte> to)
    {
        var self = socket.Slice(56, 8);
        var peer = socket.Slice(64, 8);
        (inward ? self : peer).CopyTo(to[1..]);
        (inward ? peer : self).CopyTo(to[9..]);
        var path = socket.Slice(inward ? 72 : 72 + PathRoom, PathRoom);
        if (!inward && Record.Number(peer, 0, 8) == 0 && named.Length > 2)
            path = named[2..];
        return 17 + Path(path, to[17..]);
    }

    /// <summary>A path with the NUL that ends it; a name that is no file's has @ in front, as ss(8) and /proc/net/unix show it.</summary>
    static int Path(ReadOnlySpan<byte> path, Span<byte> to)
    {
        var length = 0;
        if (path is [0, not 0, ..])
        {
            to[length++] = (byte)'@';
            path = path[1..];
        }
        var nul = path.IndexOf((byte)0);
        path = nul < 0 ? path : path[..nul];
        path.CopyTo(to[length..]);
        length += path.Length;
        to[length++] = 0;
        return length;
    }
}
