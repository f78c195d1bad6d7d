namespace CSysdig.Capture.Live.Usage;

/// <summary>
/// Processor time as /proc and so every other tool shows it. How long a thread ran is known to the nanosecond, how much of that it was in
/// the kernel only by where ticks of the clock have found it: these give the share. Neither part ever gets less.
/// </summary>
static class ProcessorTime
{
    /// <summary>A tick of what /proc and procinfo events tell, in nanoseconds.</summary>
    public const ulong Tick = 10_000_000;

    /// <param name="before">What the same thread's were found to be when they were asked for last.</param>
    public static (ulong User, ulong System) Of(in ThreadUsage usage, (ulong User, ulong System) before)
    {
        if (before.User + before.System >= usage.Ran)
            return before;
        var system = usage.System == 0 ? 0
            : usage.User == 0 ? usage.Ran
            : (ulong)((UInt128)usage.System * usage.Ran / ((UInt128)usage.System + usage.User));
        system = Math.Max(system, before.System);
        var user = usage.Ran - Math.Min(system, usage.Ran);
        return user < before.User ? (before.User, usage.Ran - before.User) : (user, system);
    }
}
