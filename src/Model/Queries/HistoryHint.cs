using CSysdig.Model.Filters;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>Why nothing of a capture passes a filter, where the names of calls are why.</summary>
public static class HistoryHint
{
    /// <summary>One line for the user, or null. The capture is loaded.</summary>
    public static string? Of(CaptureHistory history, string filter)
    {
        if (filter.Trim().Length == 0 || history.State.Compat || Filter.Parse(filter, history.State).AskedTypes is not { Count: > 0 } asked || Count(history, filter) > 0)
            return null;
        return SiblingTypes.Hint(asked, type => Filter.IsEventType(type) ? Count(history, "evt.type=" + type) : 0);
    }

    static long Count(CaptureHistory history, string filter)
    {
        using var run = RowRun.Start(history, new RowQuery(filter, RowKind.EventLines));
        run.Completion.Wait();
        return run.Count;
    }
}
