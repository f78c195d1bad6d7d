using System.Buffers.Binary;
using System.Buffers.Text;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Parsing;

/// <summary>Writes socket addresses as fd.name shows them.</summary>
static class SocketNames
{
    const int MaxName = 128;

    static readonly byte[] s_unknown = "<unknown>"u8.ToArray();

    /// <summary>"ip:port->ip:port" of an fd from the process list.</summary>
    public static byte[] Tuple(FdInfo fd)
    {
        Span<byte> text = stackalloc byte[MaxName];
        var length = WriteTuple(text, fd.SourceIp, fd.SourcePort, fd.DestinationIp, fd.DestinationPort);
        return text[..length].ToArray();
    }

    /// <summary>"ip:port".</summary>
    public static byte[] Address(ReadOnlySpan<byte> ip, ushort port)
    {
        Span<byte> text = stackalloc byte[MaxName];
        return text[..WriteAddress(text, ip, port)].ToArray();
    }

    /// <summary>
    /// The name of a socket after its tuple has changed (sinsp_utils::sockinfo_to_str): without ports for ICMP and raw sockets,
    /// "&lt;unknown&gt;" where the protocol isn't known.
    /// </summary>
    public static byte[] OfTuple(FdInfo fd, byte[] current)
    {
        Span<byte> text = stackalloc byte[MaxName];
        ReadOnlySpan<byte> s = fd.Socket;
        int length;
        if (fd.Type == FdType.IPv4)
        {
            var source = s.Slice(SocketBytes.V4.Source, 4);
            var destination = s.Slice(SocketBytes.V4.Destination, 4);
            switch (s[SocketBytes.V4.Protocol])
            {
                case L4.Tcp or L4.Udp:
                    length = WriteTuple(text, source, fd.Socket.Port(SocketBytes.V4.SourcePort), destination, fd.Socket.Port(SocketBytes.V4.DestinationPort));
                    break;
                case L4.Icmp or L4.Raw:
                    length = WritePair(text, source, destination);
                    break;
                default:
                    return s_unknown;
            }
        }
        else if (fd.Type == FdType.IPv6)
        {
            var source = s.Slice(SocketBytes.V6.Source, 16);
            var destination = s.Slice(SocketBytes.V6.Destination, 16);
            var mapped = IsMapped(source) && IsMapped(destination);
            switch (s[SocketBytes.V6.Protocol])
            {
                case L4.Tcp or L4.Udp when mapped:
                    // libs takes the ports from where an IPv4 tuple has them, and so from the middle of the IPv6 source.
                    length = WriteTuple(text, source[12..], fd.Socket.Port(SocketBytes.V4.SourcePort), destination[12..], fd.Socket.Port(SocketBytes.V4.DestinationPort));
                    break;
                case L4.Tcp or L4.Udp:
                    length = WriteTuple(text, source, fd.Socket.Port(SocketBytes.V6.SourcePort), destination, fd.Socket.Port(SocketBytes.V6.DestinationPort));
                    break;
                case L4.Icmp:
                    length = mapped ? WritePair(text, source[12..], destination[12..]) : WritePair(text, source, destination);
                    break;
                default:
                    return s_unknown;
            }
        }
        else
            return current;
        var name = text[..length];
        return name.SequenceEqual(current) ? current : name.ToArray();
    }

    /// <summary>An IPv4 address in IPv6 clothes; the address of all zeros counts as one too.</summary>
    public static bool IsMapped(ReadOnlySpan<byte> ip) =>
        !ip[..10].ContainsAnyExcept((byte)0) && (ip[10] == 0xFF && ip[11] == 0xFF || !ip[10..16].ContainsAnyExcept((byte)0));

    /// <summary>A parameter of type sockaddr as libs prints it.</summary>
    public static byte[] OfSockAddr(ReadOnlySpan<byte> p)
    {
        if (p.IsEmpty)
            return "NULL"u8.ToArray();
        switch (p[0])
        {
            case Family.Unix:
                return Printable(p[1..]);
            case Family.IPv4:
                return p.Length == 7 ? Address(p.Slice(1, 4), Port(p, 5)) : "INVALID IPv4"u8.ToArray();
            case Family.IPv6:
                return p.Length == 19 ? Address(p.Slice(1, 16), Port(p, 17)) : "INVALID IPv6"u8.ToArray();
            default:
                return FamilyName(p[0]);
        }
    }

    /// <summary>A parameter of type socktuple as libs prints it.</summary>
    public static byte[] OfSockTuple(ReadOnlySpan<byte> p)
    {
        if (p.IsEmpty)
            return "NULL"u8.ToArray();
        Span<byte> text = stackalloc byte[MaxName];
        switch (p[0])
        {
            case Family.IPv4:
                if (p.Length != 13)
                    return "INVALID IPv4"u8.ToArray();
                return text[..WriteTuple(text, p.Slice(1, 4), Port(p, 5), p.Slice(7, 4), Port(p, 11))].ToArray();
            case Family.IPv6:
                if (p.Length != 37)
                    return "INVALID IPv6"u8.ToArray();
                var source = p.Slice(1, 16);
                var destination = p.Slice(19, 16);
                if (IsMapped(source) && IsMapped(destination))
                {
                    source = source[12..];
                    destination = destination[12..];
                }
                return text[..WriteTuple(text, source, Port(p, 17), destination, Port(p, 35))].ToArray();
            case Family.Unix:
                if (p.Length < 17)
                    return [];
                var at = WriteHex(text, BinaryPrimitives.ReadUInt64LittleEndian(p[1..]));
                at += Write(text[at..], "->"u8);
                at += WriteHex(text[at..], BinaryPrimitives.ReadUInt64LittleEndian(p[9..]));
                text[at++] = (byte)' ';
                return [.. text[..at], .. Printable(p[17..])];
            default:
                return FamilyName(p[0]);
        }
    }

    static ushort Port(ReadOnlySpan<byte> p, int at) => BinaryPrimitives.ReadUInt16LittleEndian(p[at..]);

    /// <summary>The text up to its NUL without what can't be printed.</summary>
    static byte[] Printable(ReadOnlySpan<byte> p)
    {
        var nul = p.IndexOf((byte)0);
        if (nul >= 0)
            p = p[..nul];
        if (!p.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
            return p.ToArray();
        var kept = new List<byte>(p.Length);
        foreach (var c in p)
            if (c is >= 0x20 and < 0x7F)
                kept.Add(c);
        return [.. kept];
    }

    static byte[] FamilyName(byte family)
    {
        Span<byte> text = stackalloc byte[16];
        var at = Write(text, "family "u8);
        Utf8Formatter.TryFormat((int)(sbyte)family, text[at..], out var written);
        return text[..(at + written)].ToArray();
    }

    static int WriteTuple(Span<byte> to, ReadOnlySpan<byte> source, ushort sourcePort, ReadOnlySpan<byte> destination, ushort destinationPort)
    {
        var at = WriteAddress(to, source, sourcePort);
        at += Write(to[at..], "->"u8);
        return at + WriteAddress(to[at..], destination, destinationPort);
    }

    static int WritePair(Span<byte> to, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination)
    {
        var at = IpText.Write(to, source);
        at += Write(to[at..], "->"u8);
        return at + IpText.Write(to[at..], destination);
    }

    static int WriteAddress(Span<byte> to, ReadOnlySpan<byte> ip, ushort port)
    {
        var at = IpText.Write(to, ip);
        to[at++] = (byte)':';
        Utf8Formatter.TryFormat(port, to[at..], out var written);
        return at + written;
    }

    static int WriteHex(Span<byte> to, ulong value)
    {
        Utf8Formatter.TryFormat(value, to, out var written, new System.Buffers.StandardFormat('x'));
        return written;
    }

    static int Write(Span<byte> to, ReadOnlySpan<byte> text)
    {
        text.CopyTo(to);
        return text.Length;
    }
}

/// <summary>Address families as captures number them.</summary>
static class Family
{
    public const byte Unix = 1, IPv4 = 2, IPv6 = 10, Netlink = 16, Packet = 17;
}

/// <summary>Layer 4 protocols as captures number them (SCAP_L4_*).</summary>
static class L4
{
    public const byte Unknown = 0, Tcp = 2, Udp = 3, Icmp = 4, Raw = 5;
}
