using CSysdig.Model.History;
using CSysdig.Model.Queries;

namespace CSysdig.Views.Prompts;

/// <summary>Counts, while a filter is typed, the events that would pass it; of many captures one after the other.</summary>
sealed class MatchCounter(IReadOnlyList<CaptureHistory> histories)
{
    CountRun? _run;
    Task<string?>? _hint;
    string _filter = "";

    public string Summary => _run is null ? "" : $"{_run.Count:#,0} events{(_run.IsComplete ? Hint : " so far")}   ";

    /// <summary>Where nothing passes, the other names that what is asked for goes by; looked for beside the screen.</summary>
    string Hint
    {
        get
        {
            if (_run is not { Count: 0 } || histories is not [{ IsComplete: true } history])
                return "";
            var filter = _filter;
            _hint ??= Task.Run(() => HistoryHint.Of(history, filter));
            return _hint is { IsCompletedSuccessfully: true, Result: { } hint } ? ": " + hint : "";
        }
    }

    /// <summary>Counts under another filter, which can be read; the empty one is not counted.</summary>
    public void Count(string filter)
    {
        if (filter == _filter)
            return;
        Stop();
        _filter = filter;
        if (filter.Length > 0)
            _run = new CountRun(histories, new RowQuery(filter, RowKind.EventLines));
    }

    public void Stop()
    {
        _run?.Dispose();
        _run = null;
        _hint = null;
        _filter = "";
    }
}
