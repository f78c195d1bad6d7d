using CSysdig.Model.History;

namespace CSysdig.Views.Overview;

/// <summary>
/// Equal slices of a history's time, a column each. Of a machine that is watched a slice is a round time, so that what happened moves on column by column.
/// </summary>
/// <param name="From">When the first begins.</param>
/// <param name="Step">Nanoseconds of each.</param>
readonly record struct TimeAxis(ulong From, double Step, int Width)
{
    /// <summary>So small a part of a column's time makes no difference.</summary>
    const int Unseen = 16;
    /// <summary>Seconds that a column may stand for.</summary>
    static readonly ulong[] s_round = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800];

    public static TimeAxis Of(CaptureHistory history, int width) => history.IsLive ? Round(history, width) : Between(history.FirstTimestamp, LastOf(history), width);

    public static TimeAxis Between(ulong from, ulong until, int width) => new(from, Math.Max(1, (until - (double)from) / width), width);

    /// <summary>Times of a damaged capture may go back.</summary>
    public static ulong LastOf(CaptureHistory history) => Math.Max(history.FirstTimestamp, history.LastTimestamp);

    /// <summary>The shortest round time of which all fits, and its beginning before the first event.</summary>
    static TimeAxis Round(CaptureHistory history, int width)
    {
        var spanned = (LastOf(history) - history.FirstTimestamp) / 1e9;
        var step = s_round.FirstOrDefault(seconds => spanned / seconds + 2 <= width, s_round[^1]) * 1_000_000_000UL;
        return new TimeAxis(history.FirstTimestamp / step * step, step, width);
    }

    /// <summary>When a column begins.</summary>
    public ulong Boundary(int column) => From + (ulong)(Step * column);

    /// <summary>The column in which a time is.</summary>
    public int SliceOf(ulong time) => time <= From || Step == 0 ? 0 : (int)Math.Min(Width - 1, (time - From) / Step);

    /// <summary>The boundary of columns that is nearest to a time.</summary>
    public int ColumnOf(ulong time) => time <= From || Step == 0 ? 0 : (int)Math.Min(Width - 1, Math.Round((time - From) / Step));

    /// <summary>
    /// The row at which each column begins, and the one behind the last column, which has all that is left. Events stand in order of time, so a boundary is
    /// found by halving, as exactly as can be seen.
    /// </summary>
    public long[] RowsOf(CaptureHistory history)
    {
        var (rows, end) = (new long[Width + 1], history.End);
        rows[0] = Math.Min(history.First, end);
        for (var i = 0; i < Width; i++)
            rows[i + 1] = i == Width - 1 || rows[i] == end ? end : Math.Clamp(history.RowAfter(Boundary(i + 1), (ulong)Step / Unseen), rows[i], end);
        return rows;
    }
}
