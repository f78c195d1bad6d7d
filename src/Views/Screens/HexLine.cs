using CSysdig.Views.Drawing;

namespace CSysdig.Views.Screens;

/// <summary>Bytes as a line of a hex dump: offset, hex digits, and the printable ones as text.</summary>
static class HexLine
{
    const string Digits = "0123456789abcdef";

    /// <summary>Lines that so many bytes take.</summary>
    public static int Count(int bytes, int width) => (bytes + PerLine(width) - 1) / PerLine(width);

    public static void Compose(ReadOnlySpan<byte> data, int line, int width, Line into, Style style)
    {
        var per = PerLine(width);
        var offset = line * per;
        if (offset >= data.Length)
            return;
        var bytes = data.Slice(offset, Math.Min(per, data.Length - offset));
        into.Unbox(1);
        into.Write($"{offset:x6}", Style.Dim);
        for (var i = 0; i < bytes.Length; i++)
        {
            into.Unbox(9 + i * 3 + i / 8);
            into.Write($"{Digits[bytes[i] >> 4]}{Digits[bytes[i] & 15]}", bytes[i] == 0 ? Style.Dim : style);
        }
        into.Unbox(10 + per * 3 + per / 8);
        foreach (var b in bytes)
            into.Write(b is >= 0x20 and < 0x7f ? ((char)b).ToString() : "·", b is >= 0x20 and < 0x7f ? style : Style.Dim);
    }

    // Offset, hex and text of n bytes take about 4n + 11 cells.
    static int PerLine(int width) => width >= 142 ? 32 : width >= 77 ? 16 : 8;
}
