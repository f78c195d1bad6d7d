using System.Buffers;
using CSysdig.Capture.Scap;
using CSysdig.Model.History.Bytes;
using CSysdig.Model.History.Packing;
using CSysdig.Model.History.Pages;
using MessagePack;

namespace CSysdig.Model.History.Cache;

/// <summary>What stands where in a cache file, and the little that has no section of its own.</summary>
sealed class CacheIndex
{
    public required long Rows { get; init; }
    public required long FileSize { get; init; }
    public required IReadOnlyList<BlockEntry> Blocks { get; init; }
    /// <summary>Of the packed bytes of each block, 0 where the block is in the capture's file.</summary>
    public required IReadOnlyList<ulong> PackedSums { get; init; }
    public required IReadOnlyList<CacheSection> Chunks { get; init; }
    /// <summary>The times of marks, as differences.</summary>
    public required CacheSection Marks { get; init; }
    public required ulong LastTimestamp { get; init; }
    public required ulong Disorder { get; init; }
    public required StateSections State { get; init; }
    public required CacheSection Answers { get; init; }
    public required IReadOnlyList<(long Row, long Shift)> NumberShifts { get; init; }
    public required CaptureLosses Losses { get; init; }
    public required IReadOnlyList<LostStretch> Lost { get; init; }

    public ReadOnlyMemory<byte> Write()
    {
        var bytes = new ArrayBufferWriter<byte>(1 << 16);
        var to = new MessagePackWriter(bytes);
        to.Write(Rows);
        to.Write(FileSize);
        to.Write(Blocks.Count);
        foreach (var (block, packedSum) in Blocks.Zip(PackedSums))
        {
            to.Write(block.Offset);
            to.Write(block.Length);
            to.Write(block.Packed);
            to.Write(block.Sum);
            to.Write(packedSum);
        }
        CacheSection.Write(ref to, Chunks);
        Marks.Write(ref to);
        to.Write(LastTimestamp);
        to.Write(Disorder);
        State.Write(ref to);
        Answers.Write(ref to);
        to.Write(NumberShifts.Count);
        foreach (var (row, shift) in NumberShifts)
        {
            to.Write(row);
            to.Write(shift);
        }
        to.Write(Losses.UnknownEvents.Count);
        foreach (var (code, count) in Losses.UnknownEvents)
        {
            to.Write(code);
            to.Write(count);
        }
        to.Write(Losses.UnknownBlocks.Count);
        foreach (var (type, count) in Losses.UnknownBlocks)
        {
            to.Write(type);
            to.Write(count);
        }
        to.Write(Losses.DamagedBlocks);
        to.Write(Losses.TruncatedAt ?? -1);
        to.Write(Losses.Message);
        to.Write(Lost.Count);
        foreach (var (start, until, events) in Lost)
        {
            to.Write(start);
            to.Write(until);
            to.Write(events);
        }
        to.Flush();
        return bytes.WrittenMemory;
    }

    public static CacheIndex Read(ReadOnlyMemory<byte> bytes)
    {
        var from = new MessagePackReader(bytes);
        var rows = from.ReadInt64();
        var fileSize = from.ReadInt64();
        var blocks = new BlockEntry[MachineReader.Count(ref from)];
        var packedSums = new ulong[blocks.Length];
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] = Sound(new BlockEntry(from.ReadInt64(), from.ReadInt32(), from.ReadInt32(), from.ReadUInt64()));
            packedSums[i] = from.ReadUInt64();
        }
        var chunks = CacheSection.ReadAll(ref from);
        var marks = CacheSection.Read(ref from);
        var lastTimestamp = from.ReadUInt64();
        var disorder = from.ReadUInt64();
        var state = StateSections.Read(ref from);
        var answers = CacheSection.Read(ref from);
        var shifts = new (long, long)[MachineReader.Count(ref from)];
        for (var i = 0; i < shifts.Length; i++)
            shifts[i] = (from.ReadInt64(), from.ReadInt64());
        if (rows < 0 || marks.Length != TimeMarks.CountOf(rows) * sizeof(ulong) || chunks.Length != (rows + EventChunk.Mask) >> EventChunk.Shift || rows > 0 && (shifts.Length == 0 || shifts[0].Item1 != 0))
            throw new InvalidDataException("rows and chunks differ");
        var losses = new CaptureLosses();
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            losses.AddUnknownEvents(from.ReadInt32(), from.ReadInt64());
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            losses.AddUnknownBlocks(from.ReadUInt32(), from.ReadInt64());
        losses.DamagedBlocks = from.ReadInt64();
        losses.TruncatedAt = from.ReadInt64() is >= 0 and var at ? at : null;
        losses.Message = from.ReadString();
        var lost = new LostStretch[MachineReader.Count(ref from)];
        for (var i = 0; i < lost.Length; i++)
            lost[i] = new LostStretch(from.ReadUInt64(), from.ReadUInt64(), Math.Max(0, from.ReadInt64()));
        return new CacheIndex
        {
            Rows = rows, FileSize = fileSize, Blocks = blocks, PackedSums = packedSums, Chunks = chunks, Marks = marks, LastTimestamp = lastTimestamp, Disorder = disorder, State = state, Answers = answers, NumberShifts = shifts, Losses = losses, Lost = lost,
        };
    }

    static BlockEntry Sound(BlockEntry block) =>
        block is { Offset: >= 0, Packed: >= 0 and < CacheSection.Most, Length: >= 0 and < CacheSection.Most } ? block : throw new InvalidDataException("a block is nowhere");
}
