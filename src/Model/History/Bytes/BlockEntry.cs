namespace CSysdig.Model.History.Bytes;

/// <summary>Where a block of raw bytes lies.</summary>
/// <param name="Offset">In the capture's file, or in the spool.</param>
/// <param name="Length">Raw bytes.</param>
/// <param name="Packed">Bytes it has in the spool; 0 when it lies in the capture's file.</param>
/// <param name="Sum"><see cref="Packing.Checksum"/> of the raw bytes.</param>
readonly record struct BlockEntry(long Offset, int Length, int Packed, ulong Sum);
