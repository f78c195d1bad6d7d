using System.Buffers;
using System.Globalization;
using System.Text;

namespace CSysdig.Model.Text;

/// <summary>
/// How bytes that were chosen on the captured machine are shown: as UTF-8 where they are that, each other byte as <c>\xNN</c>, so that no
/// two texts look the same. On a terminal whatever could move the cursor, hide, reorder or join is escaped as well.
/// </summary>
public static class SafeText
{
    static readonly string[] s_ascii = [.. Enumerable.Range(0, 128).Select(value => ((char)value).ToString())];
    static readonly SearchValues<byte> s_plain = SearchValues.Create([.. Enumerable.Range(0x20, 0x5f).Where(b => b != '\\').Select(b => (byte)b)]);

    /// <summary>Writes a text with its escapes.</summary>
    /// <param name="terminal">For a terminal; elsewhere any UTF-8 but control characters stays as it is.</param>
    /// <param name="keepLines">Line ends and tabs stay: those of a buffer, or where the program itself has written them.</param>
    public static void Write(Utf8Writer to, ReadOnlySpan<byte> text, bool terminal = false, bool keepLines = false)
    {
        while (true)
        {
            var at = text.IndexOfAnyExcept(s_plain);
            to.Write(at < 0 ? text : text[..at]);
            if (at < 0)
                return;
            text = text[at..];
            var length = Length(text, terminal);
            if (length > 0 || keepLines && text[0] is (byte)'\n' or (byte)'\t' && keepLines)
                to.Write(text[..Math.Abs(length)]);
            else
                foreach (var b in text[..-length])
                    WriteEscape(to, b);
            text = text[Math.Abs(length)..];
        }
    }

    /// <summary>The same for what a writer holds from <paramref name="start"/> on.</summary>
    public static void EscapeFrom(Utf8Writer to, int start, bool terminal = true, bool keepLines = false)
    {
        var at = to.Written[start..].IndexOfAnyExcept(s_plain);
        if (at < 0)
            return;
        var length = to.Length - start - at;
        var tail = ArrayPool<byte>.Shared.Rent(length);
        to.Written[(start + at)..].CopyTo(tail);
        to.Truncate(start + at);
        Write(to, tail.AsSpan(0, length), terminal, keepLines);
        ArrayPool<byte>.Shared.Return(tail);
    }

    /// <summary>A whole text as a terminal may show it.</summary>
    public static string ToString(ReadOnlySpan<byte> utf8)
    {
        var to = new Utf8Writer(utf8.Length + 16);
        Write(to, utf8, terminal: true);
        return to.ToString();
    }

    /// <summary>
    /// A text of the program's own or of its user as a terminal may show it: one that holds shown texts, or escapes that the user typed.
    /// Backslashes stay what they are.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(IsPlain(rune) ? rune.ToString() : Escape(Encoding.UTF8.GetBytes(rune.ToString())));
        return clean.ToString();
    }

    /// <summary>Takes the next character of a text that goes to a terminal.</summary>
    /// <param name="utf8">The rest of the text; not empty.</param>
    /// <param name="consumed">How many bytes were taken; at least one.</param>
    /// <param name="escaped">The answer stands for a character that is not shown itself.</param>
    /// <returns>One printable code point, or an escape of several ASCII characters.</returns>
    public static string Next(ReadOnlySpan<byte> utf8, out int consumed, out bool escaped)
    {
        var length = Length(utf8, terminal: true);
        consumed = Math.Abs(length);
        escaped = length < 0;
        if (length == 1)
            return s_ascii[utf8[0]];
        return escaped ? Escape(utf8[..consumed]) : Encoding.UTF8.GetString(utf8[..consumed]);
    }

    /// <summary>The code point stands for itself on a terminal: visible, one or two cells wide, and never joined to its neighbours.</summary>
    public static bool IsPlain(Rune rune)
    {
        if (rune.IsAscii)
            return rune.Value is >= 0x20 and < 0x7f;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark => false,
            _ => !JoinsOrHides(rune.Value),
        };
    }

    /// <summary>How many bytes the character at the start of a text takes; negative where they are to be escaped.</summary>
    static int Length(ReadOnlySpan<byte> text, bool terminal)
    {
        var first = text[0];
        if (first < 0x80)
            return first is < 0x20 or 0x7f || first == '\\' && LooksEscaped(text) ? -1 : 1;
        if (Rune.DecodeFromUtf8(text, out var rune, out var length) != OperationStatus.Done)
            return -1;
        return Rune.IsControl(rune) || terminal && !IsPlain(rune) ? -length : length;
    }

    /// <summary>A backslash stays one unless it would read as an escape.</summary>
    static bool LooksEscaped(ReadOnlySpan<byte> text) =>
        text.Length >= 4 && IsEscape([(char)text[0], (char)text[1], (char)text[2], (char)text[3]]);

    /// <summary>A shown text goes on with an escape: that of a byte that is not shown itself.</summary>
    public static bool IsEscape(ReadOnlySpan<char> shown)
    {
        if (shown is not ['\\', 'x', var high, var low, ..] || !char.IsAsciiHexDigit(high) || !char.IsAsciiHexDigit(low))
            return false;
        return Convert.FromHexString([high, low])[0] is < 0x20 or >= 0x7f or (byte)'\\';
    }

    // Conjoining jamo, regional indicators and skin tones melt into the character before them; fillers are letters without ink.
    static bool JoinsOrHides(int value) => value
        is (>= 0x1100 and <= 0x11ff) or (>= 0xa960 and <= 0xa97f) or (>= 0xd7b0 and <= 0xd7ff)
        or (>= 0x1f1e6 and <= 0x1f1ff) or (>= 0x1f3fb and <= 0x1f3ff)
        or 0x2800 or 0x3164 or 0xffa0
        // Of which the terminal's toolkit says that it takes no cell.
        or 0x1200;

    /// <summary>Bytes as escapes.</summary>
    public static string Escape(ReadOnlySpan<byte> bytes) => string.Concat(bytes.ToArray().Select(b => $"\\x{b:x2}"));

    static void WriteEscape(Utf8Writer to, byte value)
    {
        to.Write("\\x"u8);
        to.Write("0123456789abcdef"u8[value >> 4]);
        to.Write("0123456789abcdef"u8[value & 15]);
    }
}
