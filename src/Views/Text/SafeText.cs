using System.Buffers;
using System.Globalization;
using System.Text;
using Terminal.Gui.Text;

namespace CSysdig.Views.Text;

/// <summary>
/// What the capture's bytes may look like on a terminal. Names, paths and buffers are written by the attacker: one code point
/// is one cell or two, and whatever could move the cursor, hide, reorder or join is shown as an ASCII escape instead.
/// Everything of a capture that reaches the screen passes through <see cref="Next"/>.
/// </summary>
public static class SafeText
{
    static readonly string[] Ascii = MakeAscii();
    static readonly string[] Bytes = MakeBytes();

    /// <summary>Takes the next character of a text.</summary>
    /// <param name="utf8">The rest of the text; not empty.</param>
    /// <param name="consumed">How many bytes were taken; at least one.</param>
    /// <param name="escaped">The answer stands for a character that is not shown itself.</param>
    /// <returns>One printable code point, or an escape of several ASCII characters.</returns>
    public static string Next(ReadOnlySpan<byte> utf8, out int consumed, out bool escaped)
    {
        var first = utf8[0];
        if (first < 0x80)
        {
            consumed = 1;
            escaped = first is < 0x20 or 0x7f;
            return Ascii[first];
        }
        if (Rune.DecodeFromUtf8(utf8, out var rune, out consumed) != OperationStatus.Done)
        {
            consumed = 1;
            escaped = true;
            return Bytes[first];
        }
        escaped = !IsPlain(rune);
        return escaped ? Escape(rune) : rune.ToString();
    }

    /// <summary>A whole text as it may be shown.</summary>
    public static string ToString(ReadOnlySpan<byte> utf8)
    {
        var text = new StringBuilder(utf8.Length);
        while (utf8.Length > 0)
        {
            text.Append(Next(utf8, out var consumed, out _));
            utf8 = utf8[consumed..];
        }
        return text.ToString();
    }

    /// <summary>The code point stands for itself: visible, one or two cells wide, and never joined to its neighbours.</summary>
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
            _ => !JoinsOrHides(rune.Value) && Columns(rune.ToString()) is 1 or 2,
        };
    }

    /// <summary>How many cells a text takes.</summary>
    public static int Columns(string text)
    {
        if (text.Length == 1 && text[0] is >= ' ' and < '\x7f')
            return 1;
        return text.GetColumns();
    }

    // Conjoining jamo, regional indicators and skin tones melt into the character before them; fillers are letters without ink.
    static bool JoinsOrHides(int value) => value
        is (>= 0x1100 and <= 0x11ff) or (>= 0xa960 and <= 0xa97f) or (>= 0xd7b0 and <= 0xd7ff)
        or (>= 0x1f1e6 and <= 0x1f1ff) or (>= 0x1f3fb and <= 0x1f3ff)
        or 0x2800 or 0x3164 or 0xffa0;

    static string Escape(Rune rune) => rune.Value switch
    {
        <= 0xff => $"\\x{rune.Value:x2}",
        <= 0xffff => $"\\u{rune.Value:x4}",
        _ => $"\\U{rune.Value:x8}",
    };

    static string[] MakeAscii()
    {
        var texts = new string[128];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = i switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                0 => "\\0",
                < 0x20 or 0x7f => $"\\x{i:x2}",
                _ => ((char)i).ToString(),
            };
        return texts;
    }

    static string[] MakeBytes()
    {
        var texts = new string[256];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = $"\\x{i:x2}";
        return texts;
    }
}
