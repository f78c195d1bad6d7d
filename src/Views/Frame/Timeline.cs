using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Views.Drawing;
using CSysdig.Views.Text;

namespace CSysdig.Views.Frame;

/// <summary>
/// The second line: how much happened when, a column a slice of the capture's time. A stretch of it can be chosen with the
/// mouse; it stays marked while it is looked at.
/// </summary>
sealed class Timeline(CaptureHistory history)
{
    const int Left = 1, Least = 8;
    /// <summary>So small a part of a column's time makes no difference.</summary>
    const int Unseen = 16;
    static readonly string[] Bars = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

    (int From, int To)? _drag;
    int _width;
    /// <summary>The counts drawn last, and of how many rows.</summary>
    (long Rows, long[] Counts) _counted = (0, []);

    /// <param name="range">What is looked at; null for everything.</param>
    public void Compose(Line line, TimeRange? range)
    {
        if (history.Count < 2)
            return;
        // Times of a damaged capture may go back.
        var total = Units.Duration(Math.Max(history.FirstTimestamp, history.LastTimestamp) - history.FirstTimestamp);
        var label = range is { } shown ? $"[{Second(shown.From)} – {Second(shown.Until)}: {Units.Duration(shown.Length)} of {total}]" : total;
        _width = line.Width - Left - 2 - label.Length;
        if (_width < Least)
            return;
        if (_counted.Rows != history.Count || _counted.Counts.Length != _width)
            _counted = (history.Count, Count(history, _width));
        var counts = _counted.Counts;
        var most = Math.Max(1, counts.Max());
        line.Unbox(Left);
        foreach (var count in counts)
        {
            // The root keeps a quiet minute visible beside a flood.
            var level = count == 0 ? 0 : 1 + (int)(7 * Math.Sqrt((double)count / most));
            line.Write(Bars[level], level >= 7 ? Style.BarHot : Style.Bar);
        }
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
        return new TimeRange(Boundary(Math.Min(drag.From, drag.To)), Boundary(Math.Max(drag.From, drag.To) + 1));
    }

    /// <summary>Events in each of so many equal slices of time. Events stand in order of time, so a boundary is found by halving, as exactly as can be seen.</summary>
    internal static long[] Count(CaptureHistory history, int slices)
    {
        var counts = new long[slices];
        var rows = history.End;
        var (first, last) = (history.FirstTimestamp, history.LastTimestamp);
        if (last <= first)
        {
            counts[0] = history.Count;
            return counts;
        }
        var from = history.First;
        var unseen = (last - first) / (ulong)slices / Unseen;
        for (var i = 0; i < slices; i++)
        {
            var until = first + (ulong)((last - first) * (double)(i + 1) / slices);
            var to = i == slices - 1 ? rows : Math.Clamp(history.RowAfter(until, unseen), from, rows);
            counts[i] = to - from;
            from = to;
        }
        return counts;
    }

    ulong Boundary(int column) =>
        history.FirstTimestamp + (ulong)((history.LastTimestamp - history.FirstTimestamp) * (double)column / _width);

    (int From, int To)? Marked(TimeRange? range)
    {
        if (_drag is { } drag)
            return (Math.Min(drag.From, drag.To), Math.Max(drag.From, drag.To));
        return range is { } shown ? (ColumnOf(shown.From), Math.Max(ColumnOf(shown.From), ColumnOf(shown.Until) - 1)) : null;
    }

    int ColumnOf(ulong time)
    {
        var (first, last) = (history.FirstTimestamp, history.LastTimestamp);
        return time <= first || last <= first ? 0 : (int)Math.Min(_width - 1, Math.Round((time - first) / (double)(last - first) * _width));
    }

    static string Second(ulong time) => Clock.TimeOfDay(time)[..8];
}
