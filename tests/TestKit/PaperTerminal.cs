using System.Text;
using CSysdig.Views.Text;

namespace CSysdig.Tests.TestKit;

/// <summary>
/// A terminal as far as csysdig's output needs one: it obeys the few sequences that are written, and fails on any other.
/// A wide glyph over half of another leaves a blank, as on real ones.
/// </summary>
sealed class PaperTerminal
{
    readonly (string Glyph, string Look)[,] _cells;
    string _look = "\e[m";
    int _row, _column;

    public PaperTerminal(int width, int height)
    {
        _cells = new (string, string)[height, width];
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
                // What a resized terminal shows is anybody's guess.
                _cells[row, column] = ("#", "?");
    }

    int Width => _cells.GetLength(1);

    /// <summary>The glyph of a cell; empty for the second half of a wide one.</summary>
    public string Glyph(int row, int column) => _cells[row, column].Glyph;

    public string Look(int row, int column) => _cells[row, column].Look;

    public string Line(int row) => string.Concat(Enumerable.Range(0, Width).Select(column => Glyph(row, column))).TrimEnd();

    public void Obey(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '\e')
            {
                var end = at + 2;
                while (!char.IsAsciiLetter(text[end]))
                    end++;
                Obey(text[(at + 2)..end], text[end]);
                at = end + 1;
                continue;
            }
            var rune = Rune.GetRuneAt(text, at);
            Put(rune.ToString());
            at += rune.Utf16SequenceLength;
        }
    }

    void Obey(string numbers, char what)
    {
        switch (what)
        {
            case 'm':
                _look = $"\e[{numbers}m";
                break;
            case 'H':
                var place = numbers.Split(';').Select(n => int.Parse(n) - 1).ToArray();
                (_row, _column) = (place[0], place.Length > 1 ? place[1] : 0);
                break;
            case 'K':
                for (var column = _column; column < Width; column++)
                    _cells[_row, column] = (" ", _look);
                break;
            default:
                throw new InvalidOperationException($"no terminal was asked for ESC[{numbers}{what}");
        }
    }

    void Put(string glyph)
    {
        var columns = Cells.Of(glyph);
        if (glyph[0] < ' ')
            throw new InvalidOperationException($"a control character was written: {(int)glyph[0]}");
        if (columns <= 0)
        {
            _cells[_row, _column - 1].Glyph += glyph;
            return;
        }
        // A half of a wide glyph that is written over takes the other half away.
        if (_cells[_row, _column].Glyph.Length == 0)
            _cells[_row, _column - 1].Glyph = " ";
        if (_column + columns < Width && _cells[_row, _column + columns].Glyph.Length == 0)
            _cells[_row, _column + columns].Glyph = " ";
        _cells[_row, _column] = (glyph, _look);
        if (columns == 2 && _column + 1 < Width)
            _cells[_row, _column + 1] = ("", _look);
        _column += columns;
    }
}
