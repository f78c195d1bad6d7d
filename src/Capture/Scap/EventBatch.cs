namespace CSysdig.Capture.Scap;

/// <summary>A run of whole blocks, decompressed. Positions of events are offsets of their blocks in <see cref="Bytes"/>.</summary>
public sealed class EventBatch
{
    public required byte[] Bytes { get; init; }
    /// <summary>How many of <see cref="Bytes"/> are used.</summary>
    public int Length { get; set; }
    /// <summary>Where the batch starts in the decompressed capture.</summary>
    public long FileOffset { get; init; }
    /// <summary>The batch differs from the file: a gap was marked in it.</summary>
    public bool IsPatched { get; init; }
    /// <summary>Batches count from 0.</summary>
    public int Index { get; internal set; }
    /// <summary>Where its blocks start, for the one who reads them in order; none once that is done.</summary>
    internal BlockList Blocks { get; set; } = BlockList.None;
}
