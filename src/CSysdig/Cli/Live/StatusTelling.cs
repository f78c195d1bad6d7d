using System.Diagnostics;
using CSysdig.Capture.Live;
using CSysdig.Capture.Segments;
using CSysdig.Cli.Writing;

namespace CSysdig.Cli.Live;

/// <summary>A recorder says each second how it does, to whoever asks with --status.</summary>
sealed class StatusTelling(LiveSource source, SegmentWriter segments, SysdigOptions options) : IDisposable
{
    readonly DateTime _since = DateTime.UtcNow;
    long _told = Stopwatch.GetTimestamp(), _taken;
    TimeSpan _cost = Environment.CpuUsage.TotalTime;

    public void Tell(CaptureWriting writing)
    {
        var statistics = source.Statistics;
        var (now, cost) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime + statistics.KernelTime);
        var took = Stopwatch.GetElapsedTime(_told, now);
        var (count, oldest) = segments.Written;
        var (compacted, saved) = segments.Compacted;
        new RecorderStatus
        {
            Pid = Environment.ProcessId, Host = Environment.MachineName, Since = _since, At = DateTime.UtcNow,
            Events = statistics.Taken, Lost = statistics.Lost, EventsPerSecond = Math.Round((statistics.Taken - _taken) / took.TotalSeconds),
            Cost = Math.Round(Math.Max(0, (cost - _cost) / took * 100), 1), MostCost = options.Live.MaxCpu, GivenUp = source.GivenUp,
            Segments = count, Bytes = segments.Bytes + writing.Size, Compacted = compacted, Saved = saved, Keep = options.Writing.KeepText, Oldest = oldest, Bucket = options.Writing.Bucket?.ToString(), Outbox = writing.Bucket,
        }.Write(segments.Folder);
        (_told, _taken, _cost) = (now, statistics.Taken, cost);
    }

    public void Dispose() => RecorderStatus.Remove(segments.Folder);
}
