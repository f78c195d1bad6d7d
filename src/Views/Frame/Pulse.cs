using System.Diagnostics;
using System.Globalization;
using CSysdig.Capture.Live;
using CSysdig.Views.Text;

namespace CSysdig.Views.Frame;

/// <summary>How a machine that is watched does, and what watching costs, looked up once a second.</summary>
sealed class Pulse(LiveSource source)
{
    static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    long _lookedAt;
    long _taken = source.Statistics.Taken;
    TimeSpan _used = Environment.CpuUsage.TotalTime;
    TimeSpan _kernel = source.Statistics.KernelTime;

    /// <summary>Events a second.</summary>
    public string Rate { get; private set; } = "";

    /// <summary>The machine's load.</summary>
    public string Load { get; private set; } = "";

    /// <summary>What watching takes, in the kernel too, as a part of one processor.</summary>
    public string Cost { get; private set; } = "";

    /// <summary>Looks again when it is time; true when it did.</summary>
    public bool Look()
    {
        var since = _lookedAt == 0 ? s_interval : Stopwatch.GetElapsedTime(_lookedAt);
        if (since < s_interval)
            return false;
        _lookedAt = Stopwatch.GetTimestamp();
        var (statistics, used) = (source.Statistics, Environment.CpuUsage.TotalTime);
        Rate = $"{Units.Count(Math.Round((statistics.Taken - _taken) / since.TotalSeconds))}/s";
        Cost = $"cost {Units.Percent((used - _used + (statistics.KernelTime - _kernel)) / since * 100)} %";
        Load = LiveSource.Load is { } load ? $"load {load.ToString("0.00", CultureInfo.InvariantCulture)}" : "";
        (_taken, _used, _kernel) = (statistics.Taken, used, statistics.KernelTime);
        return true;
    }
}
