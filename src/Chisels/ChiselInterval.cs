namespace CSysdig.Chisels;

/// <summary>How often a chisel wants to be called, in the time of the events.</summary>
/// <param name="Nanoseconds">0 for never.</param>
/// <param name="Steady">
/// True for one tick an interval, none left out, though no event came; false for one tick when an event lies in another
/// interval (counted from the epoch) than the one before.
/// </param>
public readonly record struct ChiselInterval(ulong Nanoseconds, bool Steady = false)
{
    public static ChiselInterval None => default;

    public static ChiselInterval Seconds(double seconds) => new((ulong)(seconds * 1e9));
}
