using System.Buffers.Binary;

namespace CSysdig.Model.Text;

/// <summary>Internet addresses as inet_ntop writes them.</summary>
public static class AddressText
{
    /// <summary>Four bytes in network order, dotted.</summary>
    public static void WriteIPv4(Utf8Writer to, ReadOnlySpan<byte> ip)
    {
        for (var i = 0; i < 4; i++)
        {
            if (i > 0)
                to.Write('.');
            to.Write((ulong)ip[i]);
        }
    }

    /// <summary>Sixteen bytes in network order: the longest run of zero groups becomes <c>::</c>, a mapped address ends dotted.</summary>
    public static void WriteIPv6(Utf8Writer to, ReadOnlySpan<byte> ip)
    {
        var (start, length) = LongestZeros(ip);
        for (var i = 0; i < 8; i++)
        {
            if (i >= start && i < start + length)
            {
                if (i == start)
                    to.Write(':');
                continue;
            }
            if (i > 0)
                to.Write(':');
            if (i == 6 && start == 0 && IsDotted(ip, length))
            {
                WriteIPv4(to, ip[12..]);
                return;
            }
            to.WriteHex(Group(ip, i));
        }
        if (length > 0 && start + length == 8)
            to.Write(':');
    }

    /// <summary>4 or 16 bytes by their count.</summary>
    public static void Write(Utf8Writer to, ReadOnlySpan<byte> ip)
    {
        if (ip.Length == 4)
            WriteIPv4(to, ip);
        else if (ip.Length == 16)
            WriteIPv6(to, ip);
    }

    /// <summary>The address of the machine itself: 127.0.0.0/8, ::1, or the first mapped into IPv6.</summary>
    public static bool IsLoopback(ReadOnlySpan<byte> ip) => ip.Length switch
    {
        4 => ip[0] == 127,
        16 => IsMappedIPv4(ip) ? ip[12] == 127 : ip[..15].IndexOfAnyExcept((byte)0) < 0 && ip[15] == 1,
        _ => false,
    };

    /// <summary>An address of a network of one's own: those of RFC 1918, link-local ones, fc00::/7.</summary>
    public static bool IsPrivate(ReadOnlySpan<byte> ip) => ip.Length switch
    {
        4 => ip[0] == 10 || ip[0] == 172 && (ip[1] & 0xf0) == 16 || ip[0] == 192 && ip[1] == 168 || ip[0] == 169 && ip[1] == 254 || IsLoopback(ip),
        16 => IsMappedIPv4(ip) ? IsPrivate(ip[12..]) : (ip[0] & 0xfe) == 0xfc || ip[0] == 0xfe && (ip[1] & 0xc0) == 0x80 || IsLoopback(ip),
        _ => false,
    };

    /// <summary>An IPv6 address that stands for an IPv4 one: <c>::ffff:a.b.c.d</c>, or all zeros.</summary>
    public static bool IsMappedIPv4(ReadOnlySpan<byte> ip) =>
        ip[..10].IndexOfAnyExcept((byte)0) < 0 && (ip[10] == 0xff && ip[11] == 0xff || ip[10..16].IndexOfAnyExcept((byte)0) < 0);

    /// <summary>A port, by its name where names are asked for and it has one.</summary>
    public static void WritePort(Utf8Writer to, ushort port, byte l4Proto, bool names)
    {
        var name = names ? PortNames.Name(port, l4Proto) : default;
        if (name.IsEmpty)
            to.Write((ulong)port);
        else
            to.Write(name);
    }

    static bool IsDotted(ReadOnlySpan<byte> ip, int zeros) =>
        zeros == 6 || zeros == 7 && Group(ip, 7) != 1 || zeros == 5 && Group(ip, 5) == 0xffff;

    static ushort Group(ReadOnlySpan<byte> ip, int index) => BinaryPrimitives.ReadUInt16BigEndian(ip[(index * 2)..]);

    static (int Start, int Length) LongestZeros(ReadOnlySpan<byte> ip)
    {
        int best = 0, bestAt = -1;
        for (var i = 0; i < 8; i++)
        {
            var from = i;
            while (i < 8 && Group(ip, i) == 0)
                i++;
            if (i - from > best)
                (best, bestAt) = (i - from, from);
        }
        return best < 2 ? (-1, 0) : (bestAt, best);
    }
}
