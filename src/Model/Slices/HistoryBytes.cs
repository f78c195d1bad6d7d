using CSysdig.Capture.Compression;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Slices;

/// <summary>A <see cref="HistoryCapture"/> as a file that is read from its beginning to its end.</summary>
public sealed class HistoryBytes : ReadingStream
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

    public override int Read(Span<byte> buffer)
    {
        if (_at == _length && !Fetch())
            return 0;
        var count = Math.Min(buffer.Length, _length - _at);
        _run.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

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
