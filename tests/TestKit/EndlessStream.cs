using CSysdig.Capture.Compression;

namespace CSysdig.Tests.TestKit;

/// <summary>A stream that gives one run of bytes, and then another again and again.</summary>
sealed class EndlessStream(byte[] first, byte[] again) : ReadingStream
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

    protected override void Dispose(bool disposing) => IsDisposed = true;
}
