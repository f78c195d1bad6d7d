using CSysdig.Model.Fleets;
using CSysdig.Model.UserRules;

namespace CSysdig.Views.Frame;

/// <summary>What the window has of captures that are looked at together: a timeline of all, and a pane of each that was stepped into.</summary>
sealed class FleetPane(Fleet fleet, RuleBook? rules) : IDisposable
{
    readonly Dictionary<FleetCapture, CapturePane> _panes = [];
    readonly FleetStory _stories = new(fleet, rules);
    readonly HashSet<FleetCapture> _told = [];
    (int Settled, long Events, bool IsComplete) _shown;

    public Fleet Fleet => fleet;

    public Timeline Timeline { get; } = new(() => [.. fleet.Histories]);

    /// <summary>What all of them tell; reading for it begins when it is first asked for.</summary>
    public FleetStory Stories
    {
        get
        {
            _stories.Start();
            return _stories;
        }
    }

    /// <summary>Events that can be asked now.</summary>
    public long Events => _shown.Events;

    /// <summary>Looks for news of the header; true where there is some.</summary>
    public bool Look(bool paused)
    {
        var now = (fleet.Settled, fleet.Histories.Sum(history => history.Count), fleet.IsComplete);
        if (now == _shown || paused && !fleet.IsComplete)
            return false;
        _shown = now;
        return true;
    }

    /// <summary>A capture of which something is missing, told once; or null.</summary>
    public FleetCapture? NewProblem() => fleet.Captures.FirstOrDefault(capture => capture.IsSettled && capture.Problem is not null && _told.Add(capture));

    public CapturePane Of(FleetCapture capture)
    {
        if (!_panes.TryGetValue(capture, out var pane))
            _panes[capture] = pane = new CapturePane(capture, _stories);
        return pane;
    }

    public void Dispose()
    {
        foreach (var pane in _panes.Values)
            pane.Dispose();
        _stories.Dispose();
    }
}
