using CSysdig.Capture.Compression;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Segments;

/// <summary>How much a folder keeps of what is recorded.</summary>
/// <param name="Age">How long it is kept at least.</param>
/// <param name="Bytes">What all segments may take of the disk.</param>
public readonly record struct KeepLimit(TimeSpan Age, long Bytes)
{
    public static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(30);
    public const long LeastBytes = 16 << 20;

    /// <summary>A folder holds so many segments, more or less.</summary>
    const int Parts = 32;
    const long LargestSegment = 256 << 20;
    static readonly TimeSpan s_longestSegment = TimeSpan.FromMinutes(10);

    internal long SegmentBytes { get; init; } = Math.Min(LargestSegment, Bytes / Parts);
    internal TimeSpan SegmentTime { get; init; } = Age / Parts < s_longestSegment ? Age / Parts : s_longestSegment;
}

/// <summary>Writes a folder of segments: one after the other, the oldest go. Every segment begins with the state of its moment.</summary>
public sealed class SegmentWriter : IDisposable
{
    readonly SegmentFolder _folder;
    readonly FileStream _lock;
    readonly KeepLimit _limit;
    readonly Queue<Segment> _written;
    readonly DateTime _run;
    int _number;
    DateTime _began;
    string _path = "";

    SegmentWriter(SegmentFolder folder, KeepLimit limit)
    {
        (_folder, _limit, _lock) = (folder, limit, folder.Lock());
        var written = folder.List();
        var now = DateTime.UtcNow;
        _run = new DateTime(now.Ticks - now.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        // Names tell the order, whatever the clock does.
        if (written.Count > 0 && written[^1].Name.Run is var newest && newest >= _run)
            _run = newest.AddSeconds(1);
        _written = new Queue<Segment>(written);
    }

    /// <summary>Makes the folder if it isn't there.</summary>
    /// <exception cref="CaptureException">It can't be written to, or somebody else does.</exception>
    public static SegmentWriter Open(string folder, KeepLimit limit) => new(new SegmentFolder(folder), limit);

    public string Folder => _folder.Path;

    /// <summary>Is told of each segment before it goes, by its path.</summary>
    public Action<string>? Going { get; set; }

    /// <summary>Where the segment lies that is being written.</summary>
    public string Current => _path;

    /// <summary>What the segments that are whole take.</summary>
    public long Bytes => _written.Sum(segment => segment.Length);

    /// <summary>How many segments are whole, and when the oldest of them was written to its end.</summary>
    public (int Count, DateTime? Oldest) Written => (_written.Count, _written.TryPeek(out var oldest) ? oldest.Written : null);

    /// <summary>Begins the next segment; the one before is closed.</summary>
    /// <exception cref="CaptureException">It can't be created.</exception>
    public ScapWriter Next()
    {
        Note();
        var name = new SegmentName(_run, ++_number);
        _path = Path.Combine(Folder, name.ToString());
        _began = DateTime.UtcNow;
        Fit(0);
        return ScapWriter.Create(_path, CaptureCompression.Zstd);
    }

    /// <summary>It is time for the next one.</summary>
    public bool IsFull(ScapWriter segment) => segment.Size >= _limit.SegmentBytes || DateTime.UtcNow - _began >= _limit.SegmentTime;

    /// <summary>Lets the oldest segments go: those that are older than wanted, and what there is no room for beside the one that is being written.</summary>
    public void Fit(long current)
    {
        var now = DateTime.UtcNow;
        // What is still to come into the segment has its room before it comes.
        var bytes = Bytes + Math.Max(current, _limit.SegmentBytes + _limit.SegmentBytes / 4);
        while (_written.TryPeek(out var oldest) && (bytes > _limit.Bytes || now - oldest.Written > _limit.Age))
        {
            // Where it can't be removed nothing is won by trying for ever.
            _written.Dequeue();
            bytes -= oldest.Length;
            Going?.Invoke(oldest.Path);
            try
            {
                File.Delete(oldest.Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    public void Dispose() => _lock.Dispose();

    void Note()
    {
        if (_number > 0 && new FileInfo(_path) is { Exists: true } file)
            _written.Enqueue(new Segment(new SegmentName(_run, _number), _path, file.Length, file.LastWriteTimeUtc));
    }
}
