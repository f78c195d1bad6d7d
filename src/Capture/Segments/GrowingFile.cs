using CSysdig.Capture.Compression;

namespace CSysdig.Capture.Segments;

/// <summary>A file that somebody still writes: its end is waited for.</summary>
/// <param name="isOver">Nothing more will come; asked at each end of what there is.</param>
sealed class GrowingFile(string path, Func<bool> isOver, WaitHandle stop) : ReadingStream
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }
}
