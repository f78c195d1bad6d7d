namespace CSysdig.Capture.Scap;

/// <summary>Hands batches from the reading thread to the parsing one, and their buffers back.</summary>
sealed class BatchQueue
{
    /// <summary>How many batches may wait. More would cost memory and win nothing.</summary>
    const int Most = 3;

    readonly Queue<EventBatch> _ready = new();
    readonly Stack<byte[]> _free = new();
    CaptureEnd? _end;
    bool _stopped;

    public CaptureEnd? End
    {
        get
        {
            lock (_ready)
                return _end;
        }
    }

    /// <summary>The next batch, waiting for it; null at the end.</summary>
    public EventBatch? Take()
    {
        lock (_ready)
        {
            while (_ready.Count == 0 && _end is null)
                Monitor.Wait(_ready);
            if (!_ready.TryDequeue(out var batch))
                return null;
            Monitor.PulseAll(_ready);
            return batch;
        }
    }

    /// <summary>Adds a batch, waiting for room. False when nobody will take it.</summary>
    public bool Put(EventBatch batch)
    {
        lock (_ready)
        {
            while (_ready.Count >= Most && !_stopped)
                Monitor.Wait(_ready);
            if (_stopped)
                return false;
            _ready.Enqueue(batch);
            Monitor.PulseAll(_ready);
            return true;
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

    /// <summary>Takes a buffer back; one that was made for a large block is left to the collector.</summary>
    public void Return(byte[] buffer)
    {
        if (buffer.Length == BatchPump.BatchSize)
            lock (_ready)
                _free.Push(buffer);
    }
}
