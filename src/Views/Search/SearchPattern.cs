using System.Text;
using System.Text.RegularExpressions;
using CSysdig.Views.Drawing;

namespace CSysdig.Views.Search;

/// <summary>What a search looks for, whatever its case: a text as it stands, or a regular expression.</summary>
public sealed class SearchPattern
{
    /// <summary>An expression that takes longer for one row does not match it.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);
    const int LongestRegex = 200, MostDigits = 2;

    readonly Regex? _regex;

    SearchPattern(string text, Regex? regex)
    {
        Text = text;
        _regex = regex;
    }

    public string Text { get; }

    public static SearchPattern Of(string text) => new(text, null);

    /// <summary>Null when it can't be read; the message says why.</summary>
    public static SearchPattern? OfRegex(string text, out string message)
    {
        message = "";
        if (text.Length > LongestRegex || HasHugeRepeat(text))
        {
            message = "this expression is too large";
            return null;
        }
        try
        {
            return new(text, new Regex(text, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            message = e is RegexParseException { Offset: var offset } ? $"no regular expression: wrong at character {offset}" : "backreferences and lookaround can't be searched for";
            return null;
        }
    }

    /// <summary>The next place in a line, or a negative start.</summary>
    public (int Start, int Length) Next(string line, int from)
    {
        if (_regex is null)
            return (Text.Length == 0 ? -1 : line.IndexOf(Text, from, StringComparison.OrdinalIgnoreCase), Text.Length);
        try
        {
            return _regex.Match(line, from) is { Success: true } match ? (match.Index, match.Length) : (-1, 0);
        }
        catch (RegexMatchTimeoutException)
        {
            return (-1, 0);
        }
    }

    public bool IsIn(string line) => Next(line, 0).Start >= 0;

    /// <summary>Marks every place of a line on the screen where it stands.</summary>
    public void Mark(Line line)
    {
        var text = new StringBuilder(line.Width);
        var columns = new List<int>(line.Width);
        for (var i = 0; i < line.Width; i++)
            foreach (var c in line.Glyph(i))
            {
                text.Append(c);
                columns.Add(i);
            }
        var row = text.ToString();
        for (int at = 0; at < row.Length && Next(row, at) is (>= 0 and var start, var length); at = start + Math.Max(1, length))
            if (length > 0)
                line.Restyle(columns[start], columns[start + length - 1] + 1, style => style | Style.Match);
    }

    // Counted repeats multiply the states of an automaton.
    static bool HasHugeRepeat(string text)
    {
        for (var open = text.IndexOf('{'); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var end = text.IndexOf('}', open);
            if (end > open && text[(open + 1)..end].Split(',').Any(number => number.Length > MostDigits))
                return true;
        }
        return false;
    }
}
