using CSysdig.Capture.Events;
using CSysdig.Model.History;
using CSysdig.Model.Queries;

namespace CSysdig.Model.Extracting;

/// <summary>Leads events of a history that is complete to an extraction.</summary>
public static class HistoryTraffic
{
    /// <summary>Those of a choice. Of each chunk its classes are asked, and rows of those alone that are wanted are looked at.</summary>
    /// <param name="share">Is told how much of it is done, from 0 to 1.</param>
    public static void Feed(CaptureHistory history, TrafficChoice choice, Extraction into, Action<double>? share = null)
    {
        var cursor = history.CreateCursor();
        var chunks = history.Rows.Chunks;
        var wanted = Array.Empty<TimeRange?>();
        for (var row = history.First; row < history.End;)
        {
            var end = Math.Min(history.End, (row | EventChunk.Mask) + 1);
            var chunk = chunks.Lend(EventChunk.NumberOf(row));
            try
            {
                if (wanted.Length < chunk.Classes.Count)
                    wanted = new TimeRange?[chunk.Classes.Count];
                var any = false;
                for (var number = 0; number < chunk.Classes.Count; number++)
                    any |= (wanted[number] = When(history, choice, chunk.Classes[number])) is not null;
                for (; any && row < end; row++)
                {
                    var i = EventChunk.IndexOf(row);
                    if (wanted[chunk.Class[i]] is { } time && time.Contains(chunk.Timestamp[i]) && cursor.Load(row))
                        into.Add(cursor.Event);
                }
            }
            finally
            {
                chunks.GiveBack(chunk);
            }
            row = end;
            share?.Invoke((double)(row - history.First) / (history.End - history.First));
        }
    }

    /// <summary>Those under a filter.</summary>
    /// <exception cref="Filters.Syntax.FilterException">The filter can't be read.</exception>
    public static void Feed(CaptureHistory history, string filter, Extraction into, Action<double>? share = null)
    {
        using var rows = RowRun.Start(history, new RowQuery(filter));
        rows.Completion.GetAwaiter().GetResult();
        var cursor = history.CreateCursor();
        for (var i = 0; i < rows.Count; i++)
        {
            if (cursor.Load(rows[i]))
                into.Add(cursor.Event);
            if ((i & EventChunk.Mask) == EventChunk.Mask)
                share?.Invoke((double)i / rows.Count);
        }
    }

    /// <summary>When events of a class are wanted; null for never.</summary>
    static TimeRange? When(CaptureHistory history, TrafficChoice choice, in RowClass of)
    {
        if (of.Fd < 0 || !Extraction.Takes((EventCode)of.Code))
            return null;
        if (choice.Wants(history.State.FdVersions[of.Fd].Name))
            return TimeRange.All;
        return of.Thread >= 0 ? choice.TimeOf(history.State.ThreadVersions[of.Thread].Pid) : null;
    }
}
