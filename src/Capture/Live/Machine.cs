using System.Globalization;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live;

/// <summary>The machine this runs on.</summary>
static class Machine
{
    public static MachineInfo Read() => new()
    {
        CpuCount = (uint)Environment.ProcessorCount,
        MemoryBytes = Memory(),
        MaxPid = MaxPid(),
        HostName = Environment.MachineName,
        BootTimestamp = Processors.BootTime(),
    };

    /// <summary>How many threads ran or waited to run in the last minute, on average; null where the system does not tell.</summary>
    public static double? Load()
    {
        try
        {
            var text = File.ReadAllText("/proc/loadavg");
            return double.TryParse(text.AsSpan(0, Math.Max(0, text.IndexOf(' '))), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var load) ? load : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static ulong Memory()
    {
        foreach (var line in File.ReadLines("/proc/meminfo"))
            if (line.StartsWith("MemTotal:", StringComparison.Ordinal))
                return ulong.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        return 0;
    }

    static ulong MaxPid() =>
        ulong.TryParse(File.ReadAllText("/proc/sys/kernel/pid_max"), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var most) ? most : 0;
}
