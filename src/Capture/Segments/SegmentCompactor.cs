using System.Diagnostics;
using CSysdig.Capture.Compression;
using CSysdig.Capture.Live;
using CSysdig.Capture.Scap;
using ZstdSharp;

namespace CSysdig.Capture.Segments;

/// <summary>
/// Packs segments harder that have lain for a while: what came second by second, each packed for itself, in large frames and at a higher level. The bytes that a reader gets
/// stay the same. It has a thread that lets others go first, and rests as long as it takes to stay within its share of a processor. A file takes the place of the one before
/// when it is whole and has been read back, so that whatever ends the program in between leaves the segment as it was.
/// </summary>
sealed class SegmentCompactor : IDisposable
{
    const string UnfinishedName = ".csysdig-compact";
    /// <summary>How much a frame holds: what is damaged costs no more, and twice as much would save a fiftieth.</summary>
    const int FrameBytes = 4 << 20;
    /// <summary>Above, it takes several times as long for hardly less.</summary>
    const int Level = 9;
    static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    readonly SegmentWriter _segments;
    readonly TimeSpan _age;
    readonly int _share;
    readonly string _unfinished;
    readonly ManualResetEvent _stop = new(false);
    readonly Thread _thread;
    SegmentName? _last;
    int _count;
    long _saved;

    /// <param name="share">Percent of a processor.</param>
    public SegmentCompactor(SegmentWriter segments, TimeSpan age, int share)
    {
        (_segments, _age, _share) = (segments, age, share);
        _unfinished = Path.Combine(segments.Folder, UnfinishedName);
        Remove();
        _thread = new Thread(Run) { IsBackground = true, Name = "segment compactor" };
        _thread.Start();
    }

    /// <summary>What a packed segment begins with: a frame that every reader of zstd passes over.</summary>
    internal static ReadOnlySpan<byte> Mark => [0x5C, 0x2A, 0x4D, 0x18, 8, 0, 0, 0, (byte)'c', (byte)'o', (byte)'m', (byte)'p', (byte)'a', (byte)'c', (byte)'t', Level];

    public (int Count, long Saved) Done => (Volatile.Read(ref _count), Volatile.Read(ref _saved));

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    void Run()
    {
        ThreadTurns.StandBack();
        while (!_stop.WaitOne(s_pause))
            while (Next() is { } segment && !_stop.WaitOne(0))
            {
                try
                {
                    if (!IsDone(segment.Path) && Pack(segment) is { } file && _segments.Replace(segment, file))
                    {
                        Volatile.Write(ref _saved, _saved + segment.Length - file.Length);
                        Volatile.Write(ref _count, _count + 1);
                    }
                }
                // It is cut short or damaged, gone, or there is no room for another: it stays as it is.
                catch (Exception e) when (e is CaptureException or IOException or InvalidDataException or UnauthorizedAccessException or ZstdException or OutOfMemoryException)
                {
                }
                Remove();
                _last = segment.Name;
            }
    }

    /// <summary>The next one that is old enough. While somebody needs it as it is, it and those behind it wait.</summary>
    Segment? Next() => _segments.OldestBehind(_last) is { } next && _segments.IsNeeded?.Invoke(next.Path) != true && DateTime.UtcNow - next.Written >= _age ? next : null;

    static bool IsDone(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        Span<byte> first = stackalloc byte[Mark.Length];
        return file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && first.SequenceEqual(Mark);
    }

    /// <summary>The segment's bytes in another file; null where it is not to be finished, or takes no less.</summary>
    FileInfo? Pack(Segment segment)
    {
        using var source = CaptureSource.Open(segment.Path);
        using var compressor = new Compressor(Level);
        using var reader = new Decompressor();
        var (bytes, read) = (new byte[FrameBytes], new byte[FrameBytes]);
        var frame = new byte[Compressor.GetCompressBound(FrameBytes)];
        using (var to = new FileStream(_unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            to.Write(Mark);
            for (int length; (length = Fill(source, bytes)) > 0;)
            {
                var began = Stopwatch.GetTimestamp();
                var packed = frame.AsSpan(0, compressor.Wrap(bytes.AsSpan(0, length), frame));
                // There is no other copy of it.
                if (reader.Unwrap(packed, read) != length || !read.AsSpan(0, length).SequenceEqual(bytes.AsSpan(0, length)))
                    throw new InvalidDataException("it does not read back");
                to.Write(packed);
                if (_stop.WaitOne(Stopwatch.GetElapsedTime(began) * (100.0 / _share - 1)))
                    return null;
            }
            to.Flush(flushToDisk: true);
        }
        return new FileInfo(_unfinished) is var file && file.Length < segment.Length ? file : null;
    }

    static int Fill(CaptureSource source, byte[] bytes)
    {
        var filled = 0;
        for (int read; filled < bytes.Length && (read = source.Read(bytes.AsSpan(filled))) > 0;)
            filled += read;
        return filled;
    }

    void Remove()
    {
        try
        {
            File.Delete(_unfinished);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is written over, and no reader takes it for a segment.
        }
    }
}
