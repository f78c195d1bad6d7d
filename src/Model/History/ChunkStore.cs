using CSysdig.Model.History.Packing;

namespace CSysdig.Model.History;

/// <summary>
/// The chunks of columns: as many in memory as may be, the others packed in a spool or a cache file, from where they are fetched when
/// they are asked for. One thread adds; any thread asks. Who needs a chunk that another is fetching fetches one of the next meanwhile.
/// </summary>
sealed class ChunkStore : IDisposable
{
    /// <summary>So many fetched chunks stay in memory however little there is.</summary>
    public const int Least = 4;
    /// <summary>How far ahead somebody fetches who would have to wait.</summary>
    const int Ahead = 8;
    const int MostWaiting = 2, MostFree = 4;
    /// <param name="Chunk">In memory, or null.</param>
    /// <param name="Packed">Where it lies packed.</param>
    /// <param name="IsClaimed">It is fetched or somebody is fetching it; or, of one that lies nowhere else, it is being packed.</param>
    record struct Slot(EventChunk? Chunk, CacheSection Packed, bool IsClaimed);

    /// <summary>Who only asks one question is gone by then.</summary>
    static readonly TimeSpan s_firstScreen = TimeSpan.FromMilliseconds(200);

    readonly object _lock = new();
    readonly Spool _spool;
    readonly ChunkReader _reader;
    readonly PackingThread<int> _packer;
    /// <summary>Filled chunks that are nowhere but in memory, and fetched ones, the oldest first.</summary>
    readonly Queue<int> _filled = new(), _fetched = new();
    /// <summary>Chunks that nobody has.</summary>
    readonly Stack<EventChunk> _free = new();
    readonly Sliding<Slot> _slots = new();
    long _filledBytes, _fetchedBytes, _memory, _fetches;
    readonly ManualResetEventSlim _closing = new();
    Thread? _ahead;
    byte[] _raw = [];
    string? _problem, _failure;

    /// <param name="spool">Where chunks are put aside.</param>
    /// <param name="packed">Chunks that lie packed from the start.</param>
    public ChunkStore(Spool spool, ChunkReader reader, IEnumerable<CacheSection> packed, long memory)
    {
        (_spool, _reader, _memory) = (spool, reader, memory);
        foreach (var section in packed)
            _slots.Add(new Slot(null, section, false));
        _packer = new PackingThread<int>("history columns", MostWaiting, Pack, failure => Volatile.Write(ref _failure, failure));
    }

    /// <summary>How many there are, with those that were let go.</summary>
    public int Count => _slots.End;

    /// <summary>Called when a chunk is in memory no more, on the thread that packs.</summary>
    public Action<int, CacheSection>? PutAside { get; init; }

    /// <summary>Bytes that chunks may take together; set by the thread that adds.</summary>
    public long Memory
    {
        get => Volatile.Read(ref _memory);
        set => Volatile.Write(ref _memory, value);
    }

    /// <summary>What the chunks in memory take, but for the one that is being filled.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _filledBytes + _fetchedBytes;
        }
    }

    /// <summary>What is needed of memory however much is put aside.</summary>
    public long LeastMemory => Math.Min(Count, Least + 1) * (long)EventChunk.ColumnBytes;

    /// <summary>How often a chunk that was put aside was fetched.</summary>
    public long Fetched => Volatile.Read(ref _fetches);

    /// <summary>One line on columns that could not be read, or null.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>One line on why no more chunks can be put aside, or null.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    public bool IsInMemory(int index)
    {
        lock (_lock)
            return _slots.Has(index) && _slots[index].Chunk is not null;
    }

    /// <summary>How many chunks are in memory.</summary>
    public int InMemory
    {
        get
        {
            lock (_lock)
                return Enumerable.Range(_slots.First, _slots.End - _slots.First).Count(i => _slots[i].Chunk is not null);
        }
    }

    /// <summary>Some chunks must be fetched: who asks here and there does well to ask in their order.</summary>
    public bool ArePutAside
    {
        get
        {
            lock (_lock)
                return _slots.First < _slots.End && _slots[_slots.First].Packed.Length > 0;
        }
    }

    /// <summary>
    /// A chunk, to be given back: its columns are used again when nobody has it. Left to the collector where it never is. One that was let go
    /// has rows of which nothing is known: who asked is told by <see cref="EventRows.First"/>.
    /// </summary>
    public EventChunk Lend(int index)
    {
        while (true)
        {
            int claimed;
            lock (_lock)
            {
                if (!_slots.Has(index))
                    return ChunkReader.Nothing();
                if (_slots[index].Chunk is { } there)
                {
                    there.Holders++;
                    return there;
                }
                claimed = Claim(index);
                if (claimed < 0)
                    Monitor.Wait(_lock);
            }
            if (claimed >= 0)
                Keep(claimed, FetchClaimed(claimed));
        }
    }

    public void GiveBack(EventChunk chunk)
    {
        lock (_lock)
            Release(chunk);
    }

    /// <summary>Gives one chunk back for another.</summary>
    public EventChunk Exchange(EventChunk? held, int index)
    {
        if (held is not null)
            GiveBack(held);
        return Lend(index);
    }

    /// <summary>Adds an empty chunk; the one before it is full.</summary>
    public EventChunk Add()
    {
        EventChunk chunk;
        lock (_lock)
        {
            chunk = Empty();
            if (Count > 0)
            {
                var full = _slots[Count - 1].Chunk!;
                full.Classes.Trim();
                _filled.Enqueue(Count - 1);
                _filledBytes += full.Bytes;
            }
            _slots.Add(new Slot(chunk, default, false));
        }
        while (TakeSpilled() is >= 0 and var index)
            _packer.Put(index);
        return chunk;
    }

    /// <summary>Where a chunk lies packed; false when it is in memory alone.</summary>
    public bool TryPacked(int index, out CacheSection section)
    {
        lock (_lock)
            section = _slots[index].Packed;
        return section.Length > 0;
    }

    /// <summary>Chunks before one are needed no more; who has one keeps it.</summary>
    public void DropBefore(int index)
    {
        lock (_lock)
        {
            for (var i = _slots.First; i < index; i++)
            {
                var (chunk, packed, isClaimed) = _slots[i];
                if (packed.Length > 0)
                    _spool.Free(packed.Offset, packed.Packed);
                if (chunk is null)
                    continue;
                if (packed.Length > 0)
                    _fetchedBytes -= chunk.Bytes;
                else if (!isClaimed)
                    _filledBytes -= chunk.Bytes;
                Release(chunk);
            }
            _slots.DropBefore(index);
            while (_filled.TryPeek(out var oldest) && oldest < index)
                _filled.Dequeue();
            for (var left = _fetched.Count; left > 0; left--)
                if (_fetched.Dequeue() is var fetched && fetched >= index)
                    _fetched.Enqueue(fetched);
        }
    }

    /// <summary>No more will be added: waits until what is put aside is stored.</summary>
    public void Complete() => _packer.Finish();

    /// <summary>Begins to fetch what memory has room for, on a thread of its own: while somebody reads the first screen.</summary>
    public void FetchAhead()
    {
        _ahead = new Thread(RunAhead) { IsBackground = true, Name = "history columns ahead" };
        _ahead.Start();
    }

    void RunAhead()
    {
        if (_closing.Wait(s_firstScreen))
            return;
        try
        {
            for (var i = _slots.First; i < Count && HasRoomForOne() && !_closing.IsSet; i++)
                GiveBack(Lend(i));
        }
        catch (OutOfMemoryException)
        {
            // Nobody has asked yet.
        }
    }

    public void Dispose()
    {
        _closing.Set();
        _ahead?.Join();
        _packer.Dispose();
    }

    bool HasRoomForOne()
    {
        lock (_lock)
            return _fetchedBytes + EventChunk.ColumnBytes * 2 <= FetchedLimit;
    }

    /// <summary>The oldest of the filled chunks when they take too much, else -1.</summary>
    int TakeSpilled()
    {
        lock (_lock)
        {
            if (_filledBytes <= Memory - (Least + 1) * (long)EventChunk.ColumnBytes || _failure is not null || !_filled.TryDequeue(out var oldest))
                return -1;
            _filledBytes -= _slots[oldest].Chunk!.Bytes;
            _slots[oldest].IsClaimed = true;
            return oldest;
        }
    }

    void Pack(int index, Packer packer)
    {
        if (!IsThere(index))
            return;
        var chunk = Lend(index);
        var length = ChunkCodec.Length(chunk);
        if (_raw.Length < length)
            _raw = GC.AllocateUninitializedArray<byte>(length);
        ChunkCodec.Write(chunk, _raw.AsSpan(0, length));
        GiveBack(chunk);
        var packed = packer.Pack(_raw.AsSpan(0, length));
        var section = new CacheSection(_spool.Append(packed), packed.Length, length, Checksum.Of(packed));
        lock (_lock)
        {
            if (!_slots.Has(index))
            {
                _spool.Free(section.Offset, section.Packed);
                return;
            }
            (_slots[index].Packed, _slots[index].IsClaimed) = (section, false);
            Drop(index);
        }
        PutAside?.Invoke(index, section);
    }

    /// <summary>The chunk, or one of the next, is this thread's to fetch; -1 when others fetch all of them.</summary>
    int Claim(int index)
    {
        var ahead = Math.Clamp(FetchedLimit / 2 / EventChunk.ColumnBytes, 1, Ahead);
        for (var i = index; i < Math.Min(Count, index + ahead); i++)
        {
            ref var slot = ref _slots[i];
            if (slot.IsClaimed || slot.Packed.Length == 0 || slot.Chunk is not null)
                continue;
            slot.IsClaimed = true;
            return i;
        }
        return -1;
    }

    long FetchedLimit => Math.Max(Least * (long)EventChunk.ColumnBytes, Memory - _filledBytes);

    void Keep(int index, EventChunk chunk)
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
            if (!_slots.Has(index))
                return;
            _slots[index].Chunk = chunk;
            _fetches++;
            _fetched.Enqueue(index);
            _fetchedBytes += chunk.Bytes;
            while (_fetched.Count > Least && _fetchedBytes > FetchedLimit)
            {
                var oldest = _fetched.Dequeue();
                _fetchedBytes -= _slots[oldest].Chunk!.Bytes;
                _slots[oldest].IsClaimed = false;
                Drop(oldest);
            }
        }
    }

    void Drop(int index)
    {
        var chunk = _slots[index].Chunk!;
        _slots[index].Chunk = null;
        // The store's own hold is over.
        Release(chunk);
    }

    void Release(EventChunk chunk)
    {
        if (--chunk.Holders < 0 && _free.Count < MostFree)
            _free.Push(chunk);
    }

    /// <summary>An empty chunk, which the store holds.</summary>
    EventChunk Empty()
    {
        if (!_free.TryPop(out var chunk))
            return new EventChunk();
        chunk.Clear();
        chunk.Holders = 0;
        return chunk;
    }

    /// <summary>Fetches; what could not be fetched is anybody's to try again.</summary>
    EventChunk FetchClaimed(int index)
    {
        try
        {
            return Fetch(index);
        }
        catch
        {
            lock (_lock)
            {
                if (_slots.Has(index))
                    _slots[index].IsClaimed = false;
                Monitor.PulseAll(_lock);
            }
            throw;
        }
    }

    EventChunk Fetch(int index)
    {
        EventChunk chunk;
        CacheSection packed;
        lock (_lock)
        {
            chunk = Empty();
            if (!_slots.Has(index))
                return chunk;
            packed = _slots[index].Packed;
        }
        if (_reader.TryRead(packed, index, chunk))
            return chunk;
        if (IsThere(index))
            Volatile.Write(ref _problem, _reader.Damage);
        return ChunkReader.Nothing();
    }

    bool IsThere(int index)
    {
        lock (_lock)
            return _slots.Has(index);
    }
}
