using CSysdig.Model.History.Packing;

namespace CSysdig.Model.History;

/// <summary>
/// The chunks of columns: as many in memory as may be, the others packed in a spool or a cache file, from where they are fetched when
/// they are asked for.
/// </summary>
sealed class ChunkStore : LendingStore<EventChunk, CacheSection>, IDisposable
{
    /// <summary>So many fetched chunks stay in memory however little there is.</summary>
    public const int Least = 4;
    const int MostAhead = 8, MostWaiting = 2, MostFree = 4;

    /// <summary>Who only asks one question is gone by then.</summary>
    static readonly TimeSpan s_firstScreen = TimeSpan.FromMilliseconds(200);

    readonly Spool _spool;
    readonly ChunkReader _reader;
    readonly PackingThread<int> _packer;
    /// <summary>Filled chunks that are nowhere but in memory, the oldest first, but for those that wait to be packed.</summary>
    readonly Queue<int> _filled = new();
    /// <summary>Chunks that nobody has.</summary>
    readonly Stack<EventChunk> _free = new();
    long _filledBytes, _memory, _fetches;
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
            AddPlace(section);
        _packer = new PackingThread<int>("history columns", MostWaiting, Pack, failure => Volatile.Write(ref _failure, failure));
    }

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
            lock (Gate)
                return _filledBytes + RecentBytes;
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

    /// <summary>Some chunks must be fetched: who asks here and there does well to ask in their order.</summary>
    public bool ArePutAside
    {
        get
        {
            lock (Gate)
                return PlaceOf(First) is not null;
        }
    }

    protected override long RecentLimit => Math.Max(Least * (long)EventChunk.ColumnBytes, Memory - _filledBytes);

    protected override int RecentLeast => Least;

    protected override int Ahead => (int)Math.Clamp(RecentLimit / 2 / EventChunk.ColumnBytes, 1, MostAhead);

    /// <summary>
    /// A chunk, to be given back: its columns are used again when nobody has it. Left to the collector where it never is. One that was let go
    /// has rows of which nothing is known: who asked is told by <see cref="EventRows.First"/>.
    /// </summary>
    public EventChunk Lend(int index) => TryLend(index) ?? ChunkReader.Nothing();

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
        lock (Gate)
        {
            chunk = Empty();
            if (Count > 0)
            {
                var full = ItemOf(Count - 1);
                full.Classes.Trim();
                _filled.Enqueue(Count - 1);
                _filledBytes += full.MemoryBytes;
            }
            AddItem(chunk);
        }
        while (TakeSpilled() is >= 0 and var index)
            _packer.Put(index);
        return chunk;
    }

    public override void DropBefore(int index)
    {
        lock (Gate)
        {
            while (_filled.TryPeek(out var oldest) && oldest < index)
                _filledBytes -= ItemOf(_filled.Dequeue()).MemoryBytes;
            base.DropBefore(index);
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
            for (var i = First; i < Count && HasRoomForOne() && !_closing.IsSet; i++)
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
        lock (Gate)
            return RecentBytes + EventChunk.ColumnBytes * 2 <= RecentLimit;
    }

    /// <summary>The oldest of the filled chunks when they take too much, else -1.</summary>
    int TakeSpilled()
    {
        lock (Gate)
        {
            if (_filledBytes <= Memory - (Least + 1) * (long)EventChunk.ColumnBytes || _failure is not null || !_filled.TryDequeue(out var oldest))
                return -1;
            _filledBytes -= ItemOf(oldest).MemoryBytes;
            return oldest;
        }
    }

    void Pack(int index, Packer packer)
    {
        if (TryLend(index) is not { } chunk)
            return;
        var length = ChunkCodec.Length(chunk);
        if (_raw.Length < length)
            _raw = GC.AllocateUninitializedArray<byte>(length);
        ChunkCodec.Write(chunk, _raw.AsSpan(0, length));
        GiveBack(chunk);
        var packed = packer.Pack(_raw.AsSpan(0, length));
        var section = new CacheSection(_spool.Append(packed), packed.Length, length, Checksum.Of(packed));
        if (Stored(index, section))
            PutAside?.Invoke(index, section);
    }

    protected override EventChunk? Fetch(int index, CacheSection packed)
    {
        EventChunk chunk;
        lock (Gate)
            chunk = Empty();
        Interlocked.Increment(ref _fetches);
        if (_reader.TryRead(packed, index, chunk))
            return chunk;
        if (IsThere(index))
            Volatile.Write(ref _problem, _reader.Damage);
        return null;
    }

    protected override void Unused(EventChunk chunk)
    {
        if (_free.Count < MostFree)
            _free.Push(chunk);
    }

    protected override void Free(CacheSection packed) => _spool.Free(packed.Offset, packed.Packed);

    /// <summary>An empty chunk, which the store holds.</summary>
    EventChunk Empty()
    {
        if (!_free.TryPop(out var chunk))
            return new EventChunk();
        chunk.Clear();
        chunk.Holders = 1;
        return chunk;
    }
}
