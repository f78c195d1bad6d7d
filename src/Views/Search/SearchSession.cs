using CSysdig.Views.Hosting;

namespace CSysdig.Views.Search;

/// <summary>A search in the screen on top: from where it was begun, what it has found, and where it waits to go.</summary>
sealed class SearchSession(Screen screen)
{
    readonly int _origin = screen.Position.Selected, _originTop = screen.Position.Top;
    RowSearch? _run;
    bool? _pending;

    /// <summary>What is looked for; null for nothing yet.</summary>
    public SearchPattern? Wanted { get; private set; }
    public bool IsComplete => _run?.IsComplete ?? true;

    /// <summary>How much was found, and how far it is.</summary>
    public string Summary => _run is null ? ""
        : (IsComplete ? "" : $"{(int)(_run.Fraction * 100)} % ") + (_run.Hits == 1 ? "1 hit" : $"{_run.Hits:#,0} hits");

    /// <summary>Looks for something else from where the search was begun; null for nothing.</summary>
    public void Look(SearchPattern? wanted)
    {
        Wanted = wanted;
        screen.Position.Restore(_origin, _originTop);
        _run = wanted is null ? null : new RowSearch(screen, wanted, _origin);
        _pending = true;
        Step(TimeSpan.FromMilliseconds(5));
    }

    /// <summary>Rows have changed: counts again, without moving.</summary>
    public void Restart()
    {
        if (Wanted is { } wanted)
            _run = new RowSearch(screen, wanted, screen.Position.Selected);
    }

    /// <summary>Looks on; true when something is to be shown.</summary>
    public bool Step(TimeSpan budget)
    {
        var news = _run is { IsComplete: false } && _run.Step(budget);
        if (news && _pending is { } forward && _run!.From(screen.Position.Selected, forward, inclusive: true) is >= 0 and var hit)
        {
            _pending = null;
            screen.Position.Reveal(hit);
        }
        return news;
    }

    /// <summary>Goes to the next hit, or to the one before; false when there is none known.</summary>
    public bool Go(bool forward)
    {
        var hit = _run?.From(screen.Position.Selected, forward, inclusive: false) ?? -1;
        if (hit < 0)
            return false;
        screen.Position.Reveal(hit);
        return true;
    }

    /// <summary>Back to where the search was begun.</summary>
    public void Undo() => screen.Position.Restore(_origin, _originTop);
}
