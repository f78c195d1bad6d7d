using CSysdig.Capture.Compression;
using CSysdig.Capture.Scap;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Slices;
using CSysdig.Model.Streaming;
using CSysdig.Model.Views;

namespace CSysdig.Views.Saving;

/// <summary>
/// Writes a selection as a capture of its own, which carries the state that its events need. Which events those are the
/// history knows; the file is read again for their bytes, or the history where there is no file, as it is at this moment.
/// </summary>
static class SelectionCapture
{
    /// <summary>Events of one time may stand so far from each other.</summary>
    const ulong MostDisorder = 1_000_000_000;

    /// <param name="moved">Is told now and then, on any thread, which part of what is held was read.</param>
    /// <returns>How many events were written, and one line about those that could not be read again, or null.</returns>
    /// <exception cref="CaptureException">Something can't be read or written.</exception>
    /// <exception cref="FilterException">The filter can't be read.</exception>
    /// <exception cref="IOException">What was to be written is gone.</exception>
    public static (long Written, string? Missing) Write(CaptureHistory history, Selection selection, string file, Action<double>? moved = null)
    {
        using var held = !history.IsFile ? Held(history, selection.Range) : null;
        var filter = selection.Filter;
        var rows = held is null ? null : SliceRows.Find(history, filter, held.First, held.Until);
        using var wanted = held is null ? RowRun.Start(history, new RowQuery(filter)) : null;
        wanted?.Completion.Wait();
        var slice = new SliceWriter(new SliceOptions { Everything = filter.Length == 0, Following = history.Following });
        using var stream = held is null ? EventStream.Open(history.Path, history.Following, slice) : EventStream.Open(new HistoryBytes(held, rows, moved), history.Following, slice);
        stream.Filter = wanted is not null ? Found(history, wanted) : rows is not null ? rows.Passes : Passing(history, filter, held!.First);
        slice.Attach(stream);
        using var output = ScapWriter.Create(file, CompressionNames.Of(file));
        slice.Start(output);
        while (stream.Next())
            slice.Write();
        slice.Finish();
        output.Close();
        return (slice.Written, held is null ? null : stream.Reader.Losses.Message);
    }

    /// <summary>What was found; both count the events that can be read from the start of the file.</summary>
    static Func<Event, bool> Found(CaptureHistory history, RowRun wanted)
    {
        var next = 0;
        return e =>
        {
            while (next < wanted.Count && history.NumberAt(wanted[next]) < e.Number)
                next++;
            return next < wanted.Count && history.NumberAt(wanted[next]) == e.Number;
        };
    }

    /// <summary>What passes as the history knows it, which more events are coming into: no search of it would end.</summary>
    /// <param name="row">The row with which the stream begins, behind what was made for it.</param>
    static Func<Event, bool> Passing(CaptureHistory history, string filter, long row)
    {
        var asked = filter.Length == 0 ? null : Filter.Parse(filter, history.State);
        var cursor = history.CreateCursor();
        long? shift = null;
        return e =>
        {
            if ((e.Raw.DumpFlags & ScapWriterEvents.StateOnly) != 0)
                return false;
            shift ??= e.Number - history.NumberAt(row);
            while (history.NumberAt(row) + shift < e.Number)
                row++;
            return history.NumberAt(row) + shift == e.Number && cursor.Load(row) && (asked is null || asked.Test(cursor.Event));
        };
    }

    static HistoryCapture Held(CaptureHistory history, TimeRange? range)
    {
        if (range is not { } time)
            return new HistoryCapture(history, until: history.End);
        var from = history.RowAfter(time.From - Math.Min(time.From, MostDisorder + 1));
        var until = history.RowAfter(time.Until + Math.Min(ulong.MaxValue - time.Until, MostDisorder));
        return new HistoryCapture(history, from, until);
    }
}
