using CSysdig.Model.Streams;

namespace CSysdig.Model.Extracting;

/// <summary>
/// Artifacts on their way to the disk. Memory and open files are bounded: when there are too many, or too much of them lies in
/// memory, those that were touched longest ago are finished, and a later call on one of them begins another.
/// </summary>
sealed class Artifacts(OutputFolder folder) : IDisposable
{
    const int MostAlive = 4096, MostRows = 50_000;
    const long MostMemory = 64L << 20;

    readonly OpenFiles _files = new(folder);
    readonly SafeNames _names = new();
    readonly List<Artifact> _alive = [];
    readonly Dictionary<string, ArtifactRow> _read = [];
    readonly Holes _jumps = new(1L << 30), _unseen = new(4L << 30);
    long _memory;

    /// <summary>What is finished.</summary>
    public List<ArtifactRow> Rows { get; } = [];

    /// <summary>How many artifacts there was no room for.</summary>
    public long LeftOut { get; private set; }

    public Content NewContent() => new(_files);

    public void Add(Artifact artifact, long number)
    {
        if (_alive.Count >= MostAlive || _memory > MostMemory)
            FinishOldest();
        artifact.Touched = number;
        _alive.Add(artifact);
    }

    /// <summary>Whether bytes at an offset may go into an artifact, or are too far off.</summary>
    public bool Reaches(Artifact artifact, long offset) => offset >= artifact.Base && offset - artifact.Base is var at
        && _jumps.Allow(at - artifact.Size) && _unseen.Allow(Math.Min(at, artifact.Size) - artifact.Content.Length);

    /// <summary>Whether a copy of what was seen may go on at an offset.</summary>
    public bool Reaches(Content content, long at) => _unseen.Take(at - content.Length);

    /// <summary>Where an artifact begins whose first bytes lie at an offset: at the start of the file, unless that is too far away.</summary>
    public long BaseFor(long offset) => _jumps.Allow(offset) ? 0 : offset;

    /// <summary>Takes the bytes of a call.</summary>
    /// <param name="count">How many bytes it moved, of which the capture may have fewer.</param>
    public void Write(Artifact artifact, long offset, ReadOnlySpan<byte> data, long count, long number)
    {
        artifact.Touched = number;
        var at = offset - artifact.Base;
        _jumps.Take(at - artifact.Size);
        if (!data.IsEmpty)
            _unseen.Take(Math.Min(at, artifact.Size) - artifact.Content.Length);
        artifact.Size = Math.Max(artifact.Size, at + count);
        if (data.IsEmpty)
            return;
        var before = artifact.Content.Memory;
        artifact.Content.Write(at, data, () => PlaceOf(artifact));
        _memory += artifact.Content.Memory - before;
        artifact.Seen.Add(offset, offset + data.Length);
    }

    /// <summary>Finishes all, in the order in which they began.</summary>
    public void FinishAll()
    {
        Finish(_alive);
        _alive.Clear();
    }

    /// <summary>Gives back the room of those that are not finished: they are in no list.</summary>
    public void DropUnfinished()
    {
        foreach (var artifact in _alive.Where(a => !a.IsFinished))
            artifact.Content.Drop();
    }

    public void Dispose() => _files.Dispose();

    void FinishOldest()
    {
        var old = _alive.OrderBy(a => a.Touched).Take(_alive.Count / 2 + 1).ToHashSet();
        Finish(old);
        _alive.RemoveAll(old.Contains);
    }

    void Finish(IReadOnlyCollection<Artifact> artifacts)
    {
        // Bodies first: they are named by the other direction, whose bytes must still be here.
        foreach (var stream in artifacts.Where(a => !a.IsFinished && HttpBodies.Has(a)).OrderBy(a => a.Number))
            foreach (var body in new HttpBodies(stream, stream.Other, this).All())
                Finish(body);
        foreach (var artifact in artifacts.OrderBy(a => a.Number))
            Finish(artifact);
    }

    void Finish(Artifact artifact)
    {
        artifact.IsFinished = true;
        _memory -= artifact.Content.Memory;
        if (artifact.Size == 0)
            return;
        if (Rows.Count >= MostRows)
        {
            LeftOut++;
            artifact.Content.Drop();
        }
        else if (artifact.Seen.Bytes == 0)
            Rows.Add(ArtifactRow.Of(artifact, "", ""));
        else if (artifact.Content.Hash() is var hash && !(artifact.Kind == ArtifactKind.Read && IsKnown(artifact, hash)))
            Save(artifact, hash);
    }

    void Save(Artifact artifact, string hash)
    {
        if (artifact.Content.Place is null)
            artifact.Content.MoveToDisk(PlaceOf(artifact));
        var place = artifact.Content.Place!;
        var row = ArtifactRow.Of(artifact, place, hash);
        _files.Close(place);
        Rows.Add(row);
        if (artifact.Kind == ArtifactKind.Read)
            _read[Key(artifact, hash)] = row;
    }

    /// <summary>The same bytes of the same file were read before: libraries are, hundreds of times.</summary>
    bool IsKnown(Artifact artifact, string hash)
    {
        if (!_read.TryGetValue(Key(artifact, hash), out var row))
            return false;
        row.Openings++;
        artifact.Content.Drop();
        return true;
    }

    static string Key(Artifact artifact, string hash) =>
        $"{hash} {artifact.Base} {artifact.Size} {artifact.Seen.Bytes} {artifact.IsComplete} {Convert.ToHexString(artifact.Name)}";

    /// <summary>Where below the folder it lies when it lies on the disk.</summary>
    public string PlaceOf(Artifact artifact) => artifact.Kind switch
    {
        ArtifactKind.Written => _names.Place("written", [.. artifact.Name, .. Suffix(artifact)]),
        ArtifactKind.Read => _names.Place("read", [.. artifact.Name, .. Suffix(artifact)]),
        ArtifactKind.Body => _names.Place("bodies", artifact.Name),
        _ => _names.Place("streams", StreamName(artifact)),
    };

    static byte[] Suffix(Artifact artifact) => artifact.Base == 0 ? [] : System.Text.Encoding.ASCII.GetBytes($"@{artifact.Base}");

    /// <summary>198.51.100.20_36868-203.0.113.9_6667.pid32603.sent</summary>
    static byte[] StreamName(Artifact artifact)
    {
        var tuple = artifact.Name.AsSpan().ToArray();
        tuple.AsSpan().Replace((byte)':', (byte)'_');
        tuple.AsSpan().Replace((byte)'/', (byte)'_');
        var name = System.Text.Encoding.Latin1.GetString(tuple).Replace("->", "-");
        return System.Text.Encoding.Latin1.GetBytes($"{name}.pid{artifact.Pid}.{(artifact.Kind == ArtifactKind.Sent ? "sent" : "received")}");
    }
}
