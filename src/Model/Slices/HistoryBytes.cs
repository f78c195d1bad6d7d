using CSysdig.Capture.Compression;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Slices;

/// <summary>A <see cref="HistoryCapture"/> as a file that is read from its beginning to its end.</summary>
public sealed class HistoryBytes : ReadingStream
{
    /// <summary>So much is gathered of single rows at a time.</summary>
    const int Gathered = 1 << 18;

    readonly HistoryCapture _capture;
    readonly IEnumerator<long>? _rows;
    readonly Action<double>? _moved;
    readonly double _count;
    byte[] _run = [];
    int _at, _length;
    long _read;

    /// <param name="capture">Is disposed of with this.</param>
    /// <param name="rows">Those of it that are wanted; null for all.</param>
    /// <param name="moved">Is told now and then which part of them was read.</param>
    public HistoryBytes(HistoryCapture capture, SliceRows? rows = null, Action<double>? moved = null)
    {
        (_capture, _rows, _moved) = (capture, rows?.All.GetEnumerator(), moved);
        _count = Math.Max(1, rows?.Count ?? capture.Until - capture.First);
        var tables = new MemoryStream();
        using var writer = ScapWriter.Create(tables, "what is known", CaptureCompression.None);
        capture.WriteTables(writer);
        writer.Close();
        _run = tables.ToArray();
        _length = _run.Length;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at == _length && !Fetch())
            return 0;
        var count = Math.Min(buffer.Length, _length - _at);
        _run.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _capture.Dispose();
        base.Dispose(disposing);
    }

    bool Fetch()
    {
        (_at, _length) = (0, 0);
        if (_rows is null)
        {
            Add(_capture.Next());
            _read = _capture.Count;
        }
        else
        {
            for (; _length < Gathered && _rows.MoveNext(); _read++)
                Add(_capture.BlockOf(_rows.Current));
        }
        _moved?.Invoke(_read / _count);
        return _length > 0;
    }

    void Add(ReadOnlySpan<byte> blocks)
    {
        if (_run.Length - _length < blocks.Length)
            Array.Resize(ref _run, Math.Max(_length + blocks.Length, 2 * Gathered));
        blocks.CopyTo(_run.AsSpan(_length));
        _length += blocks.Length;
    }
}
