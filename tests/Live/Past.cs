using System.Globalization;
using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>Back in time on csysdig's screen of this machine, stretch by stretch.</summary>
static partial class Past
{
    /// <summary>
    /// Goes back until a stretch shows something; the answer is that screen. A stretch is told in whole seconds: with turns of a second
    /// each has a label of its own.
    /// </summary>
    public static string[] Find(TmuxDriver terminal, string what, Func<string[], bool> shown)
    {
        var screen = terminal.Screen;
        while (!shown(screen))
        {
            var before = Stretch(screen);
            terminal.Type("[");
            screen = terminal.WaitFor($"{what}, or the stretch before", now => Stretch(now) != before && !now[2].EndsWith("looking …", StringComparison.Ordinal));
        }
        return screen;
    }

    /// <summary>How much time is held, as the timeline tells it.</summary>
    public static TimeSpan Held(string[] screen) => Total().Match(screen[1]) is { Success: true } total
        ? TimeSpan.FromMinutes(total.Groups[1].Success ? int.Parse(total.Groups[1].Value, CultureInfo.InvariantCulture) : 0) + TimeSpan.FromSeconds(double.Parse(total.Groups[2].Value, CultureInfo.InvariantCulture))
        : TimeSpan.Zero;

    static string Stretch(string[] screen) => Label().Match(screen[1]).Value;

    [GeneratedRegex(@"\[.*(?= of )")]
    private static partial Regex Label();

    [GeneratedRegex(@" of (?:(\d+)m)?([\d.]+)s\]")]
    private static partial Regex Total();
}
