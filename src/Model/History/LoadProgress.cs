namespace CSysdig.Model.History;

/// <summary>How far a capture has been read.</summary>
/// <param name="Events">Rows that can be asked.</param>
/// <param name="BytesRead">Bytes of the file consumed, compressed as they lie on disk.</param>
/// <param name="BytesTotal">The file's size, or -1 where it isn't known (a pipe).</param>
/// <param name="IsComplete">Nothing more will come: the end was reached, the limit, a failure, or loading was stopped.</param>
/// <param name="Failure">One line on why reading ended early, or null.</param>
public readonly record struct LoadProgress(long Events, long BytesRead, long BytesTotal, bool IsComplete, string? Failure)
{
    /// <summary>From 0 to 1; 0 while the size isn't known.</summary>
    public double Fraction => IsComplete ? 1 : BytesTotal > 0 ? Math.Min(1, (double)BytesRead / BytesTotal) : 0;
}
