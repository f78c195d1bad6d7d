using System.Buffers.Binary;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Parsing;
using CSysdig.Model.State;

namespace CSysdig.Model.Slices;

/// <summary>
/// Sockets whose state no entry of a table can express: without an address, or with a role that readers don't see in the
/// tables. They are brought about by hidden calls of socket(), connect() and accept() behind the tables.
/// </summary>
sealed class SliceSockets(ScapWriterEvents events, ulong timestamp, bool exitOnly)
{
    const uint InternetFamily = 2, Internet6Family = 10;
    const uint StreamSocket = 1, DatagramSocket = 2, RawSocket = 3, IcmpProtocol = 1;

    /// <summary>Neither bound nor connected; a table would give it the address of zeros.</summary>
    public static bool IsUnconnected(FdInfo fd) =>
        fd.Type is FdType.IPv4 or FdType.IPv6 && fd.Name.Length == 0
        && !fd.SourceIp.AsSpan().ContainsAnyExcept((byte)0) && !fd.DestinationIp.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>Opens a socket that is in no table.</summary>
    public void Open(long tid, long number, FdInfo fd)
    {
        var (type, protocol) = fd.L4Proto switch
        {
            L4.Udp => (DatagramSocket, 0u),
            L4.Icmp => (DatagramSocket, IcmpProtocol),
            L4.Raw => (RawSocket, 0u),
            _ => (StreamSocket, 0u),
        };
        byte[] domain = Bytes(fd.IsIPv4 && !IsBoundAsIPv6(fd) ? InternetFamily : Internet6Family);
        if (exitOnly)
            events.Made(EventCode.SocketSocketX, timestamp, tid, Bytes(number), domain, Bytes(type), Bytes(protocol), Bytes(0u));
        else
        {
            events.Made(EventCode.SocketSocketE, timestamp, tid, domain, Bytes(type), Bytes(protocol));
            events.Made(EventCode.SocketSocketX, timestamp, tid, Bytes(number));
        }
        if (IsBound(fd))
            Bind(tid, number, fd);
        else if (fd.Name.Length > 0)
            Connect(tid, number, fd);
    }

    /// <summary>Connects a socket: a server's by accept() where it is a TCP one, all others by connect().</summary>
    public void Connect(long tid, long number, FdInfo fd)
    {
        var tuple = Tuple(fd);
        if (fd.IsServer && fd.L4Proto == L4.Tcp)
        {
            if (!exitOnly)
                events.Made(EventCode.SocketAccept_5E, timestamp, tid);
            events.Made(EventCode.SocketAccept_5X, timestamp, tid, Bytes(number), tuple, [0], Bytes(0u), Bytes(0u));
        }
        else if (exitOnly)
            events.Made(EventCode.SocketConnectX, timestamp, tid, Bytes(0L), tuple, Bytes(number), []);
        else
        {
            events.Made(EventCode.SocketConnectE, timestamp, tid, Bytes(number), []);
            events.Made(EventCode.SocketConnectX, timestamp, tid, Bytes(0L), tuple);
        }
    }

    /// <summary>
    /// A socket that was bound in the capture: when it is connected or receives a datagram, a reader takes its protocol from where
    /// socket() put it, which a table does not fill in.
    /// </summary>
    public static bool IsBound(FdInfo fd) => fd.Type is FdType.IPv4Server or FdType.IPv6Server && (fd.Flags & FdFlags.FromProc) == 0;

    /// <summary>A socket bound to an IPv4 address that was given as one of IPv6, and is named so.</summary>
    static bool IsBoundAsIPv6(FdInfo fd) => fd.Type == FdType.IPv4Server && fd.Name.AsSpan().StartsWith("::"u8);

    void Bind(long tid, long number, FdInfo fd)
    {
        byte[] port = BitConverter.GetBytes(fd.SourcePort);
        byte[] address = !IsBoundAsIPv6(fd) ? [(byte)(fd.IsIPv4 ? InternetFamily : Internet6Family), .. fd.SourceIp, .. port]
            : fd.Name.AsSpan().StartsWith(":::"u8) ? [(byte)Internet6Family, .. new byte[16], .. port]
            : [(byte)Internet6Family, .. new byte[10], 0xFF, 0xFF, .. fd.SourceIp, .. port];
        if (exitOnly)
            events.Made(EventCode.SocketBindX, timestamp, tid, Bytes(0L), address, Bytes(number));
        else
        {
            events.Made(EventCode.SocketBindE, timestamp, tid, Bytes(number));
            events.Made(EventCode.SocketBindX, timestamp, tid, Bytes(0L), address);
        }
    }

    static byte[] Tuple(FdInfo fd) =>
    [
        (byte)(fd.IsIPv4 ? InternetFamily : Internet6Family), .. fd.SourceIp, .. BitConverter.GetBytes(fd.SourcePort),
        .. fd.DestinationIp, .. BitConverter.GetBytes(fd.DestinationPort),
    ];

    static byte[] Bytes(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    static byte[] Bytes(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
