using System.Globalization;
using System.Runtime.InteropServices;
using Tmds.Linux;

namespace CSysdig.Capture.Live;

/// <summary>What the kernel says of itself, as far as the probe must know.</summary>
static unsafe partial class Processors
{
    const int RealTime = 0, Boottime = 7;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, timespec* time);

    /// <summary>How many processors there may ever be: their numbers are below it.</summary>
    public static int Possible()
    {
        // As in 0-3 or 0,2-5.
        var text = File.ReadAllText("/sys/devices/system/cpu/possible").Trim();
        var last = text[(text.LastIndexOfAny([',', '-']) + 1)..];
        return int.Parse(last, CultureInfo.InvariantCulture) + 1;
    }

    /// <summary>This process as the kernel counts: in a pid namespace it has another number than it knows itself by.</summary>
    public static int OwnPid()
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
            if (line.StartsWith("NSpid:", StringComparison.Ordinal) && line.Split('\t', StringSplitOptions.RemoveEmptyEntries) is [_, var outermost, ..])
                return int.Parse(outermost, CultureInfo.InvariantCulture);
        return Environment.ProcessId;
    }

    /// <summary>Nanoseconds since boot, as the probe counts them.</summary>
    public static ulong SinceBoot()
    {
        timespec now;
        GetTime(Boottime, &now);
        return (ulong)(long)now.tv_sec * 1_000_000_000 + (ulong)(long)now.tv_nsec;
    }

    /// <summary>When the machine was started, in nanoseconds since 1970.</summary>
    public static ulong BootTime()
    {
        // Of several tries the one that was interrupted least.
        ulong best = 0, narrowest = ulong.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var before = SinceBoot();
            timespec now;
            GetTime(RealTime, &now);
            var after = SinceBoot();
            if (after - before >= narrowest)
                continue;
            narrowest = after - before;
            best = (ulong)(long)now.tv_sec * 1_000_000_000 + (ulong)(long)now.tv_nsec - before - narrowest / 2;
        }
        return best;
    }
}
