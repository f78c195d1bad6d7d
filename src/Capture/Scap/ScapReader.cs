using System.Buffers.Binary;
using CSysdig.Capture.Compression;
using CSysdig.Capture.Events;
using CSysdig.Capture.Segments;

namespace CSysdig.Capture.Scap;

/// <summary>Takes a whole block, header and trailing length included; it is valid during the call only.</summary>
public delegate void BlockReceiver(BlockType type, ReadOnlySpan<byte> block);

/// <summary>Reads a capture event by event: plain, gzip or zstd by its first bytes, from a file or standard input, or what another source gives.</summary>
public sealed class ScapReader : IDisposable
{
    /// <summary>So many blocks are looked at ahead.</summary>
    const int Group = 32;

    static readonly EventBatch s_none = new() { Bytes = [] };

    readonly IEventSource _source;
    readonly ICaptureTables _tables;
    EventBatch _batch;
    BlockList _blocks;
    int _next;
    int _touched;
    long _number;
    bool _inTables;
    bool _ended;

    ScapReader(IEventSource source, ICaptureTables tables)
    {
        _source = source;
        _tables = tables;
        _batch = source.Take() ?? s_none;
        _blocks = _batch.Blocks;
        if (source.End?.Problem is { } problem)
        {
            source.Dispose();
            throw new CaptureException($"{source.Name} {problem}");
        }
    }

    /// <summary>Opens a capture; "-" is standard input.</summary>
    /// <exception cref="CaptureException">The file can't be opened or is no capture.</exception>
    public static ScapReader Open(string path, ICaptureTables tables) => new(SourceOf(path), tables);

    /// <summary>A capture as a source of blocks; "-" is standard input, a folder one of segments.</summary>
    /// <exception cref="CaptureException">It can't be opened.</exception>
    public static IEventSource SourceOf(string path) => SegmentSource.IsFolder(path) ? SegmentSource.Open(path, follows: false) : new BatchPump(CaptureSource.Open(path));

    /// <summary>Reads from a stream of bytes, compressed or not.</summary>
    /// <exception cref="CaptureException">The bytes are no capture.</exception>
    public static ScapReader Open(Stream stream, ICaptureTables tables) => new(new BatchPump(CaptureSource.Open(stream)), tables);

    /// <summary>Reads from another source of blocks, and disposes of it.</summary>
    /// <exception cref="CaptureException">The source has none.</exception>
    public static ScapReader Open(IEventSource source, ICaptureTables tables) => new(source, tables);

    /// <summary>The event last read; valid until the next call of <see cref="Next"/>.</summary>
    public RawEvent Current { get; } = new();

    /// <summary>The batch that holds <see cref="Current"/>.</summary>
    public EventBatch CurrentBatch => _batch;

    /// <summary>The whole block of <see cref="Current"/>.</summary>
    public ReadOnlySpan<byte> CurrentBlock => BlockAt(CurrentPosition);

    /// <summary>Where the block of <see cref="Current"/> starts in <see cref="CurrentBatch"/>.</summary>
    public int CurrentPosition => Current.BlockStart;

    /// <summary>
    /// Sees every whole block that <see cref="Next"/> passes over on its way to an event: tables, accounts that come as events,
    /// and blocks or events of types that this program does not know. A writer copies them; null when nobody wants them.
    /// </summary>
    public BlockReceiver? PassedOver { get; set; }

    /// <summary>
    /// Receives each batch that the reader has gone past, and gives it back with <see cref="Release"/> or keeps it: it stays valid
    /// until then. Null gives every batch back at once.
    /// </summary>
    public Action<EventBatch>? BatchPassed { get; set; }

    /// <summary>The number in the capture's <see cref="BlockType.Origin"/> block, or null when it has none.</summary>
    public uint? Origin { get; private set; }

    /// <summary>The section's tables were written by libs before 0.12, as sysdig 0.29.3 writes them; so were its events.</summary>
    public bool IsBefore012 { get; private set; }

    /// <summary>What could not be read; complete when <see cref="Next"/> has returned false.</summary>
    public CaptureLosses Losses { get; } = new();

    /// <summary>Bytes of the file consumed so far, compressed as they lie on disk. May be asked from any thread.</summary>
    public long BytesRead => _source.BytesRead;

    /// <summary>The file's size, or -1 where it isn't known (a pipe).</summary>
    public long BytesTotal => _source.BytesTotal;

    /// <summary>The capture lies in its file as it is read: a batch can be read again from there.</summary>
    public bool IsPlainFile => _source.IsPlainFile;

    /// <summary>Waits until there are blocks to read, or the end: a pipe may be silent for long. False when there are none after that time.</summary>
    public bool Await(TimeSpan limit) => _next < _blocks.Count || _ended || _source.Await(limit);

    /// <summary>Reads the next event, handing tables on the way to it to their receiver. False at the end; never throws on damage.</summary>
    public bool Next()
    {
        while (true)
        {
            // A batch of damaged bytes alone has no block.
            while (_next >= _blocks.Count)
                if (!NextBatch())
                    return false;
            if (_next % Group == 0)
                LookAhead();
            var position = _blocks[_next++];
            var block = BlockAt(position);
            var outcome = Current.Load(_batch.Bytes, block, position);
            if (outcome != EventBlock.Outcome.Loaded)
            {
                TakeOther(outcome, block);
                continue;
            }
            if (IsBefore012 && AccountEvents.Take(Current, _tables))
            {
                PassOver(CurrentBlock);
                continue;
            }
            if (_inTables)
                EndTables();
            Current.Number = ++_number;
            return true;
        }
    }

    /// <summary>Takes back the number of the current event: the next one gets it.</summary>
    public void Uncount() => _number--;

    /// <summary>The memory of a batch that was kept is used again. Any thread may call it.</summary>
    public void Release(EventBatch batch) => _source.Release(batch);

    /// <summary>Loads an event again from the bytes of a batch. False when there is none at that place.</summary>
    /// <param name="bytes">What the batch held, in a buffer that may be longer.</param>
    public static bool TryLoad(byte[] bytes, int used, int position, RawEvent into)
    {
        if (position < 0 || position > used - BlockFramer.MinBlock)
            return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position + 4));
        return length >= BlockFramer.MinBlock && length <= used - position
            && into.Load(bytes, bytes.AsSpan(position, (int)length), position) == EventBlock.Outcome.Loaded;
    }

    public void Dispose() => _source.Dispose();

    ReadOnlySpan<byte> BlockAt(int position) =>
        _batch.Bytes.AsSpan(position, BinaryPrimitives.ReadInt32LittleEndian(_batch.Bytes.AsSpan(position + 4)));

    /// <summary>
    /// Touches the first bytes of the next blocks. They lie in the cache of the processor that read them, which is far away:
    /// asked for together they come at the price of one.
    /// </summary>
    void LookAhead()
    {
        const int header = 4, lastOfFirstParams = 64 + header;
        var bytes = _batch.Bytes;
        var touched = 0;
        for (var i = _next; i < Math.Min(_next + Group, _blocks.Count); i++)
        {
            var position = _blocks[i];
            touched += bytes[position + header] + bytes[Math.Min(position + lastOfFirstParams, bytes.Length - 1)];
        }
        _touched = touched;
    }

    /// <summary>Takes a block that holds no event to be shown.</summary>
    void TakeOther(EventBlock.Outcome outcome, ReadOnlySpan<byte> block)
    {
        switch (outcome)
        {
            case EventBlock.Outcome.UnknownType:
                var code = EventBlock.CodeOf(block);
                Losses.AddUnknownEvents(code);
                PassOver(block);
                break;
            case EventBlock.Outcome.Damaged:
                Losses.DamagedBlocks++;
                break;
            default:
                ReadTable(block);
                break;
        }
    }

    void ReadTable(ReadOnlySpan<byte> block)
    {
        var type = (BlockType)BinaryPrimitives.ReadUInt32LittleEndian(block);
        PassOver(block);
        if (type == BlockType.Origin)
        {
            Origin = block.Length >= 16 ? BinaryPrimitives.ReadUInt32LittleEndian(block[8..]) : null;
            return;
        }
        if (type == BlockType.SectionHeader)
        {
            if (SectionHeaderBlock.Problem(block) is not null)
            {
                Losses.DamagedBlocks++;
                return;
            }
            _inTables = true;
            IsBefore012 = false;
            _tables.OnSection();
            return;
        }
        var body = block[8..^4];
        switch (TableBlocks.Read(type, body, _tables))
        {
            case TableBlocks.Outcome.Read:
                _inTables = true;
                break;
            case TableBlocks.Outcome.Damaged:
                _inTables = true;
                Losses.DamagedBlocks++;
                break;
            default:
                Losses.AddUnknownBlocks((uint)type);
                break;
        }
        if (type == BlockType.ProcessListV9)
            IsBefore012 = ProcessListBlock.IsBefore012(body);
    }

    void PassOver(ReadOnlySpan<byte> block) => PassedOver?.Invoke((BlockType)BinaryPrimitives.ReadUInt32LittleEndian(block), block);

    void EndTables()
    {
        _inTables = false;
        _tables.OnTablesEnd();
    }

    bool NextBatch()
    {
        if (_ended)
            return false;
        var batch = _source.Take();
        if (batch is not null)
        {
            var passed = _batch;
            _batch = batch;
            _blocks = batch.Blocks;
            _next = 0;
            if (BatchPassed is { } receiver)
                receiver(passed);
            else
                _source.Release(passed);
            return true;
        }
        _ended = true;
        _blocks = BlockList.None;
        _next = 0;
        Finish(_source.End!);
        return false;
    }

    void Finish(CaptureEnd end)
    {
        // Of a table that the cut goes through, the entries before it.
        if (end.Tail.Length > 8 && !EventBlock.IsEvent(end.Tail.Span))
            TableBlocks.Read((BlockType)BinaryPrimitives.ReadUInt32LittleEndian(end.Tail.Span), end.Tail.Span[8..], _tables);
        if (_inTables)
            EndTables();
        Losses.DamagedBlocks += end.Gaps.Count + end.Mismatches;
        Losses.Message = end.Describe(Losses.DamagedBlocks);
        if (end.IsCutShort)
            Losses.TruncatedAt = end.Offset;
    }
}
