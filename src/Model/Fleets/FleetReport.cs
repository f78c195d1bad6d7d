using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;

namespace CSysdig.Model.Fleets;

/// <summary>The stories and sessions of all hosts as they stand, in the order of time, each with its capture, and joined where one host called another. It never changes.</summary>
/// <param name="LeftOut">Findings, sessions and services that there was no room for.</param>
/// <param name="SessionsLeftOut">Sessions of them.</param>
/// <param name="FailedLogins">Logins that failed.</param>
public sealed record FleetReport(
    IReadOnlyList<(FleetCapture? Capture, StoryGroup Group)> Groups, IReadOnlyList<(FleetCapture? Capture, SessionRow Row)> Sessions, long LeftOut, long SessionsLeftOut, long FailedLogins)
{
    public static FleetReport Empty { get; } = new([], [], 0, 0, 0);

    /// <summary>How many findings there are.</summary>
    public int Count => Groups.Sum(group => group.Group.Findings.Count);

    internal static FleetReport Of(Fleet fleet, IReadOnlyList<(StoryReport Report, SessionList Sessions)> hosts, HopTable hops)
    {
        var join = StoryJoin.Of(fleet, hosts, hops);
        return new(
            [.. join.Groups.Select(pair => ((FleetCapture?)pair.Capture, pair.Group)).OrderBy(pair => pair.Group.Start)],
            [.. join.Sessions.Select(pair => ((FleetCapture?)pair.Capture, pair.Row))],
            hosts.Sum(host => host.Report.LeftOut) + join.LeftOut, hosts.Sum(host => host.Sessions.LeftOut), hosts.Sum(host => host.Sessions.Failed));
    }
}
