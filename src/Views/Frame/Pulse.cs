using System.Diagnostics;
using System.Globalization;
using CSysdig.Capture.Live;
using CSysdig.Model.History;
using CSysdig.Views.Text;

namespace CSysdig.Views.Frame;

/// <summary>How a machine that is watched does, and what watching costs, looked up once a second. Another machine tells it itself.</summary>
sealed class Pulse(CaptureHistory history)
{
    static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    long _lookedAt;
    long _taken = Taken(history);
    TimeSpan _used = Environment.CpuUsage.TotalTime;
    TimeSpan _kernel = history.Live?.Statistics.KernelTime ?? default;

    /// <summary>Events a second.</summary>
    public string Rate { get; private set; } = "";

    /// <summary>The machine's load.</summary>
    public string Load { get; private set; } = "";

    /// <summary>What watching takes on the machine that is watched, in the kernel too, as a part of one processor.</summary>
    public string Cost { get; private set; } = "";

    /// <summary>Looks again when it is time; true when it did.</summary>
    public bool Look()
    {
        var since = _lookedAt == 0 ? s_interval : Stopwatch.GetElapsedTime(_lookedAt);
        if (since < s_interval)
            return false;
        _lookedAt = Stopwatch.GetTimestamp();
        var taken = Taken(history);
        Rate = $"{Units.Count(Math.Round((taken - _taken) / since.TotalSeconds))}/s";
        _taken = taken;
        if (history.Live is { Statistics.KernelTime: var kernel })
            TellOwn(kernel, since);
        else if (history.Other?.Pulse is { } pulse)
            (Load, Cost) = (LoadOf(pulse.Load), $"cost {Units.Percent(pulse.Cost)} % there");
        return true;
    }

    void TellOwn(TimeSpan kernel, TimeSpan since)
    {
        var used = Environment.CpuUsage.TotalTime;
        Cost = $"cost {Units.Percent((used - _used + (kernel - _kernel)) / since * 100)} %";
        Load = LiveSource.Load is { } load ? LoadOf(load) : "";
        (_used, _kernel) = (used, kernel);
    }

    static string LoadOf(double load) => $"load {load.ToString("0.00", CultureInfo.InvariantCulture)}";

    static long Taken(CaptureHistory history) => history.Live?.Statistics.Taken ?? history.End;
}
