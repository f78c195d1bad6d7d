using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Formats;
using CSysdig.Model.History;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;

namespace CSysdig.Model.Queries;

/// <summary>The events of a selection as the lines sysdig prints, written when looked at. One a thread.</summary>
public sealed class DigResult
{
    /// <summary>The line csysdig shows of an event.</summary>
    public const string DefaultFormat = "*%evt.num %evt.time %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %evt.args";
    /// <summary>The same with the container, for <c>-pc</c>.</summary>
    public const string ContainerFormat =
        "*%evt.num %evt.time %evt.cpu %container.name (%container.id) %proc.name (%thread.tid:%thread.vtid) %evt.dir %evt.type %evt.info";

    readonly CaptureHistory _history;
    readonly HistoryCursor _cursor;
    readonly EventFormat _format;

    DigResult(CaptureHistory history, RowRun rows, string format, TextStyle style)
    {
        _history = history;
        _cursor = history.CreateCursor();
        _cursor.Event.Style = style;
        _format = EventFormat.Parse(format, Dialect.Of(history.State));
        Rows = rows;
    }

    /// <summary>Starts to look for the events under a filter.</summary>
    /// <param name="format">A format as <c>-p</c> takes it, or null for the default line.</param>
    /// <exception cref="FilterException">The filter can't be read.</exception>
    /// <exception cref="EventFormatException">The format can't be read.</exception>
    public static DigResult Start(CaptureHistory history, string filter, string? format = null, TextStyle? style = null) =>
        new(history, RowRun.Start(history, new RowQuery(filter, RowKind.EventLines)), format ?? DefaultFormat, style ?? history.Style with { BufferLimit = TextStyle.Plain.BufferLimit });

    public RowRun Rows { get; }

    /// <summary>The same events with lines in another format; nothing is looked for again.</summary>
    public DigResult WithFormat(string format) => new(_history, Rows, format, _cursor.Event.Style);

    /// <summary>Writes the line at a place below <see cref="RowRun.Count"/>, without a newline. Escape it before it reaches a terminal.</summary>
    public void WriteLine(int index, Utf8Writer to)
    {
        _format.Write(to, Load(index));
    }

    /// <summary>The event at a place, for the inspector; valid until the next call.</summary>
    public Event Load(int index)
    {
        _cursor.Load(Rows[index]);
        return _cursor.Event;
    }
}
