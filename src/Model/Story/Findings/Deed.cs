using CSysdig.Model.State;

namespace CSysdig.Model.Story.Findings;

/// <summary>Who did something when: what every note of a rule begins with.</summary>
/// <param name="Group">What it belongs to: a session, a service, or the rest of the machine.</param>
/// <param name="Since">When the call began.</param>
/// <param name="Number">The event that tells of it.</param>
public readonly record struct Deed(FindingGroup Group, ThreadInfo Thread, ulong Since, ulong Time, long Number)
{
    /// <summary>The file or connection that it was done to, where it was one that was open; else null.</summary>
    public FdInfo? Fd { get; init; }

    /// <summary>What the thread of an event did.</summary>
    public static Deed Of(FindingGroup group, Event e, ThreadInfo thread, ulong time) => new(group, thread, time - Math.Min(time, e.Latency), time, e.Number) { Fd = e.Fd };
}
