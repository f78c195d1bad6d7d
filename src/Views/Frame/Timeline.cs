using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Views.Drawing;
using CSysdig.Views.Text;

namespace CSysdig.Views.Frame;

/// <summary>
/// The second line: how much happened when, a column a slice of the capture's time; where events were lost stands a sign instead. A stretch
/// of it can be chosen with the mouse; it stays marked while it is looked at. Of a machine that is watched a column is a round time, so that
/// what happened moves on column by column.
/// </summary>
sealed class Timeline(CaptureHistory history)
{
    /// <summary>Stands where events were lost.</summary>
    public const string Lost = "!";

    const int Left = 1, Least = 8;
    /// <summary>So small a part of a column's time makes no difference.</summary>
    const int Unseen = 16;
    /// <summary>Seconds that a column may stand for.</summary>
    static readonly ulong[] s_round = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800];
    static readonly string[] Bars = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

    (int From, int To)? _drag;
    int _width;
    /// <summary>The counts drawn last, -1 where events were lost, and up to which row.</summary>
    (long End, long[] Counts) _counted = (0, []);
    /// <summary>When the first column begins, and how long each is.</summary>
    ulong _from;
    double _step;

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
        if (_counted.End != history.End || _counted.Counts.Length != _width)
        {
            (_from, _step) = history.IsLive ? Round() : Whole();
            _counted = (history.End, WithLosses(Count(history, _from, _step, _width)));
        }
        var counts = _counted.Counts;
        var most = Math.Max(1, counts.Max());
        line.Unbox(Left);
        foreach (var count in counts)
        {
            if (count < 0)
            {
                line.Write(Lost, Style.Alarm);
                continue;
            }
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

    (ulong From, double Step) Whole() => (history.FirstTimestamp, Math.Max(1, Spanned() / _width));

    /// <summary>The shortest round time of which all fits, and its beginning before the first event.</summary>
    (ulong From, double Step) Round()
    {
        var step = s_round.FirstOrDefault(seconds => (Spanned() / 1e9 / seconds) + 2 <= _width, s_round[^1]) * 1_000_000_000UL;
        return (history.FirstTimestamp / step * step, step);
    }

    double Spanned() => Math.Max(history.FirstTimestamp, history.LastTimestamp) - history.FirstTimestamp;

    /// <summary>Events in each of so many equal slices of time. Events stand in order of time, so a boundary is found by halving, as exactly as can be seen.</summary>
    internal static long[] Count(CaptureHistory history, ulong start, double step, int slices)
    {
        var counts = new long[slices];
        var rows = history.End;
        var from = history.First;
        var unseen = (ulong)step / Unseen;
        for (var i = 0; i < slices && from < rows; i++)
        {
            var to = i == slices - 1 ? rows : Math.Clamp(history.RowAfter(start + (ulong)(step * (i + 1)), unseen), from, rows);
            counts[i] = to - from;
            from = to;
        }
        return counts;
    }

    long[] WithLosses(long[] counts)
    {
        var (first, last) = (history.FirstTimestamp, history.LastTimestamp);
        foreach (var stretch in history.Lost.All)
            if (stretch.Until >= first && stretch.From <= last)
                counts.AsSpan(SliceOf(stretch.From)..(SliceOf(stretch.Until) + 1)).Fill(-1);
        return counts;
    }

    ulong Boundary(int column) => _from + (ulong)(_step * column);

    (int From, int To)? Marked(TimeRange? range)
    {
        if (_drag is { } drag)
            return (Math.Min(drag.From, drag.To), Math.Max(drag.From, drag.To));
        return range is { } shown ? (ColumnOf(shown.From), Math.Max(ColumnOf(shown.From), ColumnOf(shown.Until) - 1)) : null;
    }

    /// <summary>The column in which a time is.</summary>
    int SliceOf(ulong time) => time <= _from ? 0 : (int)Math.Min(_width - 1, (time - _from) / _step);

    /// <summary>The boundary of columns that is nearest to a time.</summary>
    int ColumnOf(ulong time) => time <= _from || _step == 0 ? 0 : (int)Math.Min(_width - 1, Math.Round((time - _from) / _step));

    static string Second(ulong time) => Clock.TimeOfDay(time)[..8];
}
