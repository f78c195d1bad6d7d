namespace CSysdig.Capture.Segments;

/// <summary>A file that somebody still writes: its end is waited for.</summary>
/// <param name="isOver">Nothing more will come; asked at each end of what there is.</param>
sealed class GrowingFile(string path, Func<bool> isOver, WaitHandle stop) : Stream
{
    const int PauseMs = 50;

    readonly FileStream _file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    bool _isOver;

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            var read = _file.Read(buffer);
            if (read > 0 || _isOver)
                return read;
            // What came before that is read all the same.
            _isOver = isOver() || stop.WaitOne(PauseMs);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }
}
