namespace CSysdig.Model.History.Bytes;

/// <summary>
/// A run of a capture's raw bytes in memory, lent to whoever looks at events in it. Its buffer is used again when nobody has it
/// any more; one that is never given back is left to the collector.
/// </summary>
sealed class RawBlock(int index, byte[] bytes, int length)
{
    public int Index => index;
    public byte[] Bytes => bytes;

    /// <summary>How many of <see cref="Bytes"/> are used; grows while small batches are gathered.</summary>
    public int Length { get; set; } = length;

    /// <summary>How many have it, the store itself among them while it keeps it. Changed under the store's lock.</summary>
    public int Holders { get; set; } = 1;

    /// <summary>Does something with the buffer when the last holder has given it back.</summary>
    public Action<RawBlock>? Free { get; init; }
}
