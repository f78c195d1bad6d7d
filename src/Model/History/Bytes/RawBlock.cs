using CSysdig.Model.History.Packing;

namespace CSysdig.Model.History.Bytes;

/// <summary>
/// A run of a capture's raw bytes in memory, lent to whoever looks at events in it. Its buffer is used again when nobody has it
/// any more; one that is never given back is left to the collector.
/// </summary>
sealed class RawBlock(int index, byte[] bytes, int length) : ILent
{
    public int Index => index;
    public byte[] Bytes => bytes;
    public long MemoryBytes => bytes.Length;

    /// <summary>How many of <see cref="Bytes"/> are used; grows while small batches are gathered.</summary>
    public int Length { get; set; } = length;

    public int Holders { get; set; } = 1;

    /// <summary>Does something with the buffer when the last holder has given it back.</summary>
    public Action<RawBlock>? Free { get; init; }
}
