using CSysdig.Capture.Compression;

namespace CSysdig.Capture.Scap;

/// <summary>
/// Reads and decompresses a capture on a thread of its own, and hands it over in batches of whole blocks. A block that
/// doesn't end in its batch is carried over to the next. Few batches wait; buffers are used again once they are given back.
/// </summary>
sealed class BatchPump : IEventSource
{
    public const int BatchSize = 1 << 20;
    const int LargestBuffer = BlockFramer.MaxBlock + BatchSize;

    readonly CaptureSource _source;
    readonly bool _trickles;
    readonly BatchQueue _queue;
    readonly BlockFramer _framer = new();
    readonly Thread _thread;
    byte[] _buffer;
    BlockList _blocks;
    int _filled;
    long _offset, _gapBytes;

    public BatchPump(CaptureSource source)
    {
        _source = source;
        _trickles = source.BytesTotal < 0;
        _queue = new BatchQueue(_trickles);
        _buffer = _queue.Rent();
        _blocks = _queue.RentBlocks();
        _thread = new Thread(Run) { IsBackground = true, Name = "capture reader" };
        _thread.Start();
    }

    public string Name => _source.Name;

    public long BytesRead => _source.BytesRead;

    public long BytesTotal => _source.BytesTotal;

    public bool IsPlainFile => _source.IsPlainFile;

    public CaptureEnd? End => _queue.End;

    public bool Await(TimeSpan limit) => _queue.Await(limit);

    public EventBatch? Take() => _queue.Take();

    public void Release(EventBatch batch) => _queue.Release(batch);

    public void Dispose()
    {
        _queue.Stop();
        // Waited for so that the file is closed; but a thread that reads a silent pipe ends only with the process.
        _thread.Join(TimeSpan.FromMilliseconds(500));
    }

    void Run()
    {
        var end = new CaptureEnd(0, default, "reading failed");
        try
        {
            end = Pump();
        }
        catch (OutOfMemoryException)
        {
            end = new CaptureEnd(_offset, default, "there is not enough memory to go on");
        }
        finally
        {
            _source.Dispose();
            _queue.Finish(end with
            {
                Gaps = (_framer.Gaps, _framer.GapBytes, _framer.FirstGap),
                Mismatches = _framer.Mismatches,
            });
        }
    }

    CaptureEnd Pump()
    {
        var atEnd = Fill(_trickles ? SectionHeaderBlock.Needed : _buffer.Length, out var failure);
        if (SectionHeaderBlock.Problem(_buffer.AsSpan(0, _filled)) is { } problem)
            return new CaptureEnd(0, default, null, _filled == 0 && failure is not null ? $"can't be read: {failure}" : problem);
        while (true)
        {
            var whole = _framer.Frame(_buffer.AsSpan(0, _filled), _offset, atEnd, _blocks);
            var isPatched = _framer.GapBytes > _gapBytes;
            _gapBytes = _framer.GapBytes;
            if (whole > 0 && !HandOver(whole, isPatched))
                return new CaptureEnd(_offset, default);
            if (atEnd)
                return new CaptureEnd(_offset + _filled, _buffer.AsMemory(0, _filled), failure);
            if (_filled == _buffer.Length)
                Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, LargestBuffer));
            // Of a pipe only what it gives at once, so that a slow one shows its events as they come.
            atEnd = Fill(_trickles ? _filled + 1 : _buffer.Length, out failure);
        }
    }

    /// <summary>Reads until the buffer holds <paramref name="wanted"/> bytes at least. True at the end of the bytes.</summary>
    bool Fill(int wanted, out string? failure)
    {
        failure = null;
        try
        {
            while (_filled < wanted)
            {
                var read = _source.Read(_buffer.AsSpan(_filled));
                if (read == 0)
                    return true;
                _filled += read;
            }
            return false;
        }
        // A decoder may throw anything on hostile bytes; what it gave so far is good.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failure = _source.Explain(e);
            return true;
        }
    }

    /// <summary>Hands over the whole blocks and moves what follows them to another buffer. False when the reader has gone.</summary>
    bool HandOver(int whole, bool isPatched)
    {
        var rest = _filled - whole;
        var next = rest > BatchSize / 2 ? GC.AllocateUninitializedArray<byte>(rest + BatchSize) : _queue.Rent();
        _buffer.AsSpan(whole, rest).CopyTo(next);
        var batch = new EventBatch { Bytes = _buffer, Length = whole, FileOffset = _offset, IsPatched = isPatched, Blocks = _blocks };
        _offset += whole;
        _buffer = next;
        _blocks = _queue.RentBlocks();
        _filled = rest;
        return _queue.Put(batch);
    }
}
