namespace CSysdig.Views.Text;

/// <summary>Breaks text between words.</summary>
public static class Paragraphs
{
    /// <summary>At least one line; a word longer than the width is cut.</summary>
    public static IEnumerable<string> Break(string text, int width)
    {
        width = Math.Max(8, width);
        while (text.Length > width)
        {
            var at = text.LastIndexOf(' ', width);
            if (at <= 0)
                at = width;
            yield return text[..at];
            text = text[at..].TrimStart();
        }
        yield return text;
    }
}
