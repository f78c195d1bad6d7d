using CSysdig.Model.History.Packing;

namespace CSysdig.Model.History;

/// <summary>Reads packed chunks, and refuses those whose rows refer to what is not there. Any thread reads.</summary>
sealed class ChunkReader
{
    readonly Unpackers _unpackers;
    readonly ChunkBounds _bounds;

    /// <summary>Of chunks that this process put aside.</summary>
    public ChunkReader(Spool spool)
        : this(new Unpackers(spool), new ChunkBounds(long.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue), "columns that were put aside can't be read again: some events can't be shown")
    {
    }

    /// <summary>Of chunks that lie in a cache file.</summary>
    public ChunkReader(Unpackers file, ChunkBounds bounds)
        : this(file, bounds, "the cache file has been damaged since it was opened: some events can't be shown; quit, and open the capture again")
    {
    }

    ChunkReader(Unpackers unpackers, ChunkBounds bounds, string damage) => (_unpackers, _bounds, Damage) = (unpackers, bounds, damage);

    /// <summary>One line on a chunk that can't be read.</summary>
    public string Damage { get; }

    /// <summary>Reads a chunk into one that is empty; false where its bytes are not what they should be.</summary>
    public bool TryRead(CacheSection packed, int index, EventChunk chunk)
    {
        try
        {
            return _unpackers.Read(packed, raw => ChunkCodec.Read(raw.Span, (long)index << EventChunk.Shift, _bounds, chunk));
        }
        catch (Exception e) when (Unpacker.IsDamage(e))
        {
            return false;
        }
    }

    /// <summary>Rows of events without thread, fd or bytes.</summary>
    public static EventChunk Nothing()
    {
        var chunk = new EventChunk();
        chunk.Classes.Add(new RowClass(-1, -1, 0, 0, 0, 0, 0, RowFlags.None, RowClass.NoFd));
        return chunk;
    }
}
