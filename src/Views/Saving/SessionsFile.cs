using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Views.Layout;

namespace CSysdig.Views.Saving;

/// <summary>The login sessions of a capture for other programs (<c>-v sessions --raw</c>).</summary>
public static class SessionsFile
{
    /// <summary>A session a line, numbers right-aligned, no titles.</summary>
    public static void WriteRaw(Stream output, CaptureHistory history)
    {
        var columns = SessionColumns.View.Shown.Select((column, i) => new ScreenColumn(column, flexible: false, keeps: false) { Kind = SessionColumns.KindOf(i) }).ToList();
        var now = history.LastTimestamp;
        RawTable.WriteRows(output, StoryRun.SessionsOf(history), columns, (row, i) => SessionColumns.NumberOf(row, i, now), (row, i, to) => SessionColumns.Write(row, i, now, to), now);
    }
}
