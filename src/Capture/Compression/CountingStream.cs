namespace CSysdig.Capture.Compression;

/// <summary>
/// The bytes of a capture as they lie on disk: first those already looked at to know the compression, then the rest.
/// Counts what has gone through, to be asked from any thread.
/// </summary>
sealed class CountingStream(Stream inner, ReadOnlyMemory<byte> looked) : Stream
{
    ReadOnlyMemory<byte> _looked = looked;
    long _count;

    public long Count => Volatile.Read(ref _count);

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
        Volatile.Write(ref _count, _count + read);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
