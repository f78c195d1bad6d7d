namespace CSysdig.Model.Extracting;

/// <summary>
/// Files have holes for bytes that were not seen, within reason: a position is a claim of the capture, and must not become the length of a
/// file. What lies farther off goes into a file of its own.
/// </summary>
/// <param name="all">How many bytes all holes of a run may have together.</param>
sealed class Holes(long all)
{
    public const long Widest = 16L << 20;

    long _taken;

    /// <summary>Whether there may be a hole of so many bytes; where there is none, always.</summary>
    public bool Allow(long hole) => hole <= 0 || hole <= Widest && _taken + hole <= all;

    /// <summary>Takes one, if it is allowed.</summary>
    public bool Take(long hole)
    {
        if (!Allow(hole))
            return false;
        _taken += Math.Max(0, hole);
        return true;
    }
}
