namespace CSysdig.Tests.TestKit;

/// <summary>A stream that gives one run of bytes, and then another again and again.</summary>
sealed class EndlessStream(byte[] first, byte[] again) : Stream
{
    byte[] _bytes = first;
    int _at;

    public bool IsDisposed { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            if (_at == _bytes.Length)
                (_bytes, _at) = (again, 0);
            var count = Math.Min(buffer.Length - filled, _bytes.Length - _at);
            _bytes.AsSpan(_at, count).CopyTo(buffer[filled..]);
            _at += count;
            filled += count;
        }
        return filled;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    protected override void Dispose(bool disposing) => IsDisposed = true;
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
