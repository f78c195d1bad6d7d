
namespace CSysdig.Chisels.Timeline;

/// <summary>
/// Cuts time into buckets of one width, counted from the second of the first event. There are never more than
/// <see cref="Most"/>: when time runs past them the width grows, twofold and fivefold in turn so that it stays a round number.
/// </summary>
sealed class TimeBuckets
{
    public const int Most = 8192;
    /// <summary>An event so far behind the first has a damaged time; it is counted in the last bucket there is.</summary>
    const ulong Farthest = 400UL * 86400 * 1_000_000_000;
    const ulong Second = 1_000_000_000, Finest = Second / 1000;

    bool _doubles = true;

    public ulong Start { get; private set; }
    /// <summary>Nanoseconds of a bucket.</summary>
    public ulong Width { get; private set; } = Finest;
    /// <summary>How many have been used.</summary>
    public int Count { get; private set; }

    /// <summary>The bucket of a time, and how many buckets have to be merged into one before it is used (1 for none).</summary>
    public int IndexOf(ulong time, out int merged)
    {
        if (Count == 0)
        {
            Start = time - time % Second;
            Count = 1;
        }
        merged = 1;
        var since = time < Start ? 0 : time - Start;
        if (since > Farthest)
            return Count - 1;
        while (since / Width >= Most)
        {
            var factor = _doubles ? 2 : 5;
            _doubles = !_doubles;
            Width *= (ulong)factor;
            merged *= factor;
        }
        if (merged > 1)
            Count = (Count - 1) / merged + 1;
        var index = (int)(since / Width);
        Count = Math.Max(Count, index + 1);
        return index;
    }
}
