using System.Globalization;
using CSysdig.Model.History;
using CSysdig.Model.Notes;
using CSysdig.Model.Queries;
using CSysdig.Model.Story;

namespace CSysdig.Views.Hosting;

/// <summary>How notes on processes, threads and events find their rows again.</summary>
static class RowNotes
{
    /// <summary>By what a note is kept on the process or thread that had an id at an event, or last before it.</summary>
    /// <param name="field"><see cref="NoteKey.Process"/> or <see cref="NoteKey.Thread"/>.</param>
    public static NoteKey KeyOf(CaptureHistory history, string field, long id, long number)
    {
        // The last that is known of it is in each slice that tells of it.
        Last(history, id, number, out _, out var until);
        var row = Math.Max(history.First, TerminalReader.RowOf(history, until) - 1);
        return new NoteKey(field, id.ToString(CultureInfo.InvariantCulture), row < history.End ? history.TimestampAt(row) : 0);
    }

    /// <summary>The note on that process or thread, and not on others that had the id.</summary>
    public static Note? Of(IScreenHost host, string field, long id, long number)
    {
        if (!host.Notes.Has(field))
            return null;
        foreach (var note in host.Notes.All)
            if (note.On.Field == field && long.TryParse(note.On.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var noted) && noted == id)
            {
                Last(host.History, id, number, out var from, out var until);
                var at = NumberAt(host.History, note.On.Time);
                if (at >= from && at < until)
                    return note;
            }
        return null;
    }

    /// <summary>By what a note on an event is kept.</summary>
    public static NoteKey? KeyOf(CaptureHistory history, RowRun rows, int place)
    {
        var cursor = history.CreateCursor();
        return place < rows.Count && rows[place] is var row && cursor.Load(row)
            ? new NoteKey(NoteKey.Event, cursor.Event.Raw.Tid.ToString(CultureInfo.InvariantCulture), history.TimestampAt(row)) : null;
    }

    /// <summary>The note on an event.</summary>
    public static Note? Of(IScreenHost host, RowRun rows, int place) =>
        host.Notes.IsAny && place < rows.Count && host.Notes.HasAt(host.History.TimestampAt(rows[place])) && KeyOf(host.History, rows, place) is { } key ? host.Notes.Find(key) : null;

    /// <summary>The number of the last event up to a time; 0 before the first.</summary>
    public static long NumberAt(CaptureHistory history, ulong time) =>
        history.RowAfter(time) is var row && row > history.First ? history.NumberAt(row - 1) : 0;

    /// <summary>From which event and before which the id belonged to who had it at one.</summary>
    public static void Last(CaptureHistory history, long id, long number, out long from, out long until) =>
        history.State.Threads.Last(id, number, history.Count == 0 ? 0 : history.NumberAt(history.End - 1) + 1, out from, out until);
}
