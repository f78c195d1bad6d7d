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

    /// <summary>Segments that are so old are packed harder; null for none.</summary>
    public TimeSpan? CompactAge { get; init; }

    /// <summary>How many percent of a processor that may take: a quarter of the bound, where there is one, for what is recorded goes first.</summary>
    public int CompactShare { get; init; } = UsualShare;

    const int UsualShare = 10, MostShare = 100, PartOfBound = 4;

    /// <summary>The same, with what is packed harder.</summary>
    /// <param name="mostCpu">Percents of one processor that all together may take; 0 for no bound.</param>
    public KeepLimit WithCompact(TimeSpan age, int mostCpu) =>
        this with { CompactAge = age, CompactShare = mostCpu == 0 ? UsualShare : Math.Clamp(mostCpu / PartOfBound, 1, MostShare) };
}

/// <summary>Writes a folder of segments: one after the other, the oldest go. Every segment begins with the state of its moment.</summary>
public sealed class SegmentWriter : IDisposable
{
    readonly SegmentFolder _folder;
    readonly FileStream _lock;
    readonly KeepLimit _limit;
    /// <summary>Oldest first. Whoever packs them harder changes it too.</summary>
    readonly List<Segment> _written;
    readonly Lock _changing = new();
    readonly DateTime _run;
    SegmentCompactor? _compactor;
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
        _written = written;
    }

    /// <summary>Makes the folder if it isn't there.</summary>
    /// <exception cref="CaptureException">It can't be written to, or somebody else does.</exception>
    public static SegmentWriter Open(string folder, KeepLimit limit) => new(new SegmentFolder(folder), limit);

    public string Folder => _folder.Path;

    /// <summary>Is told of each segment before it goes, by its path.</summary>
    public Action<string>? Going { get; set; }

    /// <summary>Whether somebody still needs a segment as it is, by its path.</summary>
    public Func<string, bool>? IsNeeded { get; set; }

    /// <summary>How many segments this run has packed harder, and how many bytes less they take.</summary>
    public (int Count, long Saved) Compacted => _compactor?.Done ?? default;

    /// <summary>Where the segment lies that is being written.</summary>
    public string Current => _path;

    /// <summary>What the segments that are whole take.</summary>
    public long Bytes
    {
        get
        {
            lock (_changing)
                return _written.Sum(segment => segment.Length);
        }
    }

    /// <summary>How many segments are whole, and when the oldest of them was written to its end.</summary>
    public (int Count, DateTime? Oldest) Written
    {
        get
        {
            lock (_changing)
                return (_written.Count, _written.Count > 0 ? _written[0].Written : null);
        }
    }

    /// <summary>Begins the next segment; the one before is closed.</summary>
    /// <exception cref="CaptureException">It can't be created.</exception>
    public ScapWriter Next()
    {
        Note();
        var name = new SegmentName(_run, ++_number);
        _path = Path.Combine(Path.GetFullPath(Folder), name.ToString());
        _began = DateTime.UtcNow;
        Fit(0);
        _compactor ??= _limit.CompactAge is { } age ? new SegmentCompactor(this, age, _limit.CompactShare) : null;
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
        lock (_changing)
            while (_written is [var oldest, ..] && (bytes > _limit.Bytes || now - oldest.Written > _limit.Age))
            {
                // Where it can't be removed nothing is won by trying for ever.
                _written.RemoveAt(0);
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

    /// <summary>The oldest segment behind another one; null where none is whole.</summary>
    internal Segment? OldestBehind(SegmentName? other)
    {
        lock (_changing)
            foreach (var segment in _written)
                if (other is not { } name || segment.Name.CompareTo(name) > 0)
                    return segment;
        return null;
    }

    /// <summary>Puts a file in the place of a segment with the same content; false where that is gone meanwhile.</summary>
    /// <exception cref="IOException">It can't be put there.</exception>
    internal bool Replace(Segment segment, FileInfo file)
    {
        lock (_changing)
        {
            var at = _written.FindIndex(s => s.Name == segment.Name);
            if (at < 0)
                return false;
            // How old it is goes by this.
            file.LastWriteTimeUtc = segment.Written;
            var length = file.Length;
            file.MoveTo(segment.Path, overwrite: true);
            _written[at] = segment with { Length = length };
            return true;
        }
    }

    public void Dispose()
    {
        _compactor?.Dispose();
        _lock.Dispose();
    }

    void Note()
    {
        if (_number > 0 && new FileInfo(_path) is { Exists: true } file)
            lock (_changing)
                _written.Add(new Segment(new SegmentName(_run, _number), _path, file.Length, file.LastWriteTimeUtc));
    }
}
