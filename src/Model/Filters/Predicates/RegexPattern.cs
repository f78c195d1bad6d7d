using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace CSysdig.Model.Filters.Predicates;

/// <summary>
/// A regular expression that must match the whole value, in time linear in its length as RE2, which libs uses: no
/// look-around, no back-references. <c>^</c> and <c>$</c> also match at line ends; classes are those of ASCII.
/// </summary>
sealed class RegexPattern
{
    /// <summary>Half of a surrogate pair, which no valid text has alone.</summary>
    const int FirstStray = 0xdc00;

    readonly Regex _regex;
    char[] _characters = new char[256];

    /// <exception cref="ArgumentException">The pattern is wrong.</exception>
    /// <exception cref="NotSupportedException">The pattern asks for what can't be answered in linear time.</exception>
    public RegexPattern(ReadOnlySpan<byte> pattern)
    {
        var translated = Translate(Decode(pattern));
        // It must be whole by itself: with brackets around it "a)|(b" would be, too.
        _ = new Regex(translated, RegexOptions.CultureInvariant);
        _regex = new Regex(@"\A(?:" + translated + @")\z", RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.CultureInvariant);
    }

    /// <summary>What is wrong with a pattern, for the user.</summary>
    public static string Words(RegexParseError error) => error switch
    {
        RegexParseError.UnterminatedBracket => "a '[' is never closed",
        RegexParseError.InsufficientClosingParentheses => "a '(' is never closed",
        RegexParseError.InsufficientOpeningParentheses => "a ')' closes nothing",
        RegexParseError.QuantifierAfterNothing => "a '*', '+', '?' or '{' has nothing before it to repeat",
        RegexParseError.NestedQuantifiersNotParenthesized => "a repetition is repeated without brackets around it",
        RegexParseError.ReversedCharacterRange => "a range between '[' and ']' ends before it begins",
        RegexParseError.ReversedQuantifierRange => "a repetition has its numbers in the wrong order",
        RegexParseError.UnescapedEndingBackslash => "it ends in a single \\",
        RegexParseError.UnrecognizedEscape or RegexParseError.InsufficientOrInvalidHexDigits or RegexParseError.MissingControlCharacter
            or RegexParseError.UnrecognizedControlCharacter => "a \\ stands before what is no escape",
        RegexParseError.InvalidUnicodePropertyEscape or RegexParseError.MalformedUnicodePropertyEscape => "\\p is followed by no class of characters, such as {L}",
        _ => "what follows a '(?' is not known",
    };

    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (_characters.Length < text.Length)
            _characters = new char[Math.Max(text.Length, _characters.Length * 2)];
        return _regex.IsMatch(_characters.AsSpan(0, Decode(text, _characters)));
    }

    static string Decode(ReadOnlySpan<byte> text)
    {
        var characters = new char[text.Length];
        return new string(characters, 0, Decode(text, characters));
    }

    /// <summary>Reads UTF-8; a byte that belongs to none becomes a character of its own, so that only the same byte matches it.</summary>
    static int Decode(ReadOnlySpan<byte> text, Span<char> to)
    {
        if (Utf8.IsValid(text))
            return Encoding.UTF8.GetChars(text, to);
        var length = 0;
        while (!text.IsEmpty)
        {
            var isValid = Rune.DecodeFromUtf8(text, out var rune, out var taken) == OperationStatus.Done;
            if (isValid)
                length += rune.EncodeToUtf16(to[length..]);
            else
                for (var i = 0; i < taken; i++)
                    to[length++] = (char)(FirstStray + text[i]);
            text = text[taken..];
        }
        return length;
    }

    /// <summary>Writes RE2's notation as .NET's: named classes, ASCII classes, brackets within a class.</summary>
    static string Translate(string pattern)
    {
        var result = new StringBuilder();
        var inClass = false;
        for (var at = 0; at < pattern.Length; at++)
        {
            var c = pattern[at];
            if (c == '\\' && at + 1 < pattern.Length)
                result.Append(Escape(pattern[++at], inClass));
            else if (c == '[' && !inClass)
            {
                inClass = true;
                result.Append(c);
                if (at + 1 < pattern.Length && pattern[at + 1] == '^')
                    result.Append(pattern[++at]);
                if (at + 1 < pattern.Length && pattern[at + 1] == ']')
                    result.Append('\\').Append(pattern[++at]);
            }
            else if (c == '[')
                at += NamedClass(pattern, at, result);
            else if (!inClass && pattern.AsSpan(at).StartsWith("(?P<"))
            {
                result.Append("(?<");
                at += 3;
            }
            else
            {
                inClass &= c != ']';
                result.Append(c);
            }
        }
        return result.ToString();
    }

    static string Escape(char c, bool inClass) => (c, inClass) switch
    {
        ('d', true) => "0-9",
        ('w', true) => "0-9A-Za-z_",
        ('s', true) => @"\t\n\f\r ",
        ('d', false) => "[0-9]",
        ('D', false) => "[^0-9]",
        ('w', false) => "[0-9A-Za-z_]",
        ('W', false) => "[^0-9A-Za-z_]",
        ('s', false) => @"[\t\n\f\r ]",
        ('S', false) => @"[^\t\n\f\r ]",
        _ => "\\" + c,
    };

    /// <summary>Writes <c>[:name:]</c>, or a bracket that stands for itself; how far beyond its first character it reaches.</summary>
    static int NamedClass(string pattern, int at, StringBuilder result)
    {
        var end = pattern.AsSpan(at).StartsWith("[:") ? pattern.IndexOf(":]", at + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            result.Append(@"\[");
            return 0;
        }
        var name = pattern[(at + 2)..end];
        result.Append(CharacterClass.Pattern(name) ?? throw new ArgumentException($"there is no class [:{name}:]"));
        return end + 1 - at;
    }
}
