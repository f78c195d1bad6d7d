using CSysdig.Model.Filters;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>Which rows can pass a filter that chooses a stretch of time: the others need not be asked.</summary>
sealed class ScanBounds
{
    /// <summary>Where times go back by more than this, rows are not found by their time; and so much later nothing comes any more that belongs to a time.</summary>
    const ulong MostDisorder = 60_000_000_000, Late = 1_000_000_000;

    readonly CaptureHistory _history;
    readonly TimeRange _times = TimeRange.All;
    readonly bool _isBounded;

    public ScanBounds(CaptureHistory history, string filter)
    {
        _history = history;
        if (filter.Length == 0 || history.State.Compat)
            return;
        _times = Filter.Parse(filter, history.State).Root.TimesOf(history.State.FirstTimestamp);
        _isBounded = _times != TimeRange.All;
    }

    /// <summary>The row before which none passes.</summary>
    public long From => IsKnown && _times.From > Disorder ? _history.RowAfter(_times.From - Disorder - 1) : _history.First;

    /// <summary>The row from which on none passes, or the end of what is there; <paramref name="isFinal"/> when no row will come that passes.</summary>
    public long Behind(out bool isFinal)
    {
        isFinal = IsKnown && _times.Until < ulong.MaxValue - MostDisorder && _history.LastTimestamp > _times.Until + Math.Max(Disorder, Late);
        // Only now: whoever knows the last event's time knows the rows before it.
        var end = _history.End;
        return isFinal ? Math.Min(end, _history.RowAfter(_times.Until + Disorder)) : end;
    }

    ulong Disorder => _history.Rows.Disorder;

    bool IsKnown => _isBounded && Disorder <= MostDisorder && _history.Count > 0;
}
