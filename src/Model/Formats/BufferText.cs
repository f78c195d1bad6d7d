using System.Buffers.Text;
using CSysdig.Model.Text;

namespace CSysdig.Model.Formats;

/// <summary>Bytes of a buffer as text, in sysdig's five ways.</summary>
public static class BufferText
{
    const int RowBytes = 16;

    public static void Write(Utf8Writer to, ReadOnlySpan<byte> bytes, BufferStyle style)
    {
        if (bytes.IsEmpty)
            return;
        switch (style)
        {
            case BufferStyle.Ascii:
                WriteAscii(to, bytes);
                break;
            case BufferStyle.Hex:
                WriteHex(to, bytes, withText: false);
                break;
            case BufferStyle.HexAscii:
                WriteHex(to, bytes, withText: true);
                break;
            case BufferStyle.Base64:
                Base64.EncodeToUtf8(bytes, to.Reserve(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
                to.Advance(written);
                break;
            default:
                WriteDots(to, bytes);
                break;
        }
    }

    /// <summary>A dot for every byte that is no printable ASCII.</summary>
    public static void WriteDots(Utf8Writer to, ReadOnlySpan<byte> bytes)
    {
        var start = to.Length;
        to.Write(bytes);
        var text = to.WrittenFrom(start);
        for (var at = CleanText.IndexOfUnprintable(text); at >= 0; at = CleanText.IndexOfUnprintable(text))
        {
            text[at] = (byte)'.';
            text = text[(at + 1)..];
        }
    }

    /// <summary>A line end, then printable ASCII and line ends; a carriage return counts as one, with or without its line feed.</summary>
    static void WriteAscii(Utf8Writer to, ReadOnlySpan<byte> bytes)
    {
        to.Write('\n');
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (b is >= 0x20 and < 0x7f)
                to.Write(b);
            else if (b == '\r' || b == '\n' && i > 0 && bytes[i - 1] != '\r')
                to.Write('\n');
        }
    }

    static void WriteHex(Utf8Writer to, ReadOnlySpan<byte> bytes, bool withText)
    {
        for (var at = 0; at < bytes.Length; at += RowBytes)
        {
            var row = bytes.Slice(at, Math.Min(RowBytes, bytes.Length - at));
            to.Write("\n\t0x"u8);
            WriteOffset(to, (uint)at);
            to.Write(':');
            for (var i = 0; i < row.Length; i++)
            {
                if ((i & 1) == 0)
                    to.Write(' ');
                to.Write(Digit(row[i] >> 4));
                to.Write(Digit(row[i] & 15));
            }
            if (!withText)
                continue;
            // An odd last byte takes less room than a pair, and the text moves left with it.
            to.Fill((byte)' ', (RowBytes / 2 - (row.Length + 1) / 2) * 5 + 2);
            WriteDots(to, row);
        }
        to.Write('\n');
    }

    static void WriteOffset(Utf8Writer to, uint offset)
    {
        for (var shift = offset > 0xffff ? (31 - System.Numerics.BitOperations.LeadingZeroCount(offset)) & ~3 : 12; shift >= 0; shift -= 4)
            to.Write(Digit((int)(offset >> shift) & 15));
    }

    static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}
