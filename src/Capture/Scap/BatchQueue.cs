namespace CSysdig.Capture.Scap;

/// <summary>Hands runs of whole blocks from the reading thread to the parsing one as batches, and their buffers back.</summary>
/// <param name="trickles">
/// The bytes come as they are made (a pipe). What waits is joined to larger batches; and the first batch, from which the
/// capture's age is told, is given a moment to grow.
/// </param>
sealed class BatchQueue(bool trickles)
{
    /// <summary>How many batches may wait. More would cost memory and win nothing.</summary>
    const int Most = 3;
    const int EnoughToStart = BatchPump.BatchSize / 4;
    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    readonly LinkedList<EventBatch> _ready = new();
    readonly Stack<byte[]> _free = new();
    CaptureEnd? _end;
    bool _stopped;
    int _index;

    public CaptureEnd? End
    {
        get
        {
            lock (_ready)
                return _end;
        }
    }

    /// <summary>Waits until <see cref="Take"/> would not have to; false when it still would after that time.</summary>
    public bool Await(TimeSpan limit)
    {
        lock (_ready)
        {
            if (_ready.Count == 0 && _end is null && limit > TimeSpan.Zero)
                Monitor.Wait(_ready, limit);
            return _ready.Count > 0 || _end is not null;
        }
    }

    /// <summary>The next batch, waiting for it; null at the end.</summary>
    public EventBatch? Take()
    {
        lock (_ready)
        {
            while (_ready.Count == 0 && _end is null)
                Monitor.Wait(_ready);
            if (_ready.First is not { } first)
                return null;
            if (trickles && first.Value.Index == 0)
                LetGrow(first.Value);
            _ready.RemoveFirst();
            Monitor.PulseAll(_ready);
            return first.Value;
        }
    }

    /// <summary>Adds blocks, waiting for room. False when nobody will take them.</summary>
    public bool Put(byte[] bytes, int length, long offset, bool isPatched)
    {
        lock (_ready)
        {
            if (trickles && _ready.Last?.Value is { } last && last.Bytes.Length - last.Length >= length)
            {
                bytes.AsSpan(0, length).CopyTo(last.Bytes.AsSpan(last.Length));
                last.Length += length;
                Return(bytes);
            }
            else
            {
                while (_ready.Count >= Most && !_stopped)
                    Monitor.Wait(_ready);
                _ready.AddLast(new EventBatch { Bytes = bytes, Length = length, FileOffset = offset, Index = _index++, IsPatched = isPatched });
            }
            Monitor.PulseAll(_ready);
            return !_stopped;
        }
    }

    public void Finish(CaptureEnd end)
    {
        lock (_ready)
        {
            _end = end;
            Monitor.PulseAll(_ready);
        }
    }

    public void Stop()
    {
        lock (_ready)
        {
            _stopped = true;
            Monitor.PulseAll(_ready);
        }
    }

    /// <summary>A buffer of <see cref="BatchPump.BatchSize"/>.</summary>
    public byte[] Rent()
    {
        lock (_ready)
            if (_free.TryPop(out var buffer))
                return buffer;
        return GC.AllocateUninitializedArray<byte>(BatchPump.BatchSize);
    }

    /// <summary>Gives back a batch that nothing points into any more.</summary>
    public void Release(EventBatch batch) => Return(batch.Bytes);

    /// <summary>A buffer that was made for a large block is left to the collector.</summary>
    void Return(byte[] buffer)
    {
        if (buffer.Length == BatchPump.BatchSize)
            lock (_ready)
                _free.Push(buffer);
    }

    void LetGrow(EventBatch batch)
    {
        var until = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        while (batch.Length < EnoughToStart && _end is null && until - Environment.TickCount64 is > 0 and var left)
            Monitor.Wait(_ready, (int)left);
    }
}
