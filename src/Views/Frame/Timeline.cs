using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Views.Drawing;
using CSysdig.Views.Overview;
using CSysdig.Views.Text;

namespace CSysdig.Views.Frame;

/// <summary>
/// The second line: how much happened when, a column a slice of the capture's time; where events were lost stands a sign instead. A stretch
/// of it can be chosen with the mouse; it stays marked while it is looked at. Of a machine that is watched a column is a round time, so that
/// what happened moves on column by column.
/// </summary>
/// <param name="histories">Whose events they are: one, or those of many that are there by now.</param>
sealed class Timeline(Func<IReadOnlyList<CaptureHistory>> histories)
{
    public Timeline(CaptureHistory history) : this(Of(history)) { }

    /// <summary>The column of the line in which it begins.</summary>
    public const int Left = 1;

    const int Least = 8;

    (int From, int To)? _drag;
    int _width;

    /// <summary>What its columns are, as it was drawn last.</summary>
    public TimeAxis Axis { get; private set; }

    /// <summary>The counts drawn last, -1 where events were lost, and how many events there were.</summary>
    (long End, long[] Counts) _counted = (0, []);

    static Func<IReadOnlyList<CaptureHistory>> Of(CaptureHistory history)
    {
        CaptureHistory[] one = [history];
        return () => one;
    }

    /// <param name="range">What is looked at; null for everything.</param>
    /// <param name="beside">Room that is wanted at the right end.</param>
    public void Compose(Line line, TimeRange? range, int beside = 0)
    {
        var all = histories();
        if (all.Sum(history => history.Count) < 2)
            return;
        var span = SpanOf(all);
        var total = Units.Duration(span.Length);
        var label = range is { } shown ? $"[{Second(shown.From)} – {Second(shown.Until)}: {Units.Duration(shown.Length)} of {total}]" : total;
        _width = line.Width - Left - 2 - Math.Max(beside, label.Length);
        if (_width < Least)
            return;
        var end = all.Sum(history => history.End);
        if (_counted.End != end || _counted.Counts.Length != _width)
        {
            Axis = all is [var one] ? TimeAxis.Of(one, _width) : TimeAxis.Between(span.From, span.Until, _width);
            _counted = (end, Count(all, Axis));
        }
        line.Unbox(Left);
        Sparkline.Write(line, _counted.Counts, Style.Bar, Style.BarHot);
        line.Write(" ").Write(label, range is null ? Style.Dim : Style.Warning);
        if (Marked(range) is var (from, to))
            line.Restyle(Left + from, Left + to + 1, style => style | Style.Selected);
    }

    /// <summary>The button went down on a column of the line.</summary>
    public bool Press(int column)
    {
        if (_width < Least || column < Left || column >= Left + _width)
            return false;
        _drag ??= (column - Left, column - Left);
        return true;
    }

    /// <summary>The mouse moved with the button down; true when something is being chosen.</summary>
    public bool Drag(int column)
    {
        if (_drag is not { } drag)
            return false;
        _drag = (drag.From, Math.Clamp(column - Left, 0, _width - 1));
        return true;
    }

    /// <summary>The button went up: the stretch that was chosen, or null. One column is a stretch too.</summary>
    public TimeRange? Release()
    {
        if (_drag is not { } drag)
            return null;
        _drag = null;
        return new TimeRange(Axis.Boundary(Math.Min(drag.From, drag.To)), Axis.Boundary(Math.Max(drag.From, drag.To) + 1));
    }

    static TimeRange SpanOf(IReadOnlyList<CaptureHistory> histories) =>
        histories.Where(history => history.Count > 0).Select(history => new TimeRange(history.FirstTimestamp, TimeAxis.LastOf(history))).Aggregate((all, one) => all.Or(one));

    /// <summary>Events in each column.</summary>
    static long[] Count(IReadOnlyList<CaptureHistory> histories, TimeAxis axis)
    {
        var counts = new long[axis.Width];
        foreach (var history in histories)
            Count(history, axis, counts);
        // Where events of one were lost it says so, whatever others have there.
        foreach (var history in histories)
            MarkLosses(history, axis, counts);
        return counts;
    }

    static void Count(CaptureHistory history, TimeAxis axis, long[] counts)
    {
        var rows = axis.RowsOf(history);
        for (var i = 0; i < counts.Length; i++)
            counts[i] += rows[i + 1] - rows[i];
    }

    static void MarkLosses(CaptureHistory history, TimeAxis axis, long[] counts)
    {
        var (first, last) = (history.FirstTimestamp, history.LastTimestamp);
        foreach (var stretch in history.Lost.All)
            if (stretch.Until >= first && stretch.From <= last)
                counts.AsSpan(axis.SliceOf(stretch.From)..(axis.SliceOf(stretch.Until) + 1)).Fill(-1);
    }

    (int From, int To)? Marked(TimeRange? range)
    {
        if (_drag is { } drag)
            return (Math.Min(drag.From, drag.To), Math.Max(drag.From, drag.To));
        return range is { } shown ? (Axis.ColumnOf(shown.From), Math.Max(Axis.ColumnOf(shown.From), Axis.ColumnOf(shown.Until) - 1)) : null;
    }

    static string Second(ulong time) => Clock.TimeOfDay(time)[..8];
}
