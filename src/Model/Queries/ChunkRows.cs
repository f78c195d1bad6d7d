using System.Numerics;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>Some rows of a chunk: listed where they are few, and where they are many a bit for each row, so that no answer takes more than 8 KiB a chunk.</summary>
sealed class ChunkRows
{
    const int Words = EventChunk.Size / 64, MostListed = Words * sizeof(ulong) / sizeof(ushort);

    readonly ushort[]? _listed;
    readonly ulong[]? _bits;

    /// <param name="rows">Their places in the chunk, rising.</param>
    public ChunkRows(int chunk, ReadOnlySpan<ushort> rows)
    {
        (Chunk, Count) = (chunk, rows.Length);
        if (rows.Length <= MostListed)
        {
            _listed = rows.ToArray();
            return;
        }
        _bits = new ulong[Words];
        foreach (var row in rows)
            _bits[row >> 6] |= 1ul << row;
    }

    public int Chunk { get; }

    public int Count { get; }

    /// <summary>The row at a place among them.</summary>
    public long this[int index] => ((long)Chunk << EventChunk.Shift) + (_listed is not null ? _listed[index] : BitAt(index));

    /// <summary>How many of them are below a row.</summary>
    public int CountBelow(long row)
    {
        var end = (int)Math.Clamp(row - ((long)Chunk << EventChunk.Shift), 0, EventChunk.Size);
        if (end == EventChunk.Size)
            return Count;
        if (_listed is not null)
            return Array.BinarySearch(_listed, (ushort)end) is >= 0 and var at ? at : ~Array.BinarySearch(_listed, (ushort)end);
        var count = BitOperations.PopCount(_bits![end >> 6] & (1ul << end) - 1);
        for (var word = 0; word < end >> 6; word++)
            count += BitOperations.PopCount(_bits[word]);
        return count;
    }

    /// <summary>These and others of the same chunk, which come behind them.</summary>
    public ChunkRows With(ChunkRows next)
    {
        Span<ushort> rows = new ushort[Count + next.Count];
        CopyTo(rows);
        next.CopyTo(rows[Count..]);
        return new ChunkRows(Chunk, rows);
    }

    /// <summary>Gives their places in the chunk, rising.</summary>
    public void CopyTo(Span<ushort> rows)
    {
        if (_listed is not null)
        {
            _listed.CopyTo(rows);
            return;
        }
        var count = 0;
        for (var word = 0; word < Words; word++)
            for (var bits = _bits![word]; bits != 0; bits &= bits - 1)
                rows[count++] = (ushort)((word << 6) + BitOperations.TrailingZeroCount(bits));
    }

    int BitAt(int index)
    {
        var word = 0;
        for (int count; index >= (count = BitOperations.PopCount(_bits![word])); word++)
            index -= count;
        var bits = _bits[word];
        for (; index > 0; index--)
            bits &= bits - 1;
        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }
}

/// <summary>Rows of the chunk that is asked, as they are found.</summary>
sealed class RowGathering
{
    readonly ushort[] _rows = new ushort[EventChunk.Size];
    int _count;

    public void Add(int index) => _rows[_count++] = (ushort)index;

    /// <summary>Gives what was found in a row's chunk.</summary>
    public void TakeInto(List<ChunkRows> into, long row)
    {
        if (_count > 0)
            into.Add(new ChunkRows(EventChunk.NumberOf(row), _rows.AsSpan(0, _count)));
        _count = 0;
    }
}
