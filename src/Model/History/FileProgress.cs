using CSysdig.Capture.Compression;

namespace CSysdig.Model.History;

/// <summary>
/// How far csysdig 0.29.3 was in the capture's file when it had read an event. It reads through zlib's gzread, which unpacks
/// 16 KiB at a time, but what is longer at once, into the reader's own buffer; and it reads a block's header and its rest apart.
/// For zstd, which it can't read, and for what is no file the share of the capture's bytes.
/// </summary>
public sealed class FileProgress : IDisposable
{
    const int Step = 1 << 14;
    const int Header = 8;

    readonly CaptureHistory _history;
    readonly PackedPosition? _file;
    int _next;
    int _block = -1;
    long _blockStart, _blockEnd;
    /// <summary>Bytes of the capture that gzread has unpacked.</summary>
    long _read;

    /// <summary>Of a history that is complete.</summary>
    public FileProgress(CaptureHistory history)
    {
        _history = history;
        if (history.Path is not ("" or "-") && history.Progress.BytesTotal > 0)
            _file = PackedPosition.Open(history.Path);
        // Before the first event it goes back to that one's block: by unpacking again from the start, or by seeking to it.
        if (_file?.Compression == CaptureCompression.None && history.Count > 0)
            _read = SpanOf(0).Start;
    }

    /// <summary>Percent of the file that were read with a row. Ask with growing rows.</summary>
    public double After(int row)
    {
        for (; _next <= row; _next++)
            Read(_next);
        var (position, total) = _file is null
            ? (SpanOf(row).End, SpanOf(_history.Count - 1).End)
            : (_file.After(_read), _history.Progress.BytesTotal);
        return total > 0 ? Math.Min(100, 100.0 * position / total) : 100;
    }

    public void Dispose() => _file?.Dispose();

    void Read(int row)
    {
        var (start, end) = SpanOf(row);
        var header = start + Header;
        if (header > _read)
            _read += (header - _read + Step - 1) / Step * Step;
        if (end > _read)
            _read = end - _read >= Step ? end : _read + Step;
    }

    /// <summary>Where a row's event lies in the decompressed capture; of blocks that are no events, those behind it count to it.</summary>
    (long Start, long End) SpanOf(int row)
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
