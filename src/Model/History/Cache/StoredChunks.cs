namespace CSysdig.Model.History.Cache;

/// <summary>
/// Fetches chunks of columns from a cache file when they are first asked for, and drops the oldest when they become too many.
/// Who needs a chunk that another thread is fetching fetches one of the next meanwhile.
/// </summary>
sealed class StoredChunks(Unpackers file, IReadOnlyList<CacheSection> sections, ChunkBounds bounds, long memory)
{
    /// <summary>How far ahead somebody fetches who would have to wait.</summary>
    const int Ahead = 8;

    readonly EventChunk?[] _chunks = new EventChunk?[sections.Count];
    readonly bool[] _claimed = new bool[sections.Count];
    readonly Queue<int> _fetched = new();
    readonly int _most = (int)Math.Clamp(memory / EventChunk.ColumnBytes, 4, int.MaxValue);
    string? _problem;

    /// <summary>One line on columns that could not be read, or null.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    public EventChunk Get(int index)
    {
        while (true)
        {
            if (Volatile.Read(ref _chunks[index]) is { } there)
                return there;
            if (Claim(index) is >= 0 and var claimed)
                Keep(claimed, Fetch(claimed));
            else
                lock (_claimed)
                    if (_claimed[index] && _chunks[index] is null)
                        Monitor.Wait(_claimed);
        }
    }

    int Claim(int index)
    {
        lock (_claimed)
        {
            for (var i = index; i < Math.Min(_claimed.Length, index + Ahead); i++)
            {
                if (_claimed[i])
                    continue;
                _claimed[i] = true;
                return i;
            }
            return -1;
        }
    }

    void Keep(int index, EventChunk chunk)
    {
        lock (_claimed)
        {
            Volatile.Write(ref _chunks[index], chunk);
            _fetched.Enqueue(index);
            while (_fetched.Count > _most && _fetched.TryDequeue(out var oldest))
            {
                Volatile.Write(ref _chunks[oldest], null);
                _claimed[oldest] = false;
            }
            Monitor.PulseAll(_claimed);
        }
    }

    EventChunk Fetch(int index)
    {
        try
        {
            if (file.Read(sections[index], raw => ChunkCodec.Read(raw.Span, index << EventChunk.Shift, bounds)) is { } chunk)
                return chunk;
        }
        catch (Exception e) when (Unpacker.IsDamage(e))
        {
            // As below.
        }
        Volatile.Write(ref _problem, "the cache file has been damaged since it was opened: some events can't be shown; quit, and open the capture again");
        return Nothing();
    }

    /// <summary>Rows of events without thread, fd or bytes.</summary>
    static EventChunk Nothing() => new() { Classes = new RowClasses([new RowClass(-1, -1, 0, 0, 0, 0, RowFlags.None)]) };
}
