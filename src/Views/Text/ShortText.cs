using System.Text;

namespace CSysdig.Views.Text;

/// <summary>Texts cut to a width.</summary>
static class ShortText
{
    const string Cut = "…";

    /// <summary>A text that can be shown, without its middle where it takes more columns than there are: start and end tell it apart.</summary>
    public static string Middle(string text, int columns)
    {
        if (Cells.Of(text) <= columns)
            return text;
        if (columns <= 0)
            return "";
        var runes = text.EnumerateRunes().Select(rune => rune.ToString()).ToList();
        var (start, end, left) = (0, runes.Count, columns - 1);
        for (var fromStart = true; start < end; fromStart = !fromStart)
        {
            var glyph = runes[fromStart ? start : end - 1];
            left -= Cells.Of(glyph);
            if (left < 0)
                break;
            if (fromStart)
                start++;
            else
                end--;
        }
        return new StringBuilder().AppendJoin("", runes.Take(start)).Append(Cut).AppendJoin("", runes.Skip(end)).ToString();
    }
}
