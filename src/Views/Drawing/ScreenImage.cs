namespace CSysdig.Views.Drawing;

/// <summary>What is on the screen, for a report.</summary>
/// <param name="Rows">Lines of cells from the top; the second cell of a wide glyph is empty.</param>
sealed record ScreenImage(int Width, IReadOnlyList<(string Glyph, Style Style)[]> Rows)
{
    /// <summary>The screen as plain text.</summary>
    public string ToText() => string.Concat(Rows.Select(row => string.Concat(row.Select(cell => cell.Glyph)).TrimEnd() + "\n"));
}
