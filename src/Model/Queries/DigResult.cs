using CSysdig.Model.History;
using CSysdig.Model.Text;

namespace CSysdig.Model.Queries;

/// <summary>The events of a selection as the lines sysdig prints, written when looked at. One a thread.</summary>
public sealed class DigResult(CaptureHistory history, RowRun rows)
{
    readonly HistoryCursor _cursor = history.CreateCursor();

    /// <summary>Starts to look for the events under a filter.</summary>
    /// <param name="format">A format as <c>-p</c> takes it, or null for the default line.</param>
    public static DigResult Start(CaptureHistory history, string filter, string? format = null) => throw new NotImplementedException();

    public RowRun Rows => rows;

    /// <summary>The same events with lines in another format; nothing is looked for again.</summary>
    public DigResult WithFormat(string format) => throw new NotImplementedException();

    /// <summary>Writes the line at a place below <see cref="RowRun.Count"/>, without a newline. Escape it before it reaches a terminal.</summary>
    public void WriteLine(int index, Utf8Writer to) => throw new NotImplementedException();

    /// <summary>The event at a place, for the inspector; valid until the next call. While the capture loads, look at it under <see cref="CaptureHistory.Read"/>.</summary>
    public Event Load(int index)
    {
        _cursor.Load(rows[index]);
        return _cursor.Event;
    }
}
