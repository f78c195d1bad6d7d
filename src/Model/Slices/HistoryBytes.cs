using CSysdig.Capture.Compression;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Slices;

/// <summary>A <see cref="HistoryCapture"/> as a file that is read from its beginning to its end.</summary>
public sealed class HistoryBytes : Stream
{
    readonly HistoryCapture _capture;
    byte[] _run = [];
    int _at, _length;

    /// <param name="capture">Is disposed of with this.</param>
    public HistoryBytes(HistoryCapture capture)
    {
        _capture = capture;
        var tables = new MemoryStream();
        using var writer = ScapWriter.Create(tables, "what is known", CaptureCompression.None);
        capture.WriteTables(writer);
        writer.Close();
        _run = tables.ToArray();
        _length = _run.Length;
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at == _length && !Fetch())
            return 0;
        var count = Math.Min(buffer.Length, _length - _at);
        _run.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _capture.Dispose();
        base.Dispose(disposing);
    }

    bool Fetch()
    {
        var run = _capture.Next();
        if (_run.Length < run.Length)
            _run = GC.AllocateUninitializedArray<byte>(run.Length);
        run.CopyTo(_run);
        (_at, _length) = (0, run.Length);
        return _length > 0;
    }
}
