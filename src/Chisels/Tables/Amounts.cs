using System.Globalization;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Tables;

/// <summary>Values of a table as sysdig's chisels print them.</summary>
static class Amounts
{
    static readonly (double Size, string Name)[] s_sizes =
        [(1L << 50, "P"), (1L << 40, "T"), (1L << 30, "G"), (1L << 20, "M"), (1L << 10, "KB")];

    /// <summary>Whole numbers up to here can be multiplied by 200 in 64 bits.</summary>
    const double MostExact = 1e16;

    const double Second = 1e9, Millisecond = 1e6, Microsecond = 1e3;

    /// <summary>1230 becomes 1.20KB; base 1024, two decimals.</summary>
    public static void WriteBytes(Utf8Writer to, double bytes)
    {
        foreach (var (size, name) in s_sizes)
            if (bytes > size)
            {
                WriteHundredths(to, bytes, size);
                to.Write(name);
                return;
            }
        to.Write((long)bytes);
        to.Write('B');
    }

    // Halves go up, as in the originals.
    static void WriteHundredths(Utf8Writer to, double bytes, double size)
    {
        if (bytes < MostExact && bytes == Math.Truncate(bytes))
        {
            var hundredths = ((ulong)bytes * 200 + (ulong)size) / ((ulong)size * 2);
            to.Write(hundredths / 100);
            to.Write('.');
            to.WritePadded(hundredths % 100, 2);
            return;
        }
        decimal.Round((decimal)bytes / (decimal)size, 2, MidpointRounding.AwayFromZero)
            .TryFormat(to.Reserve(64), out var written, "F2", CultureInfo.InvariantCulture);
        to.Advance(written);
    }

    /// <summary>Nanoseconds in the largest unit that leaves two or three digits before it.</summary>
    public static void WriteTime(Utf8Writer to, double nanoseconds)
    {
        if (nanoseconds >= Second)
            WriteParts(to, nanoseconds, Second, "s"u8);
        else if (nanoseconds >= Second / 100)
            WriteWhole(to, nanoseconds / Millisecond, "ms"u8);
        else if (nanoseconds >= Millisecond)
            WriteParts(to, nanoseconds, Millisecond, "ms"u8);
        else if (nanoseconds >= Millisecond / 100)
            WriteWhole(to, nanoseconds / Microsecond, "us"u8);
        else if (nanoseconds >= Microsecond)
            WriteParts(to, nanoseconds, Microsecond, "us"u8);
        else
            WriteWhole(to, nanoseconds, "ns"u8);
    }

    /// <summary>A share with two decimals: 0.34%.</summary>
    public static void WriteShare(Utf8Writer to, double part, double whole)
    {
        to.Write((whole > 0 ? part / whole * 100 : 0).ToString("F2", CultureInfo.InvariantCulture));
        to.Write('%');
    }

    static void WriteParts(Utf8Writer to, double value, double unit, ReadOnlySpan<byte> name)
    {
        to.Write((ulong)(value / unit));
        to.Write('.');
        to.WritePadded((ulong)(value % unit / (unit / 100)), 2);
        to.Write(name);
    }

    static void WriteWhole(Utf8Writer to, double value, ReadOnlySpan<byte> name)
    {
        to.Write((ulong)value);
        to.Write(name);
    }
}
