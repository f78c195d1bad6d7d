using CSysdig.Model.Text;

namespace CSysdig.Chisels.Printing;

/// <summary>Texts laid out to a width in bytes, as C's printf does.</summary>
static class PrintfColumns
{
    /// <summary>What was written from <paramref name="start"/> on is cut and filled up with blanks: <c>%-20.20s</c>.</summary>
    public static void Fit(Utf8Writer to, int start, int width)
    {
        to.Truncate(start + width);
        Fill(to, start, width);
    }

    /// <summary>The same, and never cut: <c>%-20s</c>.</summary>
    public static void Fill(Utf8Writer to, int start, int width) => to.Fill((byte)' ', width - (to.Length - start));

    /// <summary>A whole number at the right of its column: <c>%12d</c>.</summary>
    public static void Right(Utf8Writer to, long number, int width)
    {
        Span<byte> digits = stackalloc byte[20];
        System.Buffers.Text.Utf8Formatter.TryFormat(number, digits, out var length);
        to.Fill((byte)' ', width - length);
        to.Write(digits[..length]);
    }

    /// <summary>A title and a blank after it.</summary>
    public static void Title(Utf8Writer to, ReadOnlySpan<byte> title, int width)
    {
        var start = to.Length;
        to.Write(title);
        Fit(to, start, width);
        to.Write(' ');
    }

    /// <summary>A rule of dashes and a blank after it.</summary>
    public static void Rule(Utf8Writer to, int width)
    {
        to.Fill((byte)'-', width);
        to.Write(' ');
    }
}
