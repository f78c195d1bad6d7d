using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.History;

/// <summary>Where the rows of a history come from.</summary>
interface IHistoryFeed : IDisposable
{
    MachineState State { get; }
    CaptureLosses Losses { get; }
    LoadProgress Progress { get; }
    /// <summary>How long loading took; zero while it goes on.</summary>
    TimeSpan Took { get; }
    /// <summary>The whole capture was read.</summary>
    bool IsWhole { get; }
    Task Completion { get; }
    event Action? Grown;
    void Stop();
}
