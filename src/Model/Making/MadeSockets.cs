using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using static CSysdig.Model.Making.MadeEvents;

namespace CSysdig.Model.Making;

/// <summary>Sockets as calls of socket(), bind(), connect() and accept().</summary>
sealed class MadeSockets(MadeEvents events)
{
    const uint UnixFamily = 1, InternetFamily = 2, Internet6Family = 10, NetlinkFamily = 16;
    const uint StreamSocket = 1, DatagramSocket = 2, RawSocket = 3, PacketSocket = 5, IcmpProtocol = 1;

    /// <summary>Neither bound nor connected; a table would give it the address of zeros.</summary>
    public static bool IsUnconnected(FdInfo fd) =>
        fd.Type is FdType.IPv4 or FdType.IPv6 && fd.Name.Length == 0
        && !fd.SourceIp.AsSpan().ContainsAnyExcept((byte)0) && !fd.DestinationIp.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>Named as a connection of no known protocol; a table would give it a name with addresses.</summary>
    public static bool IsUnknown(FdInfo fd) => fd.Type is FdType.IPv4 or FdType.IPv6 && fd.Name.AsSpan().SequenceEqual("<unknown>"u8);

    /// <summary>
    /// A socket that was bound in the capture: when it is connected or receives a datagram, a reader takes its protocol from where
    /// socket() put it, which a table does not fill in.
    /// </summary>
    public static bool IsBound(FdInfo fd) => fd.Type is FdType.IPv4Server or FdType.IPv6Server && (fd.Flags & FdFlags.FromProc) == 0;

    /// <summary>Opens a socket and brings it to the state that it is in.</summary>
    public void Open(long tid, long number, FdInfo fd)
    {
        var (type, protocol) = ProtocolOf(fd) switch
        {
            L4.Udp => (DatagramSocket, 0u),
            L4.Icmp => (DatagramSocket, IcmpProtocol),
            L4.Raw => (RawSocket, 0u),
            L4.Tcp => (StreamSocket, 0u),
            // Readers give a socket of packets no protocol, as this one has none.
            _ => (fd.Type == FdType.Unix ? StreamSocket : PacketSocket, 0u),
        };
        byte[] domain = Bytes(DomainOf(fd)), kind = Bytes(type), proto = Bytes(protocol);
        events.Call(EventCode.SocketSocketE, tid, [domain, kind, proto], events.ExitOnly ? [Bytes(number), domain, kind, proto, Bytes(0u)] : [Bytes(number)]);
        if (fd.Type is FdType.IPv4Server or FdType.IPv6Server || fd.Type == FdType.Unix && fd.Name.Length > 0 && !IsTuple(fd.Name))
            Bind(tid, number, Address(fd));
        else if (fd.Name.Length > 0 && fd.Type != FdType.Netlink)
            Connect(tid, number, fd);
    }

    /// <summary>Connects a socket: a server's by accept() where it is none of datagrams, all others by connect().</summary>
    public void Connect(long tid, long number, FdInfo fd)
    {
        byte[] tuple = Tuple(fd), fdNumber = Bytes(number);
        if (fd.IsServer && (fd.L4Proto == L4.Tcp || fd.Type == FdType.Unix))
            events.Call(EventCode.SocketAccept_5E, tid, [], [fdNumber, tuple, [0], Bytes(0u), Bytes(0u)]);
        else
            events.Call(EventCode.SocketConnectE, tid, [fdNumber, []], events.ExitOnly ? [Bytes(0L), tuple, fdNumber, []] : [Bytes(0L), tuple]);
    }

    void Bind(long tid, long number, byte[] address)
    {
        var fdNumber = Bytes(number);
        events.Call(EventCode.SocketBindE, tid, [fdNumber], events.ExitOnly ? [Bytes(0L), address, fdNumber] : [Bytes(0L), address]);
    }

    /// <summary>A bound socket's protocol lies where it lay before it was bound, if the capture saw it made.</summary>
    static byte ProtocolOf(FdInfo fd)
    {
        ReadOnlySpan<byte> socket = fd.Socket;
        var made = fd.Type is FdType.IPv4Server && !IsBoundAsIPv6(fd) ? socket[SocketBytes.V4.Protocol]
            : fd.Type is FdType.IPv4Server or FdType.IPv6Server ? socket[SocketBytes.V6.Protocol] : fd.L4Proto;
        return made != 0 ? made : fd.L4Proto;
    }

    static uint DomainOf(FdInfo fd) => fd.Type switch
    {
        FdType.Unix => UnixFamily,
        FdType.Netlink => NetlinkFamily,
        _ => fd.IsIPv4 && !IsBoundAsIPv6(fd) ? InternetFamily : Internet6Family,
    };

    /// <summary>A socket bound to an IPv4 address that was given as one of IPv6, and is named so.</summary>
    static bool IsBoundAsIPv6(FdInfo fd) => fd.Type == FdType.IPv4Server && fd.Name.AsSpan().StartsWith("::"u8);

    /// <summary>Unix sockets that are connected are named by two kernel addresses and a path.</summary>
    static bool IsTuple(byte[] name) => name.AsSpan().IndexOf("->"u8) > 0;

    static byte[] Address(FdInfo fd)
    {
        byte[] port = BitConverter.GetBytes(fd.SourcePort);
        if (fd.Type == FdType.Unix)
            return [(byte)UnixFamily, .. fd.Name, 0];
        if (!IsBoundAsIPv6(fd))
            return [(byte)(fd.IsIPv4 ? InternetFamily : Internet6Family), .. fd.SourceIp, .. port];
        return fd.Name.AsSpan().StartsWith(":::"u8) ? [(byte)Internet6Family, .. new byte[16], .. port]
            : [(byte)Internet6Family, .. new byte[10], 0xFF, 0xFF, .. fd.SourceIp, .. port];
    }

    static byte[] Tuple(FdInfo fd)
    {
        if (fd.Type == FdType.Unix)
        {
            var space = fd.Name.AsSpan().IndexOf((byte)' ');
            return [(byte)UnixFamily, .. Bytes(fd.UnixSource), .. Bytes(fd.UnixDestination), .. space < 0 ? [] : fd.Name[(space + 1)..], 0];
        }
        return
        [
            (byte)(fd.IsIPv4 ? InternetFamily : Internet6Family), .. fd.SourceIp, .. BitConverter.GetBytes(fd.SourcePort),
            .. fd.DestinationIp, .. BitConverter.GetBytes(fd.DestinationPort),
        ];
    }
}
