namespace CSysdig.Model.Slices;

/// <summary>Stretches of time that become captures, until their ends have come.</summary>
/// <param name="ended">Takes each that has ended, on any thread.</param>
public sealed class PinnedStretches(Action<HistoryRecording> ended) : IDisposable
{
    readonly List<PinnedStretch> _all = [];

    public void Add(PinnedStretch stretch)
    {
        _all.Add(stretch);
        stretch.Recording.Completion.ContinueWith(_ => ended(stretch.Recording), TaskScheduler.Default);
    }

    /// <summary>Ends those whose time has come.</summary>
    public void Look()
    {
        foreach (var stretch in _all)
            stretch.Look();
        _all.RemoveAll(stretch => stretch.Recording.Completion.IsCompleted);
    }

    /// <summary>What was to come still is not waited for.</summary>
    public void Dispose()
    {
        foreach (var stretch in _all)
        {
            stretch.Recording.Dispose();
            // Of a program that ends nobody waits for another thread.
            ended(stretch.Recording);
        }
    }
}
