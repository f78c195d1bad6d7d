using System.Buffers;
using System.Text;

namespace CSysdig.Views.Tty;

/// <summary>Bytes for the terminal, with the place and the look at which it stands.</summary>
sealed class FramePiece
{
    readonly ArrayBufferWriter<byte> _bytes = new(1 << 12);
    byte[]? _look;
    (int Row, int Column) _at = (-1, -1);

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public int Length => _bytes.WrittenCount;

    /// <summary>Starts anew. Others may have written since: neither place nor look are known.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _look = null;
        _at = (-1, -1);
    }

    public void Append(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>Goes to a cell, counted from 0.</summary>
    public void Move(int row, int column)
    {
        if (_at == (row, column))
            return;
        _at = (row, column);
        Append("\e["u8);
        Number(row + 1);
        if (column > 0)
        {
            Append(";"u8);
            Number(column + 1);
        }
        Append("H"u8);
    }

    /// <param name="look">A whole SGR sequence.</param>
    public void Look(byte[] look)
    {
        if (ReferenceEquals(_look, look))
            return;
        _look = look;
        Append(look);
    }

    /// <param name="columns">That the glyph takes; where terminals may think otherwise the place is told anew.</param>
    public void Glyph(string glyph, int columns, bool isPlain)
    {
        var to = _bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(glyph.Length));
        _bytes.Advance(Encoding.UTF8.GetBytes(glyph, to));
        _at = isPlain ? (_at.Row, _at.Column + columns) : (-1, -1);
    }

    /// <summary>Blanks to the end of the line.</summary>
    public void EraseRest(byte[] plain)
    {
        Look(plain);
        Append("\e[K"u8);
    }

    void Number(int number)
    {
        number.TryFormat(_bytes.GetSpan(11), out var written);
        _bytes.Advance(written);
    }
}
