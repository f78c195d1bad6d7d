namespace CSysdig.Model;

/// <summary>
/// Sees to it that what questions leave behind goes. The collector lets garbage grow with what is alive, and of a large capture
/// much is alive; a look at it costs little, because columns refer to nothing.
/// </summary>
public sealed class Tidying
{
    /// <summary>So much garbage is worth a look.</summary>
    const long Enough = 16 << 20;

    long _kept = long.MaxValue;

    /// <summary>Much has gone that lived too long for the collector to look at it soon: its memory goes back to the system.</summary>
    public static void Compact() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>The same while all others go on: its memory is there for what comes.</summary>
    public static void Sweep() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);

    /// <summary>A question was answered.</summary>
    internal void Consider()
    {
        var kept = Volatile.Read(ref _kept);
        var now = GC.GetTotalMemory(forceFullCollection: false);
        if (kept != long.MaxValue && now - kept < Enough)
            return;
        // One thread looks, others go on.
        if (Interlocked.CompareExchange(ref _kept, now, kept) != kept)
            return;
        Volatile.Write(ref _kept, Alive());
    }

    /// <summary>Looks for garbage; the bytes of what is none.</summary>
    internal static long Alive()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
