using CSysdig.Model.History;
using CSysdig.Views.Drawing;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>The second line: how much happened when, a column a slice of the capture's time.</summary>
static class Timeline
{
    static readonly string[] Bars = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

    public static void Compose(CaptureHistory history, Line line)
    {
        var label = history.Count == 0 ? "" : Units.Duration(history.LastTimestamp - history.FirstTimestamp);
        var width = line.Width - 3 - label.Length;
        if (width < 8 || history.Count < 2)
            return;
        var counts = Count(history, width);
        var most = Math.Max(1, counts.Max());
        line.Unbox(1);
        foreach (var count in counts)
        {
            // The root keeps a quiet minute visible beside a flood.
            var level = count == 0 ? 0 : 1 + (int)(7 * Math.Sqrt((double)count / most));
            line.Write(Bars[level], level >= 7 ? Style.BarHot : Style.Bar);
        }
        line.Write(" ").Write(label, Style.Dim);
    }

    /// <summary>Events in each of so many equal slices of time. Events stand in order of time, so a boundary is found by halving.</summary>
    internal static int[] Count(CaptureHistory history, int slices)
    {
        var counts = new int[slices];
        var rows = history.Count;
        var (first, last) = (history.TimestampAt(0), history.TimestampAt(rows - 1));
        if (last <= first)
        {
            counts[0] = rows;
            return counts;
        }
        var from = 0;
        for (var i = 0; i < slices; i++)
        {
            var until = first + (ulong)((last - first) * (double)(i + 1) / slices);
            var to = i == slices - 1 ? rows : FirstAfter(history, until, from, rows);
            counts[i] = to - from;
            from = to;
        }
        return counts;
    }

    static int FirstAfter(CaptureHistory history, ulong time, int low, int high)
    {
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (history.TimestampAt(middle) <= time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
