using System.Globalization;
using System.Text;
using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace CSysdig.Views.Drawing;

/// <summary>A screen as a picture that browsers and reports take: a cell is a place on a grid, a colour what the theme says.</summary>
static class ScreenSvg
{
    const double CellWidth = 8.4, CellHeight = 17;
    // What the terminal's own colours may be, where a theme leaves them to it.
    const string UsualGround = "#101418", UsualInk = "#d8dee9";

    public static string Write(ScreenImage image, Theme theme)
    {
        var svg = new StringBuilder();
        Begin(svg, image.Width, image.Rows.Count, theme);
        for (var row = 0; row < image.Rows.Count; row++)
            WriteRow(svg, image.Rows[row], row, theme);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The picture's beginning, with nothing on its ground.</summary>
    public static void Begin(StringBuilder svg, int columns, int rows, Theme theme)
    {
        var (width, height) = (Number(columns * CellWidth), Number(rows * CellHeight + 6));
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" ");
        svg.Append("font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"14\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"100%\" height=\"100%\" fill=\"{Page(theme)}\"/>\n");
    }

    public static void WriteRow(StringBuilder svg, (string Glyph, Style Style)[] cells, int row, Theme theme)
    {
        for (var from = 0; from < cells.Length;)
        {
            var to = from + 1;
            while (to < cells.Length && cells[to].Style == cells[from].Style)
                to++;
            WriteRun(svg, cells.AsSpan(from, to - from), from * CellWidth, row * CellHeight, theme[cells[from].Style], Page(theme));
            from = to;
        }
    }

    static void WriteRun(StringBuilder svg, ReadOnlySpan<(string Glyph, Style Style)> cells, double left, double top, Attribute look, string page)
    {
        var (ink, ground) = (Colour(look.Foreground, UsualInk), Colour(look.Background, UsualGround));
        if ((look.Style & TextStyle.Reverse) != 0)
            (ink, ground) = (ground, ink);
        var width = Number(cells.Length * CellWidth);
        if (ground != page)
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Number(left)}\" y=\"{Number(top)}\" width=\"{width}\" height=\"{Number(CellHeight)}\" fill=\"{ground}\"/>\n");
        var text = new StringBuilder();
        foreach (var (glyph, _) in cells)
            text.Append(glyph);
        if (string.IsNullOrWhiteSpace(text.ToString()))
            return;
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Number(left)}\" y=\"{Number(top + 13)}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"{ink}\"");
        if ((look.Style & TextStyle.Bold) != 0)
            svg.Append(" font-weight=\"bold\"");
        if ((look.Style & TextStyle.Faint) != 0)
            svg.Append(" opacity=\"0.6\"");
        svg.Append('>').Append(text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;")).Append("</text>\n");
    }

    static string Page(Theme theme) => Colour(theme[Style.Text].Background, UsualGround);

    static string Colour(Color colour, string otherwise) =>
        colour == Color.None ? otherwise : $"#{colour.R:x2}{colour.G:x2}{colour.B:x2}";

    static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
