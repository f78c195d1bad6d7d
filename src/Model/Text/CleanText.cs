namespace CSysdig.Model.Text;

/// <summary>Text of a capture as the tools of its age clean it: what is not theirs is lost. <see cref="SafeText"/> keeps it.</summary>
public static class CleanText
{
    static readonly System.Buffers.SearchValues<byte> s_printable = System.Buffers.SearchValues.Create(Printable());

    /// <summary>Where the first byte that is no printable ASCII stands, or -1.</summary>
    public static int IndexOfUnprintable(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(s_printable);

    /// <summary>Leaves out all that is not printable ASCII (sysdig 0.29.3).</summary>
    public static void WriteStripped(Utf8Writer to, ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var at = IndexOfUnprintable(text);
            to.Write(at < 0 ? text : text[..at]);
            if (at < 0)
                return;
            text = text[(at + 1)..];
        }
    }

    /// <summary>Puts U+FFFD for what is not printable UTF-8 (libs 0.25.4).</summary>
    public static void WriteReplaced(Utf8Writer to, ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var at = IndexOfUnprintable(text);
            to.Write(at < 0 ? text : text[..at]);
            if (at < 0)
                return;
            text = text[at..];
            var length = SequenceLength(text);
            to.Write(length > 0 ? text[..length] : "\uFFFD"u8);
            text = text[Math.Abs(length)..];
        }
    }

    /// <summary>The same for what a writer holds from <paramref name="start"/> on.</summary>
    public static void ReplaceFrom(Utf8Writer to, int start)
    {
        var text = to.Written[start..];
        var at = IndexOfUnprintable(text);
        if (at < 0)
            return;
        var tail = text[at..].ToArray();
        to.Truncate(start + at);
        WriteReplaced(to, tail);
    }

    /// <summary>
    /// The length of the printable UTF-8 sequence at the start of <paramref name="text"/>; negative the number of bytes that
    /// make up what is none: controls, C1, non-characters, overlong forms, surrogates, and broken ones (Unicode 3.9, maximal subparts).
    /// </summary>
    public static int SequenceLength(ReadOnlySpan<byte> text)
    {
        var first = text[0];
        if (first < 0x80)
            return first is >= 0x20 and not 0x7f ? 1 : -1;
        if (first is < 0xc2 or > 0xf4)
            return -1;
        var need = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
        var rune = (uint)first & (0x3fu >> need);
        for (var i = 1; i <= need; i++)
        {
            if (i >= text.Length || (text[i] & 0xc0) != 0x80 || i == 1 && !FitsLead(first, text[1]))
                return -i;
            rune = rune << 6 | (uint)text[i] & 0x3f;
        }
        var shown = rune > 0x9f && rune is < 0xfdd0 or > 0xfdef && (rune & 0xfffe) != 0xfffe;
        return shown ? need + 1 : -(need + 1);
    }

    static bool FitsLead(byte lead, byte second) => lead switch
    {
        0xe0 => second >= 0xa0,
        0xed => second <= 0x9f,
        0xf0 => second >= 0x90,
        0xf4 => second <= 0x8f,
        _ => true,
    };

    static byte[] Printable()
    {
        var bytes = new byte[0x7f - 0x20];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(0x20 + i);
        return bytes;
    }
}
