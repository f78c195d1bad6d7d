using System.Text;
using System.Text.RegularExpressions;

namespace CSysdig.Model.Filters.Predicates;

/// <summary>
/// A regular expression that must match the whole value, in time linear in its length as RE2, which libs uses: no
/// look-around, no back-references. <c>^</c> and <c>$</c> also match at line ends; classes are those of ASCII.
/// </summary>
sealed class RegexPattern
{
    readonly Regex _regex;
    char[] _characters = new char[256];

    /// <exception cref="ArgumentException">The pattern is wrong.</exception>
    /// <exception cref="NotSupportedException">The pattern asks for what can't be answered in linear time.</exception>
    public RegexPattern(string pattern) =>
        _regex = new Regex(@"\A(?:" + Translate(pattern) + @")\z", RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.CultureInvariant);

    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (_characters.Length < text.Length)
            _characters = new char[Math.Max(text.Length, _characters.Length * 2)];
        var length = Encoding.UTF8.GetChars(text, _characters);
        return _regex.IsMatch(_characters.AsSpan(0, length));
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
