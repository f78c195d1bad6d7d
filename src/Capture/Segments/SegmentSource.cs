using System.Buffers.Binary;
using CSysdig.Capture.Buckets;
using CSysdig.Capture.Compression;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Segments;

/// <summary>
/// The segments of a folder as one source. One that goes on where the one before ended brings its events alone; behind a gap the tables at its
/// head are the state from there on. A folder that is written to is followed, where that is wished.
/// </summary>
public sealed class SegmentSource : IEventSource
{
    readonly ISegmentFolder _folder;
    readonly bool _follows, _isWritten;
    readonly long _total;
    readonly ManualResetEvent _stop = new(false);
    readonly RawEvent _probe = new();
    Segment? _segment;
    BatchPump? _pump;
    CaptureEnd _last = new(0, default);
    bool _skipsHead, _isCut;
    int _index, _cut, _missing;
    long _done;
    string? _firstCut;
    SegmentName? _firstMissing;
    (long Count, long Bytes, long First) _gaps = (0, 0, -1);
    long _mismatches;
    volatile CaptureEnd? _end;

    SegmentSource(string folder, bool follows)
    {
        _folder = BucketAddress.IsMeant(folder) ? new SegmentBucket(BucketClient.Usual, folder) : new SegmentFolder(folder);
        _isWritten = _folder.IsWritten();
        _follows = follows && _isWritten;
        var segments = _folder.List();
        if (!segments.Exists(segment => segment.Length > 0))
            throw new CaptureException(BucketAddress.IsMeant(folder) ? $"{folder} has no segments; an object of its own is named without a / at the end"
                : $"{folder} is a directory without segments; csysdig --keep 2h {folder} writes them");
        _total = segments.Sum(segment => segment.Length);
    }

    /// <param name="follows">What is still written there is waited for; else the source ends where it ends now.</param>
    /// <exception cref="CaptureException">The folder can't be read, or there are no segments in it.</exception>
    public static SegmentSource Open(string folder, bool follows) => new(folder, follows);

    /// <summary>A file is called as segments are.</summary>
    public static bool IsSegment(string file) => SegmentName.Of(file) is not null;

    /// <summary>Whether a path is one of a folder, on disk or in a bucket.</summary>
    public static bool IsFolder(string path) => BucketAddress.IsFolderMeant(path) || Directory.Exists(path);

    /// <summary>Somebody writes there, and it is followed.</summary>
    public bool Grows => _follows;

    public string Name => _folder.Path;

    public long BytesRead => Volatile.Read(ref _done) + (_pump?.BytesRead ?? 0);

    public long BytesTotal => _follows ? -1 : _total;

    public bool IsPlainFile => false;

    public CaptureEnd? End => _end;

    public bool Await(TimeSpan limit) => _end is not null || (_pump?.Await(limit) ?? true);

    public EventBatch? Take()
    {
        while (_end is null)
        {
            if (_pump is not null && _pump.Take() is { } batch)
            {
                if (_skipsHead && BehindHead(ref batch) is false)
                {
                    _pump.Release(batch);
                    continue;
                }
                batch.Index = _index++;
                return batch;
            }
            Leave();
            if (!OpenNext())
                _end = Whole();
        }
        return null;
    }

    public void Release(EventBatch batch) => _pump?.Release(batch);

    public void Dispose()
    {
        _stop.Set();
        _pump?.Dispose();
    }

    /// <summary>Takes note of how the segment ended.</summary>
    void Leave()
    {
        if (_pump is not { End: { } end })
            return;
        _last = end;
        _gaps = (_gaps.Count + end.Gaps.Count, _gaps.Bytes + end.Gaps.Bytes, _gaps.First >= 0 ? _gaps.First : end.Gaps.First);
        _mismatches += end.Mismatches;
        _isCut = end.IsCutShort || end.Problem is not null;
        _done += _pump.BytesRead;
        _pump.Dispose();
        _pump = null;
    }

    bool OpenNext()
    {
        while (!_stop.WaitOne(0) && Next() is { } next)
        {
            if (_segment is not null && _isCut)
                NoteCut();
            if (_segment is { } last && last.Name.Run == next.Name.Run && next.Name.Number > last.Name.Number + 1)
                NoteMissing(last.Name with { Number = last.Name.Number + 1 }, next.Name.Number - last.Name.Number - 1);
            _skipsHead = !_isCut && _segment is { } before && next.Name.Follows(before.Name);
            _segment = next;
            try
            {
                _pump = new BatchPump(_follows ? CaptureSource.Open(new GrowingFile(next.Path, IsOver, _stop)) : CaptureSource.Open(next.Path));
                return true;
            }
            // It went away, or can't be read.
            catch (Exception e) when (e is CaptureException or IOException or UnauthorizedAccessException)
            {
                _isCut = e is not (FileNotFoundException or DirectoryNotFoundException);
            }
        }
        return false;
    }

    Segment? Next()
    {
        foreach (var segment in _folder.List())
            if (segment.Length > 0 && (_segment is not { } current || segment.Name.CompareTo(current.Name) > 0))
                return segment;
        return null;
    }

    bool IsOver() => Next() is not null || !_folder.IsWritten();

    void NoteCut()
    {
        _cut++;
        _firstCut ??= _segment!.Value.Name.ToString();
    }

    void NoteMissing(SegmentName first, int count)
    {
        _missing += count;
        if (_firstMissing is not { } before || first.CompareTo(before) < 0)
            _firstMissing = first;
    }

    /// <summary>How all of it ended. What is written at this moment may end anywhere.</summary>
    CaptureEnd Whole()
    {
        var end = _isWritten && !_follows && _last.Problem is null ? new CaptureEnd(_last.Offset, default) : _last;
        // Nothing could be read at all.
        if (_index > 0)
            end = end with { Problem = null };
        if (_folder.Missing is { Count: > 0 } missing)
            NoteMissing(missing.First, missing.Count);
        return end with { Gaps = _gaps, Mismatches = _mismatches, CutParts = (_cut, _firstCut), MissingParts = (_missing, _firstMissing?.ToString()) };
    }

    /// <summary>
    /// Takes away the tables of a segment that goes on where the one before ended, up to the event that says so, or to the first one that is shown.
    /// False where the batch holds nothing else.
    /// </summary>
    bool BehindHead(ref EventBatch batch)
    {
        var blocks = batch.Blocks;
        for (var i = 0; i < blocks.Count; i++)
        {
            var position = blocks[i];
            var length = BinaryPrimitives.ReadInt32LittleEndian(batch.Bytes.AsSpan(position + 4));
            if (_probe.Load(batch.Bytes, batch.Bytes.AsSpan(position, length), position) != EventBlock.Outcome.Loaded)
                continue;
            var isEnd = ScapWriterEvents.IsTablesEnd(_probe);
            if (!isEnd && (_probe.DumpFlags & ScapWriterEvents.StateOnly) != 0)
                continue;
            _skipsHead = false;
            var from = isEnd ? position + length : position;
            var rest = new BlockList();
            for (i += isEnd ? 1 : 0; i < blocks.Count; i++)
                rest.Add(blocks[i] - from);
            batch.Bytes.AsSpan(from, batch.Length - from).CopyTo(batch.Bytes);
            batch = new EventBatch { Bytes = batch.Bytes, Length = batch.Length - from, Blocks = rest };
            return batch.Length > 0;
        }
        return false;
    }
}
