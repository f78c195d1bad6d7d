
namespace CSysdig.Chisels.Extract;

/// <summary>A line of the manifest: an artifact that is finished, without its bytes.</summary>
/// <param name="Place">Where it lies below the folder; empty when no byte of it was seen.</param>
/// <param name="Seen">How many bytes of it were seen.</param>
/// <param name="Gaps">The bytes that were not, as offsets in the file: the first <see cref="MostGaps"/> of them.</param>
sealed record ArtifactRow(
    string Place, ArtifactKind Kind, byte[] Name, long Pid, byte[] Comm, ulong Time, long Base, long Size, long Seen,
    IReadOnlyList<(long Start, long End)> Gaps, bool HasMoreGaps, string Hash, bool IsComplete, string Why)
{
    public const int MostGaps = 100;

    /// <summary>How often the same bytes were met.</summary>
    public int Openings { get; set; } = 1;

    public static ArtifactRow Of(Artifact artifact, string place, string hash)
    {
        var gaps = artifact.Seen.Gaps(artifact.Base, artifact.Base + artifact.Size).Take(MostGaps + 1).ToList();
        return new ArtifactRow(place, artifact.Kind, artifact.Name, artifact.Pid, artifact.Comm, artifact.Time, artifact.Base, artifact.Size,
            artifact.Seen.Bytes, gaps.Take(MostGaps).ToList(), gaps.Count > MostGaps || artifact.Seen.IsCoarse, hash, artifact.IsComplete, WhyNot(artifact));
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

    static string WhyNot(Artifact artifact) => artifact.IsComplete ? ""
        : artifact.Base != 0 ? "a part far from the start of the file"
        : artifact.Seen.Bytes < artifact.Size || artifact.Seen.IsCoarse ? "gaps"
        : !artifact.FromStart ? "its start was before the capture, or unknown"
        : "its end was not reached";
}
