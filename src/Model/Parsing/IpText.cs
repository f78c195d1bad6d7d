using System.Buffers.Text;

namespace CSysdig.Model.Parsing;

/// <summary>IP addresses as inet_ntop writes them.</summary>
public static class IpText
{
    /// <summary>Writes an address of 4 or 16 bytes; the span needs room for 45 bytes. Nothing is written for other lengths.</summary>
    public static int Write(Span<byte> to, ReadOnlySpan<byte> ip) => ip.Length switch
    {
        4 => WriteV4(to, ip),
        16 => WriteV6(to, ip),
        _ => 0,
    };

    static int WriteV4(Span<byte> to, ReadOnlySpan<byte> ip)
    {
        var at = 0;
        for (var i = 0; i < 4; i++)
        {
            if (i > 0)
                to[at++] = (byte)'.';
            Utf8Formatter.TryFormat(ip[i], to[at..], out var written);
            at += written;
        }
        return at;
    }

    static int WriteV6(Span<byte> to, ReadOnlySpan<byte> ip)
    {
        var (run, runLength) = LongestZeroRun(ip);
        var at = 0;
        for (var i = 0; i < 8; i++)
        {
            if (i >= run && i < run + runLength)
            {
                if (i == run)
                    to[at++] = (byte)':';
                continue;
            }
            if (i > 0)
                to[at++] = (byte)':';
            if (i == 6 && run == 0 && (runLength == 6 || runLength == 5 && Word(ip, 5) == 0xFFFF))
                return at + WriteV4(to[at..], ip[12..]);
            Utf8Formatter.TryFormat(Word(ip, i), to[at..], out var written, new System.Buffers.StandardFormat('x'));
            at += written;
        }
        if (runLength > 0 && run + runLength == 8)
            to[at++] = (byte)':';
        return at;
    }

    static (int Start, int Length) LongestZeroRun(ReadOnlySpan<byte> ip)
    {
        int best = -1, bestLength = 1, start = -1;
        for (var i = 0; i < 8; i++)
        {
            if (Word(ip, i) != 0)
            {
                start = -1;
                continue;
            }
            if (start < 0)
                start = i;
            if (i - start + 1 > bestLength)
                (best, bestLength) = (start, i - start + 1);
        }
        return best < 0 ? (-1, 0) : (best, bestLength);
    }

    static int Word(ReadOnlySpan<byte> ip, int index) => ip[index * 2] << 8 | ip[index * 2 + 1];
}
