using System.Globalization;
using System.Text.RegularExpressions;

namespace CSysdig.Capture.Remote;

/// <summary>How a machine that is watched does, as it tells itself once a second on a line of its own.</summary>
/// <param name="Load">Threads that ran or waited to run in the last minute; 0 where the system does not tell.</param>
/// <param name="Cost">What watching takes, in the kernel too, in percent of one processor.</param>
public sealed partial record MachinePulse(double Load, double Cost)
{
    public string Line => string.Create(CultureInfo.InvariantCulture, $"pulse {Load:F2} {Cost:F1}");

    /// <summary>Two numbers that a machine may have, or null: whoever tells them may tell anything.</summary>
    public static MachinePulse? Parse(string line) => Form().Match(line) is { Success: true, Groups: var found }
        ? new MachinePulse(double.Parse(found[1].ValueSpan, CultureInfo.InvariantCulture), double.Parse(found[2].ValueSpan, CultureInfo.InvariantCulture)) : null;

    [GeneratedRegex(@"\Apulse ([0-9]{1,5}\.[0-9]{2}) ([0-9]{1,6}\.[0-9])\z")]
    private static partial Regex Form();
}
