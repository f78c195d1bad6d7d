using System.Text;
using CSysdig.Model.Text;
using CSysdig.Views.Text;

namespace CSysdig.Views.Drawing;

/// <summary>
/// One line of the screen being written: cells with a glyph and a meaning. Used again for every line.
/// A glyph of two cells is followed by an empty one.
/// </summary>
public sealed class Line
{
    string[] _glyphs = [];
    Style[] _styles = [];
    int _at, _boxEnd, _skip;

    /// <summary>The terminal has ASCII alone: the program's glyphs have a stand-in, and what is not ASCII in the capture is escaped.</summary>
    public bool IsPlain { get; init; }

    public int Width { get; private set; }

    /// <summary>Something did not fit at the right end.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The cell that the next character goes to.</summary>
    public int Column => _at;

    public string Glyph(int column) => _glyphs[column];
    public Style StyleAt(int column) => _styles[column];

    /// <summary>Empties the line.</summary>
    public void Reset(int width)
    {
        if (_glyphs.Length < width)
        {
            _glyphs = new string[width];
            _styles = new Style[width];
        }
        Width = width;
        _glyphs.AsSpan(0, width).Fill(" ");
        _styles.AsSpan(0, width).Fill(Style.Text);
        Unbox(0);
        IsCut = false;
        _skip = 0;
    }

    /// <summary>Leaves out the next characters that are written, as many cells as given: a line scrolled to the left.</summary>
    public void Skip(int cells) => _skip = cells;

    /// <summary>What is written next stays within these cells; what does not fit is cut with an ellipsis.</summary>
    public void Box(int column, int width)
    {
        _at = Math.Clamp(column, 0, Width);
        _boxEnd = Math.Clamp(column + width, _at, Width);
    }

    /// <summary>What is written next starts at a cell and may take the rest of the line.</summary>
    public void Unbox(int column)
    {
        _at = Math.Clamp(column, 0, Width);
        _boxEnd = Width;
    }

    /// <summary>Writes a text of the program's own.</summary>
    public Line Write(string text, Style style = Style.Text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (!(rune.IsAscii ? Put(Ascii(rune.Value), style) : Put(rune, style)))
                break;
        return this;
    }

    /// <summary>Writes a text of the capture: whatever is not plain is shown escaped.</summary>
    public Line Write(ReadOnlySpan<byte> captured, Style style = Style.Text)
    {
        while (captured.Length > 0)
        {
            var text = SafeText.Next(captured, out var consumed, out var escaped);
            if (IsPlain && !escaped && captured[0] >= 0x80)
                (text, escaped) = (SafeText.Escape(captured[..consumed]), true);
            captured = captured[consumed..];
            if (!(escaped ? PutEscape(text) : Put(text, style)))
                break;
        }
        return this;
    }

    /// <summary>Writes a text of the program's own at the right end of the box.</summary>
    public void WriteRight(string text, Style style = Style.Text)
    {
        var free = _boxEnd - _at - text.Length;
        if (free > 0)
            _at += free;
        Write(text, style);
    }

    /// <summary>Fills what is left of the box.</summary>
    public void Fill(string glyph, Style style)
    {
        glyph = Shown(glyph);
        while (_at < _boxEnd)
        {
            _glyphs[_at] = glyph;
            _styles[_at++] = style;
        }
    }

    /// <summary>Adds a flag to, or changes the style of, a range of cells.</summary>
    public void Restyle(int from, int to, Func<Style, Style> change)
    {
        for (var i = Math.Max(0, from); i < Math.Min(to, Width); i++)
            _styles[i] = change(_styles[i]);
    }

    /// <summary>Gives the whole line one style.</summary>
    public void Paint(Style style) => _styles.AsSpan(0, Width).Fill(style);

    /// <summary>Marks the line as the selected one.</summary>
    public void Select() => Restyle(0, Width, style => style | Style.Selected);

    /// <summary>The line's text without the blanks at its end.</summary>
    public override string ToString() => string.Concat(_glyphs.AsSpan(0, Width)).TrimEnd();

    static string Ascii(int value) => SafeText.Next([(byte)value], out _, out _);

    // A glyph of the program's own, or a character of the capture in a text that is safe already.
    bool Put(Rune rune, Style style)
    {
        var glyph = rune.ToString();
        if (!IsPlain)
            return Put(glyph, style);
        return PlainGlyphs.Of(glyph) is { } plain ? Put(plain, style) : PutEscape(SafeText.Escape(Encoding.UTF8.GetBytes(glyph)));
    }

    bool PutEscape(string escape)
    {
        foreach (var c in escape)
            if (!Put(Ascii(c), Style.Escape))
                return false;
        return true;
    }

    string Shown(string glyph) => IsPlain ? PlainGlyphs.Of(glyph) ?? glyph : glyph;

    bool Put(string glyph, Style style)
    {
        var width = Cells.Of(glyph);
        if (width <= 0)
            return true;
        if (_skip > 0)
        {
            _skip -= width;
            return true;
        }
        if (_at + width > _boxEnd)
        {
            Ellipsis();
            return false;
        }
        _glyphs[_at] = glyph;
        _styles[_at++] = style;
        if (width == 2)
        {
            _glyphs[_at] = "";
            _styles[_at++] = style;
        }
        return true;
    }

    void Ellipsis()
    {
        if (_boxEnd <= 0 || _at == 0)
            return;
        var last = _boxEnd - 1;
        // Half of a wide glyph can't be overwritten alone.
        if (_glyphs[last].Length == 0 && last > 0)
            _glyphs[last - 1] = " ";
        _glyphs[last] = Shown("…");
        _at = _boxEnd;
        IsCut |= _boxEnd == Width;
    }
}
