using CSysdig.Capture.Live;

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
    /// <summary>What was looked up between the batch before and this one, because events had been lost; null for nothing.</summary>
    public MachineLook? Look { get; init; }
    /// <summary>The look of an earlier batch that all events have come of by now which may tell of what it did not see any more.</summary>
    public MachineLook? Settled { get; init; }
    /// <summary>Batches count from 0.</summary>
    public int Index { get; internal set; }
    /// <summary>Where its blocks start, for the one who reads them in order; none once that is done.</summary>
    internal BlockList Blocks { get; set; } = BlockList.None;

    /// <summary>Whole blocks of our own making as a batch.</summary>
    public static EventBatch Of(byte[] bytes)
    {
        var positions = new BlockList();
        new BlockFramer().Frame(bytes, 0, atEnd: true, positions);
        return new EventBatch { Bytes = bytes, Length = bytes.Length, Blocks = positions };
    }
}
