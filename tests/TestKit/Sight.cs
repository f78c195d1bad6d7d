using CSysdig.Capture.Events;
using CSysdig.Model;
using CSysdig.Model.State;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;

namespace CSysdig.Tests.TestKit;

/// <summary>What was known at an event. The versions are those of their time: they must not change any more.</summary>
sealed record Sight(long Number, EventCode Code, long Tid, ThreadInfo? Thread, ThreadInfo? Parent, FdInfo? Fd, FdInfo? ParsedFd, long FdNumber)
{
    /// <summary>The thread's name; null where the thread is unknown.</summary>
    public string? Comm => Thread is null ? null : Text(Thread.Comm);

    /// <summary>The fd's name; null where no fd is known.</summary>
    public string? Name => Fd is null ? null : Text(Fd.Name);

    public static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    /// <summary>All events of a capture, and the state at its end.</summary>
    public static List<Sight> Of(ScapBuilder capture, out MachineState state, Func<Event, bool>? filter = null, bool compat = false)
    {
        using var stream = EventStream.Open(capture.ToStream(), new StreamOptions { KeepHistory = true, Compat = compat });
        stream.Filter = filter;
        var seen = new List<Sight>();
        while (stream.Next())
        {
            var e = stream.Current;
            seen.Add(new Sight(e.Number, e.Raw.Code, e.Raw.Tid, e.Thread, e.Parent, e.Fd, e.ParsedFd, e.FdNumber));
        }
        state = stream.State;
        return seen;
    }

    public static List<Sight> Of(ScapBuilder capture, Func<Event, bool>? filter = null, bool compat = false) => Of(capture, out _, filter, compat);
}

static class SightExtensions
{
    /// <summary>The last event of a thread.</summary>
    public static Sight Last(this List<Sight> seen, long tid) => seen.FindLast(s => s.Tid == tid) ?? throw new InvalidOperationException($"no event of {tid}");

    public static Sight Last(this List<Sight> seen, EventCode code) => seen.FindLast(s => s.Code == code) ?? throw new InvalidOperationException($"no {code}");
}
