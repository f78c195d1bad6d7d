namespace CSysdig.Capture.Live;

/// <summary>What was taken and what was lost, by processor and cause. May be asked from any thread.</summary>
/// <param name="Taken">Events that the kernel told.</param>
/// <param name="Full">By processor: events lost because the buffer was full.</param>
/// <param name="Large">Events lost because they were above 64 KiB, or messages beyond the 1024th of a call.</param>
/// <param name="Unread">Buffers that could not be read from a process's memory; their events are there.</param>
/// <param name="KernelTime">How long the kernel spent in the probe, about; zero where that is not counted.</param>
public sealed record LiveStatistics(long Taken, IReadOnlyList<long> Full, long Large, long Unread, TimeSpan KernelTime)
{
    public long Lost => Full.Sum() + Large;

    /// <summary>One line about what was lost, or null when nothing was.</summary>
    public string? LossText
    {
        get
        {
            if (Lost == 0)
                return null;
            var full = Full.Sum();
            var parts = new List<string>();
            if (full > 0)
                parts.Add($"{full} because the buffer was full ({string.Join(", ", Full.Select((lost, cpu) => (lost, cpu)).Where(c => c.lost > 0).Select(c => $"cpu {c.cpu}: {c.lost}"))}; --buffer makes it larger)");
            if (Large > 0)
                parts.Add($"{Large} because they were too large, or too many messages of one call");
            return $"{Lost} events were lost: {string.Join(", ", parts)}";
        }
    }
}
