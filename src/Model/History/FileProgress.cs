using CSysdig.Capture.Compression;

namespace CSysdig.Model.History;

/// <summary>
/// How far csysdig 0.29.3 was in the capture's file when it had read an event: it reads a block's header and its rest through
/// zlib. For zstd, which it can't read, and for what is no file the share of the capture's bytes.
/// </summary>
public sealed class FileProgress : IDisposable
{
    const int Header = 8;

    readonly CaptureHistory _history;
    readonly PackedPosition? _file;
    long _next;
    int _block = -1;
    long _blockStart, _blockEnd;
    /// <summary>Where in the decompressed capture the last block read ended.</summary>
    long _end;

    /// <summary>Of a history that is complete.</summary>
    public FileProgress(CaptureHistory history)
    {
        _history = history;
        if (history.Path is not ("" or "-") && history.Progress.BytesTotal > 0)
            _file = PackedPosition.Open(history.Path);
        if (_file is null || history.Count == 0)
            return;
        // Having met the first event's block behind the tables, it goes back to read it: from the start where the file is packed.
        _end = SpanOf(0).Start;
        _file.Skip(_end);
    }

    /// <summary>Percent of the file that were read with a row. Ask with growing rows.</summary>
    public double After(long row)
    {
        if (_file is null)
            return Percent(SpanOf(row).End, SpanOf(_history.Count - 1).End);
        for (; _next <= row; _next++)
        {
            var (start, end) = SpanOf(_next);
            _file.Read(start - _end + Header);
            _file.Read(end - start - Header);
            _end = end;
        }
        return Percent(_file.Position, _file.Size);
    }

    public void Dispose() => _file?.Dispose();

    static double Percent(long position, long total) => total > 0 ? 100.0 * position / total : 100;

    /// <summary>Where a row's event lies in the decompressed capture; of blocks that are no events, those behind it count to it.</summary>
    (long Start, long End) SpanOf(long row)
    {
        var rows = _history.Rows;
        var (block, position) = rows.PlaceOf(row);
        if (block != _block)
        {
            _block = block;
            var (start, length) = _history.SpanOf(block);
            (_blockStart, _blockEnd) = (start, start + length);
        }
        var next = row + 1 < _history.Count ? rows.PlaceOf(row + 1) : (Block: -1, Position: 0);
        return (_blockStart + position, next.Block == block ? _blockStart + next.Position : _blockEnd);
    }
}
