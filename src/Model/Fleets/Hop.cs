using CSysdig.Model.Story.Sessions;

namespace CSysdig.Model.Fleets;

/// <summary>A connection that a process of one host made and a process of another took.</summary>
readonly record struct Hop(FleetCapture From, ConnectionEnd Client, FleetCapture To, ConnectionEnd Server)
{
    /// <summary>When it was made, as far as either end tells; 0 where both had it before their captures.</summary>
    public ulong Time => Client.IsOlder ? Server.Time : Client.Time;
}
