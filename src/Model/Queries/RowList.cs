namespace CSysdig.Model.Queries;

/// <summary>Rising rows, chunk by chunk, that one thread adds to while others read what it has published.</summary>
sealed class RowList
{
    /// <summary>What is published is one object, never changed: chunks, and how many rows lie in those before each.</summary>
    sealed record Published(ChunkRows[] Chunks, int[] Before, int Length, int Count);

    volatile Published _published = new([], [], 0, 0);
    readonly List<ChunkRows> _taken = [];

    /// <summary>Rows that may be read.</summary>
    public int Count => _published.Count;

    public long this[int index] => TryGet(index, out var row) ? row : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>False where there are not so many: others may have gone since they were counted.</summary>
    public bool TryGet(int index, out long row)
    {
        var all = _published;
        row = 0;
        if ((uint)index >= (uint)all.Count)
            return false;
        var at = Array.BinarySearch(all.Before, 0, all.Length, index);
        if (at < 0)
            at = ~at - 1;
        row = all.Chunks[at][index - all.Before[at]];
        return true;
    }

    /// <summary>How many published rows are below one.</summary>
    public int CountBelow(long row)
    {
        var all = _published;
        int low = 0, high = all.Length;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (all.Chunks[middle].Chunk < History.EventChunk.NumberOf(row))
                low = middle + 1;
            else
                high = middle;
        }
        return low == all.Length ? all.Count : Math.Min(all.Count, all.Before[low] + all.Chunks[low].CountBelow(row));
    }

    /// <summary>Takes over the rows of one thread; all are above those published.</summary>
    public void Take(List<ChunkRows> found)
    {
        _taken.AddRange(found);
        found.Clear();
    }

    /// <summary>Puts in order what several threads gave, and publishes it.</summary>
    /// <param name="first">Chunks whose rows are all before it go.</param>
    public void Publish(long first = 0)
    {
        DropBefore(History.EventChunk.NumberOf(first));
        if (_taken.Count == 0)
            return;
        _taken.Sort((a, b) => a[0].CompareTo(b[0]));
        var (chunks, before, length, count) = _published;
        if (length + _taken.Count > chunks.Length)
            (chunks, before) = (State.Versioned.Grown(chunks, (length + _taken.Count) * 2), State.Versioned.Grown(before, (length + _taken.Count) * 2));
        foreach (var rows in _taken)
        {
            // Of a chunk that was filling there may be some already; who reads them has them without the others.
            if (length > 0 && chunks[length - 1].Chunk == rows.Chunk)
                chunks[length - 1] = chunks[length - 1].With(rows);
            else
                (chunks[length], before[length++]) = (rows, count);
            count += rows.Count;
        }
        _taken.Clear();
        _published = new Published(chunks, before, length, count);
    }

    void DropBefore(int chunk)
    {
        _taken.RemoveAll(rows => rows.Chunk < chunk);
        var (chunks, before, length, count) = _published;
        var gone = 0;
        while (gone < length && chunks[gone].Chunk < chunk)
            gone++;
        if (gone == 0)
            return;
        var rows = gone == length ? count : before[gone];
        _published = new Published(chunks[gone..length], [.. before[gone..length].Select(b => b - rows)], length - gone, count - rows);
    }
}
