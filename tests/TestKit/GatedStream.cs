using CSysdig.Capture.Compression;

namespace CSysdig.Tests.TestKit;

/// <summary>A stream that gives so many bytes and the others when it is opened.</summary>
sealed class GatedStream(Stream source, long first) : ReadingStream
{
    readonly ManualResetEventSlim _open = new();
    long _read;

    public void Open() => _open.Set();

    public override int Read(Span<byte> buffer)
    {
        if (_read >= first)
            _open.Wait();
        var read = source.Read(buffer[..(int)Math.Min(buffer.Length, _open.IsSet ? long.MaxValue : first - _read)]);
        _read += read;
        return read;
    }
}
