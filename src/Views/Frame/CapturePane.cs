using CSysdig.Model.Fleets;
using CSysdig.Model.History;
using CSysdig.Model.Notes;
using CSysdig.Model.Story;
using CSysdig.Model.UserRules;
using CSysdig.Views.Overview;

namespace CSysdig.Views.Frame;

/// <summary>What the window has of one capture: its timeline with what is laid below, what the header says of it, its story.</summary>
sealed class CapturePane : IDisposable
{
    readonly Func<StoryRun> _begin;
    readonly bool _isShared;
    LoadProgress _shown;
    bool _isFinal;
    string? _told;

    /// <summary>Of the only capture.</summary>
    public CapturePane(CaptureHistory history, RuleBook? rules) : this(history, () => StoryRun.Start(history, rules))
    {
        // Whoever watches is told of a finding without asking for it.
        if (history.IsLive)
            Begun = _begin();
    }

    /// <summary>Of one of many, whose story is theirs too.</summary>
    public CapturePane(FleetCapture capture, FleetStory stories) : this(capture.History ?? throw new InvalidOperationException($"{capture.Path} is not loaded"), () => stories.Of(capture)) => _isShared = true;

    CapturePane(CaptureHistory history, Func<StoryRun> begin)
    {
        (History, _begin) = (history, begin);
        Notes = !history.IsLive && (history.IsFile || Directory.Exists(history.Path)) ? NoteBook.Beside(history.Path) : NoteBook.InMemory();
        Timeline = new Timeline(history);
        Overlays = new Overlays(history, () => Story);
    }

    public CaptureHistory History { get; }
    public Timeline Timeline { get; }
    public Overlays Overlays { get; }
    /// <summary>The notes that are kept beside it.</summary>
    public NoteBook Notes { get; }

    public HeaderFacts Facts { get; private set; } = HeaderFacts.None;

    /// <summary>The story; reading for it begins when it is first asked for.</summary>
    public StoryRun Story => Begun ??= _begin();

    /// <summary>The same, null while nobody has asked for it.</summary>
    public StoryRun? Begun { get; private set; }

    /// <summary>What the findings so far are about; nothing before the story was begun.</summary>
    public StoryMarks Marks => Begun?.Marks ?? StoryMarks.None;

    /// <summary>Looks for news of the header; true where there is some.</summary>
    public bool Look(Pulse? pulse, bool paused)
    {
        var progress = History.Progress;
        if (!(pulse?.Look() ?? (progress != _shown && !paused || progress.IsComplete && !_isFinal)))
            return false;
        (_shown, _isFinal) = (progress, progress.IsComplete);
        Facts = HeaderFacts.Take(History);
        return true;
    }

    /// <summary>What could not be kept or had again, and is not told yet; or null.</summary>
    public string? NewProblem()
    {
        var problem = History.Problem ?? History.Progress.Failure ?? (History.IsRebuilt ? "The cache of this capture was damaged; it is made anew." : null) ?? Notes.Problem;
        if (problem == _told)
            return null;
        _told = problem;
        return problem;
    }

    public void Dispose()
    {
        Overlays.Dispose();
        if (!_isShared)
            Begun?.Dispose();
    }
}
