using CSysdig.Views.Drawing;

namespace CSysdig.Views.Overview;

/// <summary>Numbers as bars, each as high as it is beside the largest; where events were lost stands a sign instead.</summary>
static class Sparkline
{
    /// <summary>Stands where events were lost.</summary>
    public const string Lost = "!";

    const int HighLevel = 7;
    static readonly string[] s_bars = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

    /// <param name="numbers">-1 where events were lost.</param>
    /// <param name="high">Of the highest bars.</param>
    public static void Write(Line into, IReadOnlyList<long> numbers, Style style, Style high)
    {
        var most = Math.Max(1, numbers.DefaultIfEmpty().Max());
        foreach (var number in numbers)
        {
            if (number < 0)
            {
                into.Write(Lost, Style.Alarm);
                continue;
            }
            // The root keeps a quiet minute visible beside a flood.
            var level = number == 0 ? 0 : 1 + (int)((s_bars.Length - 2) * Math.Sqrt((double)number / most));
            into.Write(s_bars[level], level >= HighLevel ? high : style);
        }
    }
}
