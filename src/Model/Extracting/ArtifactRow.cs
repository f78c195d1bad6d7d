namespace CSysdig.Model.Extracting;

/// <summary>A line of the manifest: an artifact that is finished, without its bytes.</summary>
/// <param name="Place">Where it lies below the folder; empty when no byte of it was seen.</param>
/// <param name="Name">The path, or the tuple of a connection, as captured.</param>
/// <param name="Base">Where in the file its first byte stands.</param>
/// <param name="Seen">How many bytes of it were seen.</param>
/// <param name="Gaps">The bytes that were not, as offsets in the file: the first <see cref="MostGaps"/> of them.</param>
/// <param name="Type">What the file is by its first bytes; null where they were not seen, and for connections.</param>
public sealed record ArtifactRow(
    string Place, ArtifactKind Kind, byte[] Name, long Pid, byte[] Comm, ulong Time, long Base, long Size, long Seen,
    IReadOnlyList<(long Start, long End)> Gaps, bool HasMoreGaps, bool IsComplete, string Why, FileType? Type)
{
    public const int MostGaps = 100;

    /// <summary>SHA-256 of the file, in lower-case hexadecimal; empty unless all of it was seen.</summary>
    public string Hash { get; private init; } = "";

    /// <summary>The same of what was seen of another, as it lies below the folder: with zeros for what was not seen before its last byte.</summary>
    public string PartHash { get; private init; } = "";

    /// <summary>How often the same bytes were met.</summary>
    public int Openings { get; internal set; } = 1;

    /// <summary>What its name promises and its first bytes are not; null where they agree.</summary>
    public string? Belied => Type?.Belied(Name);

    internal static ArtifactRow Of(Artifact artifact, string place, string hash)
    {
        var gaps = artifact.Seen.Gaps(artifact.Base, artifact.Base + artifact.Size).Take(MostGaps + 1).ToList();
        return new ArtifactRow(place, artifact.Kind, artifact.Name, artifact.Pid, artifact.Comm, artifact.Time, artifact.Base, artifact.Size,
            artifact.Seen.Bytes, gaps.Take(MostGaps).ToList(), gaps.Count > MostGaps || artifact.Seen.IsCoarse, artifact.IsComplete, WhyNot(artifact), TypeOf(artifact))
        {
            Hash = artifact.IsComplete ? hash : "",
            PartHash = artifact.IsComplete ? "" : hash,
        };
    }

    /// <summary>What kind of file it is, in one word.</summary>
    public string KindName => Kind switch
    {
        ArtifactKind.Written => "written",
        ArtifactKind.Read => "read",
        ArtifactKind.Sent => "sent",
        ArtifactKind.Received => "received",
        _ => "body",
    };

    /// <summary>It is a direction of a terminal: a conversation, and no file.</summary>
    public bool IsTerminal => Kind is ArtifactKind.Read or ArtifactKind.Written && (Name.AsSpan().SequenceEqual("/dev/ptmx"u8) || Name.AsSpan().SequenceEqual("/dev/pts/ptmx"u8));

    static string WhyNot(Artifact artifact) => artifact.IsComplete ? ""
        : artifact.Base != 0 ? "a part far from the start of the file"
        : artifact.Seen.Bytes < artifact.Size || artifact.Seen.IsCoarse ? "gaps"
        : !artifact.FromStart ? "its start was before the capture, or unknown"
        : "its end was not reached";

    static FileType? TypeOf(Artifact artifact)
    {
        if (artifact.Kind is ArtifactKind.Sent or ArtifactKind.Received || !artifact.FromStart || artifact.Base != 0 || artifact.Name.AsSpan().StartsWith("/dev/"u8))
            return null;
        Span<byte> first = stackalloc byte[FileType.Most];
        var most = Math.Min(artifact.Size, first.Length);
        var known = artifact.Seen.Gaps(0, most).Select(gap => Math.Min(gap.Start, most)).FirstOrDefault(most);
        return FileType.Of(first[..artifact.Content.Read(0, first[..(int)known])], isAll: known == artifact.Size);
    }
}
