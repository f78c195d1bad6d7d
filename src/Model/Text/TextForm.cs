namespace CSysdig.Model.Text;

/// <summary>What becomes of a text of the captured machine on its way out.</summary>
public enum TextForm : byte
{
    /// <summary>Fit to be shown, and different where the texts are (<see cref="SafeText"/>).</summary>
    Escaped,
    /// <summary>Its bytes: what filters compare and queries group by, and who shows them escapes them.</summary>
    Bytes,
    /// <summary>As the tool of the capture's age prints it, which makes one of names that differ.</summary>
    AsTool,
}

/// <summary>Writes texts of the captured machine in the form that is wanted.</summary>
static class CapturedText
{
    /// <param name="strips">A name of which 0.29.3 leaves out what is not printable ASCII.</param>
    public static void Write(Utf8Writer to, ReadOnlySpan<byte> text, TextForm form, TextStyle style, bool exitOnly, bool strips)
    {
        if (form == TextForm.Bytes)
            to.Write(text);
        else if (form == TextForm.Escaped)
            SafeText.Write(to, text, style.Terminal);
        else
            WriteAsTool(to, text, style.Terminal, exitOnly, strips);
    }

    static void WriteAsTool(Utf8Writer to, ReadOnlySpan<byte> text, bool terminal, bool exitOnly, bool strips)
    {
        var start = to.Length;
        if (exitOnly)
            CleanText.WriteReplaced(to, text);
        else if (strips)
            CleanText.WriteStripped(to, text);
        else
            to.Write(text);
        if (terminal)
            SafeText.EscapeFrom(to, start);
    }
}
