namespace CSysdig.Capture.Scap;

/// <summary>How reading a capture ended.</summary>
/// <param name="Offset">Where in the decompressed bytes.</param>
/// <param name="Message">What is missing, or null when nothing is.</param>
/// <param name="Tail">The beginning of a block whose end is missing.</param>
/// <param name="DamagedBlocks">Blocks whose two lengths differ.</param>
sealed record CaptureEnd(long Offset, string? Message, byte[] Tail, long DamagedBlocks);
