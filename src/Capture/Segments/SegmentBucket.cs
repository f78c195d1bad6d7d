using System.Text.Json;
using CSysdig.Capture.Buckets;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Segments;

/// <summary>Segments that lie in object storage, as they were when it was opened.</summary>
sealed class SegmentBucket : ISegmentFolder
{
    const int Tries = 3, MostNoteBytes = 1 << 14, MostLost = 1_000_000;

    readonly List<Segment> _segments = [];

    /// <exception cref="CaptureException">The bucket can't be read.</exception>
    public SegmentBucket(BucketClient client, string path)
    {
        Path = path;
        var address = BucketAddress.Parse(path);
        try
        {
            List<BucketObject> objects = [];
            Retrying.Run(Tries, async () => objects = await client.List(address, default), () => { }, default);
            foreach (var found in objects)
                if (SegmentName.Of(found.Key[address.Key.Length..]) is { } name)
                    _segments.Add(new Segment(name, address.With(found.Key).ToString(), found.Size, found.Modified));
            _segments.Sort((a, b) => a.Name.CompareTo(b.Name));
            foreach (var found in objects)
                if (found.Key.EndsWith(OutboxFile.NoteEnding, StringComparison.Ordinal) && SegmentName.Of(found.Key[address.Key.Length..^OutboxFile.NoteEnding.Length]) is { } first && IsBeyond(first))
                    Retrying.Run(Tries, async () => NoteMissing(first, await client.Text(address.With(found.Key), MostNoteBytes, default)), () => { }, default);
        }
        catch (BucketException e)
        {
            throw new CaptureException($"{path} can't be read: {e.Message}");
        }
    }

    public string Path { get; }

    public (int Count, SegmentName First) Missing { get; private set; }

    public List<Segment> List() => _segments;

    public bool IsWritten() => false;

    /// <summary>It stood before the first of what was recorded with it, or behind the last.</summary>
    bool IsBeyond(SegmentName lost) => !_segments.Exists(s => s.Name.Run == lost.Run && s.Name.Number < lost.Number) || !_segments.Exists(s => s.Name.Run == lost.Run && s.Name.Number > lost.Number);

    void NoteMissing(SegmentName first, string? note)
    {
        var count = 1L;
        try
        {
            count = Math.Clamp(JsonSerializer.Deserialize(note ?? "", OutboxJson.Default.GivenUp)?.Files ?? 1, 1, MostLost);
        }
        catch (JsonException)
        {
            // One at least is.
        }
        Missing = ((int)Math.Min(Missing.Count + count, MostLost), Missing.Count == 0 || first.CompareTo(Missing.First) < 0 ? first : Missing.First);
    }
}
