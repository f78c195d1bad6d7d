using System.Text;
using CSysdig.Views.Text;
using Terminal.Gui.Drivers;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace CSysdig.Views.Tty;

/// <summary>The screen as it is wanted and as the terminal shows it, and the bytes that lead from one to the other, row by row.</summary>
sealed class FrameDifference
{
    /// <summary>Cells between two that differ which are rather written than jumped over.</summary>
    const int Jump = 5;
    /// <summary>Blanks at a line's end that are rather erased than written.</summary>
    const int FewBlanks = 4;

    readonly Looks _looks = new();
    readonly byte[] _plain;
    Glyph[] _wanted = [], _shown = [];
    bool[] _differs = [];
    int _width, _height, _next, _count;
    bool _isForgotten;

    readonly record struct Glyph(string Text, byte[] Look);

    public FrameDifference() => _plain = _looks.Of(new Attribute(Terminal.Gui.Drawing.Color.None, Terminal.Gui.Drawing.Color.None), sixteenColours: true);

    /// <summary>Something is to be written.</summary>
    public bool IsAny => _count > 0;

    /// <summary>Takes over what was drawn; true when it differs from what was wanted before.</summary>
    public bool Take(IOutputBuffer buffer, bool sixteenColours)
    {
        if (buffer.Contents is not { } cells)
            return false;
        var (height, width) = (cells.GetLength(0), cells.GetLength(1));
        if (height != _height || width != _width)
            Resize(width, height);
        if (_isForgotten)
            MarkAll();
        // Every cell is compared: the toolkit does not mark all that it changes.
        var (attribute, look) = ((Attribute?)null, _plain);
        for (var row = 0; row < height; row++)
        {
            var (at, changed) = (row * width, false);
            for (var column = 0; column < width; column++, at++)
            {
                ref var cell = ref cells[row, column];
                if (cell.Attribute is { } own && own != attribute)
                    (attribute, look) = (own, _looks.Of(own, sixteenColours));
                var glyph = new Glyph(Harmless(cell.Grapheme), look);
                if (Same(glyph, _wanted[at]))
                    continue;
                _wanted[at] = glyph;
                changed = true;
            }
            if (changed)
                Mark(row);
        }
        return IsAny;
    }

    /// <summary>Nobody knows what the terminal shows: the next screen is written whole.</summary>
    public void Forget()
    {
        Array.Clear(_shown);
        _isForgotten = true;
    }

    /// <summary>Appends whole rows until there are about so many bytes, going on where it ended last.</summary>
    public void Append(FramePiece piece, int size)
    {
        for (var i = 0; i < _height && _count > 0 && piece.Length < size; i++)
        {
            var row = _next;
            _next = (_next + 1) % _height;
            if (!_differs[row])
                continue;
            _differs[row] = false;
            _count--;
            AppendRow(piece, row);
            Array.Copy(_wanted, row * _width, _shown, row * _width, _width);
        }
    }

    void Resize(int width, int height)
    {
        (_width, _height, _next, _count) = (width, height, 0, 0);
        _wanted = new Glyph[width * height];
        Array.Fill(_wanted, new Glyph(" ", _plain));
        _shown = new Glyph[width * height];
        _differs = new bool[height];
        _isForgotten = true;
    }

    void MarkAll()
    {
        _isForgotten = false;
        for (var row = 0; row < _height; row++)
            Mark(row);
    }

    void Mark(int row)
    {
        if (_differs[row])
            return;
        _differs[row] = true;
        _count++;
    }

    void AppendRow(FramePiece piece, int row)
    {
        var wanted = _wanted.AsSpan(row * _width, _width);
        var shown = _shown.AsSpan(row * _width, _width);
        // Terminals do not agree about the width of every glyph: a row with such ones is written whole.
        var whole = shown.IsEmpty || shown[0].Text is null || HasOdd(wanted) || HasOdd(shown);
        var end = EndOf(wanted);
        if (whole)
            shown = default;
        for (var column = 0; column < end; column++)
        {
            if (!whole && Same(wanted[column], shown[column]))
                continue;
            var last = column;
            for (var i = column; i < end && i - last <= Jump; i++)
                if (whole || !Same(wanted[i], shown[i]))
                    last = i;
            column = AppendCells(piece, row, column, last, wanted);
        }
        if (end < _width && (whole || !AreBlank(shown[end..])))
        {
            piece.Move(row, end);
            piece.EraseRest(_plain);
        }
    }

    static int AppendCells(FramePiece piece, int row, int from, int to, ReadOnlySpan<Glyph> cells)
    {
        var column = from;
        while (column <= to)
        {
            var text = cells[column].Text;
            var columns = IsOdd(text) ? Math.Clamp(Cells.Of(text), 1, cells.Length - column) : 1;
            piece.Move(row, column);
            piece.Look(cells[column].Look);
            piece.Glyph(text, columns, isPlain: column + columns < cells.Length && !IsOdd(text));
            column += columns;
        }
        return column - 1;
    }

    // Where the blanks begin that can be erased: at the end, and not few.
    int EndOf(ReadOnlySpan<Glyph> cells)
    {
        var end = cells.Length;
        while (end > 0 && IsBlank(cells[end - 1]))
            end--;
        return cells.Length - end >= FewBlanks ? end : cells.Length;
    }

    bool AreBlank(ReadOnlySpan<Glyph> cells)
    {
        foreach (ref readonly var cell in cells)
            if (!IsBlank(cell))
                return false;
        return true;
    }

    bool IsBlank(in Glyph glyph) => glyph.Text == " " && ReferenceEquals(glyph.Look, _plain);

    static bool Same(in Glyph one, in Glyph other) => ReferenceEquals(one.Look, other.Look) && one.Text == other.Text;

    static bool HasOdd(ReadOnlySpan<Glyph> cells)
    {
        foreach (ref readonly var cell in cells)
            if (IsOdd(cell.Text))
                return true;
        return false;
    }

    // Latin, Greek, Cyrillic, arrows, lines and blocks are one column wide everywhere.
    static bool IsOdd(string text) => text.Length != 1 || text[0] is >= '\u0300' and < '\u0370' or >= '\u0530' and < '\u2010' or >= '\u2600';

    // Nothing a terminal obeys may come from a cell, whoever drew it.
    static string Harmless(string text) => text.Length == 0 ? " " : Rune.GetRuneAt(text, 0) is var rune && Rune.IsControl(rune) ? " " : text;
}
