using CSysdig.Model.History.Bytes;

namespace CSysdig.Model.History.Cache;

/// <summary>Lets any thread read sections of a file, with an unpacker that is used again.</summary>
sealed class Unpackers(Spool file)
{
    readonly Stack<Unpacker> _free = new();

    /// <summary>Does something with a section's bytes, which are its own until it ends.</summary>
    public T Read<T>(CacheSection section, Func<Memory<byte>, T> use)
    {
        Unpacker? unpacker;
        lock (_free)
            _free.TryPop(out unpacker);
        unpacker ??= new Unpacker();
        try
        {
            return use(unpacker.Unpack(file, section));
        }
        finally
        {
            lock (_free)
                _free.Push(unpacker);
        }
    }
}
