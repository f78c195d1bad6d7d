using CSysdig.Model.Text;

namespace CSysdig.Chisels;

/// <summary>Texts in columns of fixed width, as the original chisels print them: by bytes.</summary>
static class Columns
{
    /// <summary>A text filled up with blanks, or cut so that one blank fits behind it.</summary>
    public static void Write(Utf8Writer to, ReadOnlySpan<byte> text, int width)
    {
        var shown = text.Length < width ? text : text[..(width - 1)];
        to.Write(shown);
        to.Fill((byte)' ', width - shown.Length);
    }

    /// <summary>The same for what a writer holds from <paramref name="start"/> on.</summary>
    public static void PadFrom(Utf8Writer to, int start, int width)
    {
        to.Truncate(start + width - 1);
        to.Fill((byte)' ', width - (to.Length - start));
    }

    /// <summary>A text of the capture: on a terminal its control characters are escaped.</summary>
    public static void WriteCaptured(Utf8Writer to, ReadOnlySpan<byte> text, int width, bool terminal)
    {
        var start = to.Length;
        WriteCaptured(to, text, terminal);
        PadFrom(to, start, width);
    }

    /// <summary>A text of the capture in the last column.</summary>
    public static void WriteCaptured(Utf8Writer to, ReadOnlySpan<byte> text, bool terminal)
    {
        var start = to.Length;
        to.Write(text);
        if (terminal)
            CleanText.EscapeFrom(to, start);
    }

    public static void WriteNumber(Utf8Writer to, long number, int width)
    {
        var start = to.Length;
        to.Write(number);
        PadFrom(to, start, width);
    }
}
