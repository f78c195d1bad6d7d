namespace CSysdig.Model.History.Packing;

/// <summary>Lets any thread read sections of a file, with an unpacker that is used again.</summary>
sealed class Unpackers(Spool file)
{
    readonly Stack<Unpacker> _free = new();

    /// <summary>Does something with a section's bytes, which are its own until it ends.</summary>
    public T Read<T>(CacheSection section, Func<Memory<byte>, T> use)
    {
        var unpacker = Take();
        try
        {
            return use(unpacker.Unpack(file, section));
        }
        finally
        {
            GiveBack(unpacker);
        }
    }

    /// <summary>Unpacks what has its checksum elsewhere to where it is wanted.</summary>
    public void Read(long at, int length, Span<byte> into)
    {
        var unpacker = Take();
        try
        {
            unpacker.Unpack(file, at, length, into);
        }
        finally
        {
            GiveBack(unpacker);
        }
    }

    Unpacker Take()
    {
        lock (_free)
            return _free.TryPop(out var unpacker) ? unpacker : new Unpacker();
    }

    void GiveBack(Unpacker unpacker)
    {
        lock (_free)
            _free.Push(unpacker);
    }
}
