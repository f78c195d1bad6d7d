namespace CSysdig.Model.Queries;

/// <summary>Rising rows, chunk by chunk, that one thread adds to while others read what it has published.</summary>
sealed class RowList
{
    /// <summary>What is published is one object, never changed: chunks, how many rows lie in those before each, and how many have gone before all of them.</summary>
    sealed record Published(ChunkRows[] Chunks, int[] Before, int Length, int Count, long Gone);

    volatile Published _published = new([], [], 0, 0, 0);
    readonly List<ChunkRows> _taken = [];

    /// <summary>Rows that may be read.</summary>
    public int Count => _published.Count;

    /// <summary>How many were let go of before those.</summary>
    public long Gone => _published.Gone;

    /// <summary>How many there have ever been.</summary>
    public long Ever
    {
        get
        {
            var all = _published;
            return all.Gone + all.Count;
        }
    }

    /// <summary>A row by its place among all that there have ever been, which stays; of one that has gone the oldest that has not. False where there are not so many.</summary>
    public bool TryGet(long place, out long row)
    {
        var all = _published;
        row = 0;
        var index = (int)Math.Clamp(place - all.Gone, 0, int.MaxValue);
        if (index >= all.Count)
            return false;
        var at = Array.BinarySearch(all.Before, 0, all.Length, index);
        if (at < 0)
            at = ~at - 1;
        row = all.Chunks[at][index - all.Before[at]];
        return true;
    }

    /// <summary>How many published rows are below one.</summary>
    public int CountBelow(long row) => CountBelow(_published, row);

    /// <summary>How many of all that there have ever been are below one that can still be there.</summary>
    public long EverBelow(long row)
    {
        var all = _published;
        return all.Gone + CountBelow(all, row);
    }

    static int CountBelow(Published all, long row)
    {
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
        var (chunks, before, length, count, gone) = _published;
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
        _published = new Published(chunks, before, length, count, gone);
    }

    void DropBefore(int chunk)
    {
        _taken.RemoveAll(rows => rows.Chunk < chunk);
        var (chunks, before, length, count, gone) = _published;
        var first = 0;
        while (first < length && chunks[first].Chunk < chunk)
            first++;
        if (first == 0)
            return;
        var rows = first == length ? count : before[first];
        _published = new Published(chunks[first..length], [.. before[first..length].Select(b => b - rows)], length - first, count - rows, gone + rows);
    }
}
