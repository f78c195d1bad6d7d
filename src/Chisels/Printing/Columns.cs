using CSysdig.Model.Text;

namespace CSysdig.Chisels.Printing;

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

    /// <summary>The same for a name, which is filled up by characters and not cut: two long ones must not become one.</summary>
    public static void PadFrom(Utf8Writer to, int start, int width, ChiselSetup setup)
    {
        if (setup.Form == TextForm.AsTool)
            PadFrom(to, start, width);
        else
            to.Fill((byte)' ', Math.Max(1, width - ReportText.Columns(to, start)));
    }

    /// <summary>A text of the capture.</summary>
    public static void WriteCaptured(Utf8Writer to, ReadOnlySpan<byte> text, int width, ChiselSetup setup)
    {
        var start = to.Length;
        WriteCaptured(to, text, setup);
        PadFrom(to, start, width, setup);
    }

    /// <summary>A text of the capture in the last column.</summary>
    /// <param name="strips">A name of which 0.29.3 leaves out what is not printable ASCII.</param>
    public static void WriteCaptured(Utf8Writer to, ReadOnlySpan<byte> text, ChiselSetup setup, bool strips = false)
    {
        var start = to.Length;
        if (setup.Form != TextForm.AsTool)
            SafeText.Write(to, text, setup.Terminal);
        else if (strips)
            CleanText.WriteStripped(to, text);
        else
            to.Write(text);
        if (setup.Terminal && setup.Form == TextForm.AsTool)
            SafeText.EscapeFrom(to, start);
    }

    public static void WriteNumber(Utf8Writer to, long number, int width)
    {
        var start = to.Length;
        to.Write(number);
        PadFrom(to, start, width);
    }
}
