using System.Drawing;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace CSysdig.Views.Drawing;

/// <summary>
/// A view of lines that writes only the stretches of them which differ from what the driver already holds.
/// A cell written costs about a microsecond and 800 bytes, a cell compared next to nothing; a cache of our own would go
/// wrong under resizes and anything drawn on top, so the driver's own contents are the truth.
/// </summary>
/// <param name="prepare">Called with width and height before the lines of a drawing are asked for.</param>
/// <param name="compose">Writes a line, counted from the view's top, which comes empty and as wide as the view.</param>
/// <param name="mouse">Told of what the mouse does, at a place within the view.</param>
public sealed class LinesView(Theme theme, Action<int, int> prepare, Action<int, Line> compose, Action<Point, MouseFlags> mouse) : View
{
    /// <summary>Cells between two stretches that are rather written than jumped over.</summary>
    const int Jump = 8;

    readonly Line _line = new() { IsPlain = theme.IsPlain };

    protected override bool OnClearingViewport() => true;

    protected override bool OnMouseEvent(Mouse mouseEvent)
    {
        mouse(mouseEvent.Position ?? Point.Empty, mouseEvent.Flags);
        return true;
    }

    protected override bool OnDrawingContent(DrawContext? context)
    {
        if (App?.Driver?.Contents is not { } contents)
            return true;
        var (width, height) = (Viewport.Width, Viewport.Height);
        prepare(width, height);
        var origin = ViewportToScreen(Point.Empty);
        for (var row = 0; row < height; row++)
        {
            _line.Reset(width);
            compose(row, _line);
            Show(contents, origin.X, origin.Y + row, row);
        }
        return true;
    }

    // Stretches that differ, each as one: to jump over a few cells that are right takes more bytes than to write them again.
    void Show(Terminal.Gui.Drawing.Cell[,] contents, int left, int y, int row)
    {
        if (y < 0 || y >= contents.GetLength(0))
            return;
        var columns = Math.Min(_line.Width, contents.GetLength(1) - left);
        for (var i = Math.Max(0, -left); i < columns; i++)
        {
            if (!Differs(ref contents[y, left + i], i))
                continue;
            var (from, to) = (i, i);
            for (; i < columns && i - to <= Jump; i++)
                if (Differs(ref contents[y, left + i], i))
                    to = i;
            while (from > 0 && _line.Glyph(from).Length == 0)
                from--;
            Write(row, from, to);
            i = to;
        }
    }

    bool Differs(ref Terminal.Gui.Drawing.Cell cell, int column) =>
        cell.Attribute != theme[_line.StyleAt(column)] || _line.Glyph(column) is { Length: > 0 } glyph && glyph != cell.Grapheme;

    // Glyph by glyph: the driver would join neighbours that form a cluster, and a glyph here is one code point.
    void Write(int row, int from, int to)
    {
        Move(from, row);
        var current = (Style)255;
        for (var i = from; i <= to; i++)
        {
            var glyph = _line.Glyph(i);
            if (glyph.Length == 0)
                continue;
            var style = _line.StyleAt(i);
            if (i == from || style != current)
                SetAttribute(theme[current = style]);
            AddStr(glyph);
        }
    }
}
