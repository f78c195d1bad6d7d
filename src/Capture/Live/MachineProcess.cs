using System.Globalization;
using System.Text;
using CSysdig.Capture.Live.Proc;
using static Tmds.Linux.LibC;

namespace CSysdig.Capture.Live;

/// <summary>A process of this machine, which its id alone does not tell from one that got the same id later.</summary>
public static class MachineProcess
{
    public const int Hangup = 1, Kill = 9;

    const ulong Second = 1_000_000_000;
    /// <summary>Clocks of the capture and of the kernel's list tell a start so far apart at most; an id comes again after far longer.</summary>
    const ulong Tolerance = 2 * Second;
    /// <summary>Ticks of a second in what the kernel tells of processes.</summary>
    const ulong Ticks = 100;

    /// <summary>When the process that has an id now was started, in nanoseconds since the epoch; 0 where there is none.</summary>
    public static ulong StartOf(long pid)
    {
        var stat = Encoding.Latin1.GetString(ProcFile.Bytes($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat"));
        // A name may hold anything, parentheses too.
        if (stat.LastIndexOf(')') is not (> 0 and var name) || stat[(name + 2)..].Split(' ') is not { Length: > 19 } fields || !ulong.TryParse(fields[19], CultureInfo.InvariantCulture, out var ticks))
            return 0;
        // One that has ended and is only waited for can't be ended.
        return fields[0] is "Z" or "X" ? 0 : Processors.BootTime() + ticks * (Second / Ticks);
    }

    /// <summary>It still is the process that was started then.</summary>
    public static bool IsSame(long pid, ulong started) => started > 0 && StartOf(pid) is > 0 and var now && Math.Max(now, started) - Math.Min(now, started) <= Tolerance;

    /// <summary>Sends a signal; false where the id is nobody's, or another's by now, or we may not.</summary>
    public static bool Signal(long pid, ulong started, int signal) => pid is > 1 and <= int.MaxValue && IsSame(pid, started) && kill((int)pid, signal) == 0;
}
