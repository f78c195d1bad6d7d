using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.History.Cache;

/// <summary>A history that is complete from the start.</summary>
sealed class StoredFeed(MachineState state, CaptureLosses losses, long rows, long fileSize) : IHistoryFeed
{
    public MachineState State => state;
    public CaptureLosses Losses => losses;
    public LoadProgress Progress => new(rows, fileSize, fileSize, IsComplete: true, Failure: null);
    public bool IsWhole => true;
    public TimeSpan Took => TimeSpan.Zero;
    public Task Completion => Task.CompletedTask;

    /// <summary>Nothing ever comes.</summary>
    public event Action? Grown
    {
        add { }
        remove { }
    }

    public void Stop() { }

    public void Dispose() { }
}
