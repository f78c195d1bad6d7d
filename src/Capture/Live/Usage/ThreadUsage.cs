namespace CSysdig.Capture.Live.Usage;

/// <summary>What the kernel has counted of a thread.</summary>
/// <param name="User">Time in the program, in nanoseconds, as the ticks of the clock found it there.</param>
/// <param name="System">The same in the kernel.</param>
/// <param name="Ran">How long it was on processors, which is exact.</param>
/// <param name="SizeKb">Virtual memory of its process, told with the main thread.</param>
/// <param name="ResidentKb">Resident memory, likewise.</param>
readonly record struct ThreadUsage(int Tid, int Pid, ulong User, ulong System, ulong Ran, uint SizeKb, uint ResidentKb)
{
    /// <summary>What it does, by the letter that /proc has for that; 0 where it isn't told.</summary>
    public byte State { get; init; }
    /// <summary>The number of the call in which it waits; -1 for none.</summary>
    public int Call { get; init; } = -1;
}

/// <summary>Where that is read.</summary>
interface IUsageTable : IDisposable
{
    /// <summary>All threads there are, into an empty list; false where they can't be had.</summary>
    bool Read(List<ThreadUsage> into);
}

/// <summary>What there is to tell of a thread since the last look at it.</summary>
/// <param name="UserTicks">Its processor time so far, in hundredths of a second.</param>
/// <param name="HasMemory">Its process's memory has changed as well.</param>
readonly record struct UsageChange(int Tid, ulong UserTicks, ulong SystemTicks, bool HasMemory, uint SizeKb, uint ResidentKb)
{
    /// <summary>What it does now, where that is something else than before; else 0.</summary>
    public byte State { get; init; }
    /// <summary>The number of the call in which it waits; -1 for none.</summary>
    public int Call { get; init; } = -1;
}
