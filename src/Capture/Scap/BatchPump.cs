using System.Buffers.Binary;
using CSysdig.Capture.Compression;

namespace CSysdig.Capture.Scap;

/// <summary>
/// Reads and decompresses a capture on a thread of its own, and hands it over in batches of whole blocks. A block that
/// doesn't end in its batch is carried over to the next. At most <see cref="Ahead"/> batches wait; buffers are used
/// again unless they are to be kept.
/// </summary>
sealed class BatchPump : IDisposable
{
    public const int BatchSize = 1 << 20;
    /// <summary>No real block comes near it; a length above it is damage.</summary>
    public const int MaxBlock = 128 << 20;
    public const int MinBlock = 12;
    const int Ahead = 3;

    readonly CaptureSource _source;
    readonly bool _keep;
    readonly Queue<EventBatch> _ready = new();
    readonly Stack<byte[]> _free = new();
    readonly Thread _thread;
    bool _ended;
    bool _stopped;

    public BatchPump(CaptureSource source, bool keep)
    {
        _source = source;
        _keep = keep;
        _thread = new Thread(Run) { IsBackground = true, Name = "capture reader" };
        _thread.Start();
    }

    /// <summary>How the capture ended; set when <see cref="Take"/> has returned null.</summary>
    public CaptureEnd? End { get; private set; }

    /// <summary>The next batch, or null at the end. A batch that isn't kept is given back with <see cref="Release"/>.</summary>
    public EventBatch? Take()
    {
        lock (_ready)
        {
            while (_ready.Count == 0 && !_ended)
                Monitor.Wait(_ready);
            if (_ready.Count == 0)
                return null;
            var batch = _ready.Dequeue();
            Monitor.PulseAll(_ready);
            return batch;
        }
    }

    public void Release(EventBatch batch)
    {
        if (_keep || batch.Bytes.Length != BatchSize)
            return;
        lock (_ready)
            _free.Push(batch.Bytes);
    }

    public void Dispose()
    {
        lock (_ready)
        {
            _stopped = true;
            Monitor.PulseAll(_ready);
        }
        // A thread that waits for a pipe may wait for ever; it ends with the process.
        if (_thread.Join(TimeSpan.FromMilliseconds(500)))
            _source.Dispose();
    }

    void Run()
    {
        CaptureEnd end;
        try
        {
            end = Pump();
        }
        catch (Exception e)
        {
            end = new CaptureEnd(0, $"reading failed: {e.Message}", [], 0);
        }
        lock (_ready)
        {
            End = end;
            _ended = true;
            Monitor.PulseAll(_ready);
        }
    }

    CaptureEnd Pump()
    {
        var buffer = Rent(BatchSize);
        var filled = 0;
        long offset = 0;
        var index = 0;
        long mismatches = 0;
        while (true)
        {
            string? failure = null;
            var atEnd = false;
            try
            {
                while (filled < buffer.Length && !atEnd)
                {
                    var read = _source.Read(buffer.AsSpan(filled));
                    filled += read;
                    atEnd = read == 0;
                }
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                failure = e.Message;
                atEnd = true;
            }

            var whole = Walk(buffer, filled, ref mismatches, out var damaged);
            if (whole > 0 || atEnd || damaged)
            {
                var rest = buffer.AsSpan(whole, filled - whole);
                if (whole > 0)
                {
                    var next = atEnd || damaged ? [] : Rent(Math.Max(BatchSize, rest.Length + BatchSize / 4));
                    rest.CopyTo(next.AsSpan(0, Math.Min(next.Length, rest.Length)));
                    var batch = new EventBatch { Bytes = buffer, Length = whole, FileOffset = offset, Index = index++ };
                    var tail = atEnd || damaged ? rest.ToArray() : [];
                    var restLength = rest.Length;
                    if (!Hand(batch))
                        return new CaptureEnd(offset, null, [], mismatches);
                    offset += whole;
                    if (atEnd || damaged)
                        return Ending(offset, tail, failure, damaged, mismatches);
                    buffer = next;
                    filled = restLength;
                }
                else
                {
                    return Ending(offset, rest.ToArray(), failure, damaged, mismatches);
                }
            }
            else
            {
                // One block larger than the buffer: grow with the bytes that really come.
                Array.Resize(ref buffer, (int)Math.Min((long)buffer.Length * 2, MaxBlock + BatchSize));
            }
        }
    }

    static CaptureEnd Ending(long offset, byte[] tail, string? failure, bool damaged, long mismatches)
    {
        string? message = null;
        if (damaged)
            message = $"damaged at offset {offset}: no block starts there; everything before it was read";
        else if (failure is not null)
            message = $"cut short at offset {offset + tail.Length}: {failure.TrimEnd('.')}; everything before it was read";
        else if (tail.Length > 0)
            message = $"cut short at offset {offset + tail.Length}: its last block is incomplete; everything before it was read";
        return new CaptureEnd(offset + (damaged ? 0 : tail.Length), message, tail, mismatches);
    }

    /// <summary>How far the whole blocks reach.</summary>
    static int Walk(byte[] buffer, int filled, ref long mismatches, out bool damaged)
    {
        damaged = false;
        var at = 0;
        while (filled - at >= 8)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(at + 4));
            if (length is < MinBlock or > MaxBlock)
            {
                damaged = true;
                break;
            }
            if (length > filled - at)
                break;
            at += (int)length;
        }
        return at;
    }

    bool Hand(EventBatch batch)
    {
        lock (_ready)
        {
            while (_ready.Count >= Ahead && !_stopped)
                Monitor.Wait(_ready);
            if (_stopped)
                return false;
            _ready.Enqueue(batch);
            Monitor.PulseAll(_ready);
            return true;
        }
    }

    byte[] Rent(int size)
    {
        lock (_ready)
            if (size == BatchSize && _free.TryPop(out var buffer))
                return buffer;
        return GC.AllocateUninitializedArray<byte>(size);
    }
}
