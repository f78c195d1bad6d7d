using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CSysdig.Capture.Events;

namespace CSysdig.Model.History;

/// <summary>
/// The columns of a chunk as bytes that compress well: columns one after the other, those that rise as differences, then the
/// classes and the odd rows. Numbers are little-endian.
/// </summary>
static class ChunkCodec
{
    const int OddBytes = 4 + 8 + 4 + 8 + 8 + 8 + 8;

    const int CountBytes = 12;
    static readonly int s_classBytes = Unsafe.SizeOf<RowClass>();

    /// <summary>Bytes of a chunk with so many classes and odd rows.</summary>
    public static int Length(int classes, int odd) => EventChunk.ColumnBytes + CountBytes + classes * s_classBytes + odd * OddBytes;

    public static int Length(EventChunk chunk) => Length(chunk.Classes.Count, chunk.Odd.Count);

    /// <summary>No chunk has less or more.</summary>
    public static bool IsPossible(int length) => length >= Length(1, 0) && length <= Length(EventChunk.Size, EventChunk.Size);

    /// <summary>Writes a chunk; <paramref name="to"/> has its length.</summary>
    public static void Write(EventChunk chunk, Span<byte> to)
    {
        var times = Take<ulong>(ref to);
        ulong before = 0;
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = chunk.Timestamp[i] - before;
            before = chunk.Timestamp[i];
        }
        Put(chunk.Latency, ref to);
        Put(chunk.Result, ref to);
        Put(chunk.Position, ref to);
        Put(chunk.ThreadGap, ref to);
        Put(chunk.Class, ref to);
        Put(chunk.Block, ref to);
        Put(chunk.EnterDistance, ref to);
        BinaryPrimitives.WriteInt32LittleEndian(to, chunk.FirstBlock);
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], chunk.Classes.Count);
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], chunk.Odd.Count);
        to = to[CountBytes..];
        var classes = MemoryMarshal.AsBytes(chunk.Classes.All);
        classes.CopyTo(to);
        to = to[classes.Length..];
        foreach (var (i, odd) in chunk.Odd)
        {
            BinaryPrimitives.WriteInt32LittleEndian(to, i);
            BinaryPrimitives.WriteInt64LittleEndian(to[4..], odd.FdNumber);
            BinaryPrimitives.WriteInt32LittleEndian(to[12..], odd.Error);
            BinaryPrimitives.WriteUInt64LittleEndian(to[16..], odd.Latency);
            BinaryPrimitives.WriteUInt64LittleEndian(to[24..], odd.PreviousTimestamp);
            BinaryPrimitives.WriteUInt64LittleEndian(to[32..], odd.ThreadPreviousTimestamp);
            BinaryPrimitives.WriteInt64LittleEndian(to[40..], odd.Enter);
            to = to[OddBytes..];
        }
    }

    /// <summary>Reads a chunk into one that is empty. False when it refers to what is not there.</summary>
    public static bool Read(Span<byte> from, long firstRow, ChunkBounds bounds, EventChunk chunk)
    {
        var counts = from[EventChunk.ColumnBytes..];
        var firstBlock = BinaryPrimitives.ReadInt32LittleEndian(counts);
        var classes = BinaryPrimitives.ReadInt32LittleEndian(counts[4..]);
        var odd = BinaryPrimitives.ReadInt32LittleEndian(counts[8..]);
        if (classes is < 1 or > EventChunk.Size || odd is < 0 or > EventChunk.Size || from.Length != Length(classes, odd))
            return false;
        chunk.FirstBlock = firstBlock;
        chunk.Classes.Fill(MemoryMarshal.Cast<byte, RowClass>(counts[CountBytes..])[..classes]);
        var times = Take<ulong>(ref from);
        ulong before = 0;
        for (var i = 0; i < times.Length; i++)
            chunk.Timestamp[i] = before += times[i];
        Get(chunk.Latency, ref from);
        Get(chunk.Result, ref from);
        Get(chunk.Position, ref from);
        Get(chunk.ThreadGap, ref from);
        Get(chunk.Class, ref from);
        Get(chunk.Block, ref from);
        Get(chunk.EnterDistance, ref from);
        from = from[(CountBytes + classes * s_classBytes)..];
        for (; odd > 0; odd--, from = from[OddBytes..])
            chunk.Odd[BinaryPrimitives.ReadInt32LittleEndian(from)] = new OddRow(BinaryPrimitives.ReadInt64LittleEndian(from[4..]),
                BinaryPrimitives.ReadInt32LittleEndian(from[12..]), BinaryPrimitives.ReadUInt64LittleEndian(from[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(from[24..]), BinaryPrimitives.ReadUInt64LittleEndian(from[32..]), BinaryPrimitives.ReadInt64LittleEndian(from[40..]));
        return IsSound(chunk, firstRow, bounds);
    }

    /// <summary>Every row refers to versions, blocks and rows that there are.</summary>
    static bool IsSound(EventChunk chunk, long firstRow, ChunkBounds bounds)
    {
        var sound = true;
        foreach (ref readonly var shared in chunk.Classes.All)
            sound &= shared.Thread >= -1 & shared.Thread < bounds.Threads & shared.Fd >= -1 & shared.Fd < bounds.Fds & shared.Code < EventTable.Count;
        var rows = Math.Min(EventChunk.Size, bounds.Rows - firstRow);
        for (var i = 0; i < rows; i++)
            sound &= chunk.Class[i] < chunk.Classes.Count
                & (chunk.EnterDistance[i] <= firstRow + i | chunk.EnterDistance[i] == ushort.MaxValue)
                & (uint)(chunk.FirstBlock + chunk.Block[i]) < (uint)bounds.Blocks;
        if (!sound)
            return false;
        for (var i = 0; i < rows; i++)
            if ((chunk.ClassOf(i).Has(RowFlags.Odd) || chunk.EnterDistance[i] == ushort.MaxValue)
                && !(chunk.Odd.TryGetValue(i, out var odd) && odd.Enter >= -1 && odd.Enter < firstRow + i))
                return false;
        return true;
    }

    static Span<T> Take<T>(ref Span<byte> bytes) where T : unmanaged
    {
        var column = MemoryMarshal.Cast<byte, T>(bytes)[..EventChunk.Size];
        bytes = bytes[MemoryMarshal.AsBytes(column).Length..];
        return column;
    }

    static void Put<T>(T[] column, ref Span<byte> to) where T : unmanaged => column.CopyTo(Take<T>(ref to));

    static void Get<T>(T[] column, ref Span<byte> from) where T : unmanaged => Take<T>(ref from).CopyTo(column);
}

/// <summary>How many of what rows refer to there are.</summary>
readonly record struct ChunkBounds(long Rows, int Threads, int Fds, int Blocks);
