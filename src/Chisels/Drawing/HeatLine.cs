using CSysdig.Model.Text;

namespace CSysdig.Chisels.Drawing;

/// <summary>
/// A line of a heat map: a cell a column of the terminal, from green (few) by yellow to red (thousands a second). Where no
/// colours are welcome, a denser character means more.
/// </summary>
sealed class HeatLine(int width, double linesPerSecond, bool colours)
{
    /// <summary>Each colour stands for this many times as much as the one before.</summary>
    const double Step = 1.6;
    const int None = -1;

    readonly long[] _counts = new long[width];

    /// <summary>Colours of the terminal's 256.</summary>
    static ReadOnlySpan<byte> Scale => [22, 28, 64, 34, 2, 76, 46, 118, 154, 191, 227, 226, 11, 220, 209, 208, 202, 197, 9, 1];

    /// <summary>Shades between a colour and the next; above three quarters the two change places.</summary>
    static readonly byte[][] s_shades = [[.. " "u8], [.. "░"u8], [.. "▒"u8], [.. "░"u8]];

    static ReadOnlySpan<byte> Ramp => ".:-=+*#%@"u8;

    /// <summary>Counts once; what lies beyond an edge counts there.</summary>
    public void Add(double column) => _counts[(int)Math.Clamp(column, 0, _counts.Length - 1)]++;

    /// <summary>Writes the line without its end, and begins the next one.</summary>
    public void Write(Utf8Writer to)
    {
        var (shown, behind) = (None, None);
        foreach (var count in _counts)
        {
            if (!colours)
                to.Write(count == 0 ? (byte)' ' : Ramp[(int)(Heat(count) * (Ramp.Length - 1) / Scale.Length)]);
            else if (count == 0)
            {
                SetColour(to, "48"u8, 0, ref behind);
                to.Write(' ');
            }
            else
                WriteCell(to, Heat(count), ref shown, ref behind);
        }
        if (colours)
            to.Write("\e[0m"u8);
        Array.Clear(_counts);
    }

    /// <summary>From 1 to the number of colours.</summary>
    double Heat(long count) => Math.Clamp(Math.Log(count * linesPerSecond + 1, Step), 1, Scale.Length);

    static void WriteCell(Utf8Writer to, double heat, ref int shown, ref int behind)
    {
        var (low, high) = ((int)Math.Floor(heat), (int)Math.Ceiling(heat));
        var between = heat - low;
        if (between > 0.75)
            (low, high) = (high, low);
        SetColour(to, "38"u8, Scale[low - 1], ref shown);
        SetColour(to, "48"u8, Scale[high - 1], ref behind);
        to.Write(s_shades[(int)(between * s_shades.Length)]);
    }

    static void SetColour(Utf8Writer to, ReadOnlySpan<byte> ground, int colour, ref int current)
    {
        if (current == colour)
            return;
        current = colour;
        to.Write("\e["u8);
        to.Write(ground);
        to.Write(";5;"u8);
        to.Write(colour);
        to.Write('m');
    }
}
