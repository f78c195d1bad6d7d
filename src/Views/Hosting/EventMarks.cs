using CSysdig.Model.Queries;
using CSysdig.Model.Story;

namespace CSysdig.Views.Hosting;

/// <summary>The marks of screens whose rows are events: however many there are, only those of findings are looked at.</summary>
static class EventMarks
{
    public static Mark? Of(IScreenHost host, RowRun rows, int place) =>
        host.Marks.IsAny && place < rows.Count ? host.Marks.OfEvent(host.History.NumberAt(rows[place])) : null;

    /// <summary>The place of the next event in a direction that is of a finding, once around; -1 where there is none.</summary>
    /// <param name="from">Where to begin; that place comes last.</param>
    public static int Find(IScreenHost host, RowRun rows, int from, bool forward)
    {
        var (marked, count) = (host.Marks.Events, rows.Count);
        if (marked.Count == 0 || count == 0)
            return -1;
        var number = host.History.NumberAt(rows[from]);
        // The first that lies behind, or before.
        var at = 0;
        while (at < marked.Count && (forward ? marked[at] <= number : marked[at] < number))
            at++;
        for (var i = 0; i < marked.Count; i++)
        {
            var next = marked[(forward ? at + i : at - 1 - i + marked.Count) % marked.Count];
            var row = TerminalReader.RowOf(host.History, next);
            if (row < host.History.End && rows.IndexOf(row) is var place && place < count && rows[place] == row && host.History.NumberAt(row) == next)
                return place;
        }
        return -1;
    }
}
