using System.Buffers.Text;
using System.Numerics;

namespace CSysdig.Model.Text;

/// <summary>Bytes of a buffer as text, in sysdig's five ways.</summary>
public static class BufferText
{
    const byte FirstShown = 0x20, PastShown = 0x7f;
    const int RowBytes = 16;
    /// <summary>More than a row takes: 13 of offset, 40 of digits, 2 blanks, 16 of text.</summary>
    const int RowRoom = 80;

    public static void Write(Utf8Writer to, ReadOnlySpan<byte> bytes, BufferStyle style)
    {
        if (bytes.IsEmpty)
            return;
        switch (style)
        {
            case BufferStyle.Ascii:
                to.Write('\n');
                WriteAscii(to, bytes);
                break;
            case BufferStyle.AsciiInLine:
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
        var room = to.Reserve(bytes.Length);
        var at = 0;
        for (; at <= bytes.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            var some = new Vector<byte>(bytes[at..]);
            var isShown = Vector.LessThan(some - new Vector<byte>(FirstShown), new Vector<byte>(PastShown - FirstShown));
            Vector.ConditionalSelect(isShown, some, new Vector<byte>((byte)'.')).CopyTo(room[at..]);
        }
        for (; at < bytes.Length; at++)
            room[at] = bytes[at] is >= FirstShown and < PastShown ? bytes[at] : (byte)'.';
        to.Advance(bytes.Length);
    }

    /// <summary>Printable ASCII and line ends; a carriage return counts as one, with or without its line feed.</summary>
    static void WriteAscii(Utf8Writer to, ReadOnlySpan<byte> bytes)
    {
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
            var room = to.Reserve(RowRoom);
            var used = WriteOffset(room, (uint)at);
            for (var i = 0; i < row.Length; i++)
            {
                if ((i & 1) == 0)
                    room[used++] = (byte)' ';
                room[used++] = Digit(row[i] >> 4);
                room[used++] = Digit(row[i] & 15);
            }
            if (withText)
            {
                // An odd last byte takes less room than a pair, and the text moves left with it.
                var blanks = (RowBytes / 2 - (row.Length + 1) / 2) * 5 + 2;
                room.Slice(used, blanks).Fill((byte)' ');
                used += blanks;
                foreach (var b in row)
                    room[used++] = b is >= 0x20 and < 0x7f ? b : (byte)'.';
            }
            to.Advance(used);
        }
        to.Write('\n');
    }

    /// <summary>A line end, a tab, and the offset in four digits or more; returns how many bytes they take.</summary>
    static int WriteOffset(Span<byte> room, uint offset)
    {
        "\n\t0x"u8.CopyTo(room);
        var used = 4;
        for (var shift = offset > 0xffff ? (31 - BitOperations.LeadingZeroCount(offset)) & ~3 : 12; shift >= 0; shift -= 4)
            room[used++] = Digit((int)(offset >> shift) & 15);
        room[used++] = (byte)':';
        return used;
    }

    static byte Digit(int value) => "0123456789abcdef"u8[value];
}
