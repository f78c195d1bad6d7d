using System.Buffers.Binary;

namespace CSysdig.Capture.Scap;

/// <summary>How reading a capture ended, as the reading thread saw it.</summary>
/// <param name="Offset">How many decompressed bytes there were.</param>
/// <param name="Tail">The beginning of a block whose end is missing.</param>
/// <param name="Failure">Why reading stopped before the end, or null.</param>
/// <param name="Problem">Why this is no capture at all, or null.</param>
public sealed record CaptureEnd(long Offset, ReadOnlyMemory<byte> Tail, string? Failure = null, string? Problem = null)
{
    /// <summary>Runs of bytes in which no block was found, how many bytes they have, and where the first is.</summary>
    public (long Count, long Bytes, long First) Gaps { get; init; }
    /// <summary>Blocks whose two lengths differ.</summary>
    public long Mismatches { get; init; }
    /// <summary>Of a capture in several files, how many before the last end short, and the first of them.</summary>
    public (int Count, string? First) CutParts { get; init; }

    /// <summary>Of a capture in several files, how many are not there, as their numbers tell, and the first whose place is empty.</summary>
    public (int Count, string? First) MissingParts { get; init; }

    public bool IsCutShort => Failure is not null || !Tail.IsEmpty;

    /// <summary>One line about what is missing, or null when nothing is.</summary>
    /// <param name="damagedBlocks">Blocks that were skipped because their contents contradict their lengths.</param>
    public string? Describe(long damagedBlocks)
    {
        var damage = Gaps.Count > 0
            ? $"the capture is damaged: {Many(Gaps.Bytes, "byte")} in {Many(Gaps.Count, "place")}, the first at offset {Gaps.First}, could not be read"
            : damagedBlocks > 0 ? $"the capture is damaged: {Many(damagedBlocks, "block")} could not be read" : null;
        var cut = Failure is not null ? $"the capture stops at offset {Offset}: {Failure}"
            : !Tail.IsEmpty ? $"the capture is cut short at offset {Offset}, {Missing()}" : null;
        var missing = MissingParts.Count > 0 ? $"{Many(MissingParts.Count, "segment")} {(MissingParts.Count == 1 ? "is" : "are")} missing, {(MissingParts.Count == 1 ? "" : "the first ")}{MissingParts.First}" : null;
        var stumps = CutParts.Count > 0 ? $"{Many(CutParts.Count, "segment")} before the last end{(CutParts.Count == 1 ? "s" : "")} short, {(CutParts.Count == 1 ? "" : "the first ")}{CutParts.First}" : null;
        var parts = missing is null ? stumps : stumps is null ? missing : $"{missing}; {stumps}";
        return (damage, cut, parts) switch
        {
            (null, null, _) => parts,
            (null, _, null) => $"{cut}; everything before that was read",
            (_, null, _) => $"{damage}; everything else was read{(parts is null ? "" : "; ")}{parts}",
            _ => string.Join("; ", new[] { damage, cut, parts }.OfType<string>()),
        };
    }

    string Missing()
    {
        if (Tail.Length < 8)
            return "inside the header of a block";
        var length = BinaryPrimitives.ReadUInt32LittleEndian(Tail.Span[4..]);
        return $"where {Many(length - Tail.Length, "byte")} of its last block are missing";
    }

    static string Many(long count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
