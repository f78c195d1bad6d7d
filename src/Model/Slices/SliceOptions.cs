using CSysdig.Model.Tracking;

namespace CSysdig.Model.Slices;

/// <summary>What of a capture is written to another.</summary>
public sealed record SliceOptions
{
    /// <summary>No event was asked to be left out: also events that are there for their effect on state alone are copied.</summary>
    public bool Everything { get; init; }
    /// <summary>Events that change state and did not pass are kept, hidden (fatfile).</summary>
    public bool KeepStateEvents { get; init; }
    /// <summary>The output is changed on the way, so that the state must be known at any event.</summary>
    public bool Rotates { get; init; }
    /// <summary>An event says where the state at the head ends: what is written before may go on here.</summary>
    public bool EndsTables { get; init; }
    /// <summary>Buffers of I/O events are cut to this many bytes; null keeps them.</summary>
    public int? SnapLength { get; init; }
    /// <summary>How the capture is followed. Users and groups that are not, are left out.</summary>
    public StreamOptions Following { get; init; } = new();
    /// <summary>What the tables are limited to; null writes all that is known.</summary>
    public SliceSelection? Selection { get; init; }
}
