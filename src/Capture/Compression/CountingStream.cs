namespace CSysdig.Capture.Compression;

/// <summary>
/// The bytes of a capture as they lie on disk: first those already looked at to know the compression, then the rest.
/// Counts what has gone through, to be asked from any thread.
/// </summary>
sealed class CountingStream(Stream inner, ReadOnlyMemory<byte> looked) : ReadingStream
{
    ReadOnlyMemory<byte> _looked = looked;
    long _count;

    public long Count => Volatile.Read(ref _count);

    /// <summary>Somebody has asked for more and there was none.</summary>
    public bool HasEnded { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        int read;
        if (_looked.IsEmpty)
        {
            read = inner.Read(buffer);
        }
        else
        {
            read = Math.Min(buffer.Length, _looked.Length);
            _looked.Span[..read].CopyTo(buffer);
            _looked = _looked[read..];
        }
        HasEnded |= read == 0 && !buffer.IsEmpty;
        Volatile.Write(ref _count, _count + read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
