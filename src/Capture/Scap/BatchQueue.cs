namespace CSysdig.Capture.Scap;

/// <summary>Hands runs of whole blocks from the reading thread to the parsing one as batches, and their buffers back.</summary>
/// <param name="trickles">
/// The bytes come as they are made (a pipe). What waits is joined to larger batches; and the first batch, from which the
/// capture's age is told, is given a moment to grow.
/// </param>
/// <param name="first">The number of the first batch: above 0 where others have been given another way.</param>
/// <param name="most">How many batches may wait. Of a file more would cost memory and win nothing; what a machine tells can't be told to wait.</param>
sealed class BatchQueue(bool trickles, int first = 0, int most = 3)
{
    const int EnoughToStart = BatchPump.BatchSize / 4;
    /// <summary>So many buffers are kept for the next batches; those beyond, which a stall took, are left to the collector.</summary>
    const int MostFree = 8;
    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    readonly LinkedList<EventBatch> _ready = new();
    readonly Stack<byte[]> _free = new();
    readonly Stack<BlockList> _freeBlocks = new();
    CaptureEnd? _end;
    bool _stopped;
    int _index = first;

    public CaptureEnd? End
    {
        get
        {
            lock (_ready)
                return _end;
        }
    }

    /// <summary>How many batches wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_ready)
                return _ready.Count;
        }
    }

    /// <summary>Nobody will take what is put.</summary>
    public bool IsStopped => Volatile.Read(ref _stopped);

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
            if (_ready.First is not { } next)
                return null;
            if (trickles && next.Value.Index == 0)
                LetGrow(next.Value);
            _ready.RemoveFirst();
            Monitor.PulseAll(_ready);
            return next.Value;
        }
    }

    /// <summary>Adds a batch, waiting for room. False when nobody will take it.</summary>
    public bool Put(EventBatch batch)
    {
        lock (_ready)
        {
            if (trickles && batch is { Look: null, Settled: null } && _ready.Last?.Value is { } last && last.Bytes.Length - last.Length >= batch.Length)
            {
                batch.Bytes.AsSpan(0, batch.Length).CopyTo(last.Bytes.AsSpan(last.Length));
                last.Blocks.Append(batch.Blocks, last.Length);
                last.Length += batch.Length;
                Return(batch.Bytes);
                Return(batch.Blocks);
            }
            else
            {
                while (_ready.Count >= most && !_stopped)
                    Monitor.Wait(_ready);
                batch.Index = _index++;
                _ready.AddLast(batch);
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

    /// <summary>An empty list.</summary>
    public BlockList RentBlocks()
    {
        lock (_ready)
            return _freeBlocks.TryPop(out var blocks) ? blocks : new BlockList();
    }

    /// <summary>Gives back a batch that nothing points into any more.</summary>
    public void Release(EventBatch batch)
    {
        Return(batch.Bytes);
        Return(batch.Blocks);
        batch.Blocks = BlockList.None;
    }

    /// <summary>A buffer that was made for a large block is left to the collector.</summary>
    void Return(byte[] buffer)
    {
        lock (_ready)
            if (buffer.Length == BatchPump.BatchSize && _free.Count < MostFree)
                _free.Push(buffer);
    }

    void Return(BlockList blocks)
    {
        if (blocks == BlockList.None)
            return;
        blocks.Clear();
        lock (_ready)
            if (_freeBlocks.Count < MostFree)
                _freeBlocks.Push(blocks);
    }

    void LetGrow(EventBatch batch)
    {
        var until = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        while (batch.Length < EnoughToStart && _end is null && until - Environment.TickCount64 is > 0 and var left)
            Monitor.Wait(_ready, (int)left);
    }
}
