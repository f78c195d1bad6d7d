using CSysdig.Capture.Scap;
using CSysdig.Model.History.Packing;
using Microsoft.Win32.SafeHandles;

namespace CSysdig.Model.History.Bytes;

/// <summary>
/// The raw bytes of a capture in blocks of about a mebibyte, of which few are in memory: those of a plain file are read from it
/// again, those of a compressed file or a pipe lie compressed in a <see cref="Spool"/>. One thread places batches, any thread
/// borrows blocks.
/// </summary>
sealed class BlockStore : LendingStore<RawBlock, BlockEntry>, IDisposable
{
    const int BlockSize = 1 << 20;
    /// <summary>A batch that is smaller, as pipes give them, is gathered with others to a block.</summary>
    const int LargeBatch = BlockSize / 4 * 3;
    const int MostFree = 4;
    const int MostWaiting = 8;

    readonly Action<EventBatch> _release;
    readonly bool _inFile;
    readonly PackingThread<RawBlock> _packer;
    readonly BlockReader _reader;
    readonly Stack<byte[]> _free = new();
    string? _problem, _failure;

    // Of the placing thread.
    EventBatch? _placed;
    (int Block, int Base) _place;
    /// <summary>The block that is the placed batch, in the reader's buffer.</summary>
    RawBlock? _alone;
    /// <summary>The block in which small batches are gathered.</summary>
    RawBlock? _open;

    /// <param name="release">Takes back a batch of the reader.</param>
    /// <param name="capture">The capture's file where it is plain, else null.</param>
    /// <param name="spool">Where other blocks go.</param>
    /// <param name="recentBytes">How much of what was read last stays in memory.</param>
    public BlockStore(Action<EventBatch> release, SafeFileHandle? capture, Spool spool, long recentBytes)
    {
        _release = release;
        _inFile = capture is not null;
        Spool = spool;
        _packer = new PackingThread<RawBlock>("history packer", MostWaiting, Pack, failure => Volatile.Write(ref _failure, failure));
        _reader = new BlockReader(capture, spool);
        RecentLimit = recentBytes;
    }

    /// <summary>Blocks that are all stored already.</summary>
    public BlockStore(IReadOnlyList<BlockEntry> entries, SafeFileHandle? capture, Spool spool, long recentBytes)
        : this(_ => { }, capture, spool, recentBytes)
    {
        foreach (var entry in entries)
            AddPlace(entry);
    }

    public Spool Spool { get; }

    /// <summary>Where all blocks lie; complete after <see cref="Complete"/>.</summary>
    public IEnumerable<BlockEntry> Entries => Places.Select(place => place.GetValueOrDefault());

    /// <summary>About what it takes of memory.</summary>
    public long MemoryBytes => Spool.MemoryBytes + RecentLimit;

    protected override long RecentLimit { get; }

    /// <summary>One line on bytes that can't be had again, or null.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>One line on why no more bytes can be taken, or null.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>The block that holds a batch's bytes, and where in it they begin.</summary>
    public (int Block, int Base) Place(EventBatch batch)
    {
        if (ReferenceEquals(batch, _placed))
            return _place;
        _placed = batch;
        return _place = _inFile || batch.Length >= LargeBatch ? PlaceAlone(batch) : PlaceInOpen(batch);
    }

    /// <summary>The reader has gone past a batch.</summary>
    public void Passed(EventBatch batch)
    {
        // Behind the first event tables alone are part of what is held, too.
        if (_placed is not null)
            Place(batch);
        if (_alone is not null && ReferenceEquals(batch, _placed))
            Settle();
        else
            _release(batch);
    }

    /// <summary>No more batches will come; waits until all are stored. The last one may lie in a buffer of the reader.</summary>
    public void Complete()
    {
        Settle();
        CloseOpen();
        _packer.Finish();
    }

    /// <summary>A block's bytes, to be given back; null when they can't be had (<see cref="Problem"/> says why).</summary>
    public RawBlock? Lend(int index) => TryLend(index);

    public void Dispose()
    {
        _packer.Dispose();
        _reader.Dispose();
        Spool.Dispose();
    }

    (int, int) PlaceAlone(EventBatch batch)
    {
        CloseOpen();
        _alone = Add(batch.Bytes, batch.Length, _ => _release(batch));
        return (_alone.Index, 0);
    }

    (int, int) PlaceInOpen(EventBatch batch)
    {
        if (_open is not null && _open.Bytes.Length - _open.Length < batch.Length)
            CloseOpen();
        _open ??= Add(Buffer(BlockSize), 0, Recycle);
        var at = _open.Length;
        batch.Bytes.AsSpan(0, batch.Length).CopyTo(_open.Bytes.AsSpan(at));
        _open.Length = at + batch.Length;
        return (_open.Index, at);
    }

    void CloseOpen()
    {
        if (_open is not null)
            _packer.Put(_open);
        _open = null;
    }

    /// <summary>The batch in the reader's buffer goes where it can be had again.</summary>
    void Settle()
    {
        if (_alone is not { } block || _placed is not { } batch)
            return;
        _alone = null;
        if (_inFile && !batch.IsPatched)
            Settled(block, new BlockEntry(batch.FileOffset, batch.Length, 0, Checksum.Of(batch.Bytes.AsSpan(0, batch.Length))));
        else
            _packer.Put(block);
    }

    /// <summary>A block that the store has and who fills or packs it, until it is <see cref="Settled"/>.</summary>
    RawBlock Add(byte[] bytes, int length, Action<RawBlock>? free)
    {
        lock (Gate)
        {
            var block = new RawBlock(Count, bytes, length) { Free = free, Holders = 2 };
            AddItem(block);
            return block;
        }
    }

    void Settled(RawBlock block, BlockEntry entry)
    {
        Stored(block.Index, entry);
        GiveBack(block);
    }

    void Pack(RawBlock block, Packer packer)
    {
        var raw = block.Bytes.AsSpan(0, block.Length);
        var packed = packer.Pack(raw);
        Settled(block, new BlockEntry(Spool.Append(packed), block.Length, packed.Length, Checksum.Of(raw)));
    }

    protected override RawBlock? Fetch(int index, BlockEntry entry)
    {
        var buffer = Buffer(entry.Length);
        var block = new RawBlock(index, buffer, entry.Length) { Free = Recycle };
        if (_reader.Read(entry, buffer.AsSpan(0, entry.Length)) is not { } problem)
            return block;
        if (IsThere(index))
            Volatile.Write(ref _problem, problem);
        GiveBack(block);
        return null;
    }

    protected override void Unused(RawBlock block) => block.Free?.Invoke(block);

    protected override void Free(BlockEntry entry)
    {
        if (entry.Packed > 0)
            Spool.Free(entry.Offset, entry.Packed);
    }

    /// <summary>Room for a block: that of one that nobody has any more, where there is one.</summary>
    byte[] Buffer(int length)
    {
        lock (Gate)
            if (length <= BlockSize && _free.TryPop(out var free))
                return free;
        return GC.AllocateUninitializedArray<byte>(Math.Max(BlockSize, length));
    }

    void Recycle(RawBlock block)
    {
        if (block.Bytes.Length == BlockSize && _free.Count < MostFree)
            _free.Push(block.Bytes);
    }
}
