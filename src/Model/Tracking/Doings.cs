using CSysdig.Capture.Events;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Notes what threads do: by looks at the machine, by calls that take long, and by their ends. A stream never looks back, and needs none of it.</summary>
static class Doings
{
    /// <summary>Nanoseconds that a call takes at least of which it is noted that its thread was in it: shorter ones would be too many.</summary>
    const ulong Long = 10_000_000;
    const long Bytes = 24;

    public static void OnLook(StateEngine s, FollowedThread thread)
    {
        if (s.Raw.State is var (letter, call))
            Note(s, thread, ThreadDoing.Looked(letter, call), s.Number);
    }

    public static void OnEnd(StateEngine s, FollowedThread thread)
    {
        if (s.Raw.ParamCount > 0)
            Note(s, thread, ThreadDoing.Ended(s.Raw.Int64(0)), s.Number);
    }

    /// <summary>A call ends whose beginning was seen.</summary>
    public static void OnExit(StateEngine s, FollowedThread thread)
    {
        if (thread.Latency < Long || !thread.EnterPaired || !IsNew(thread))
            return;
        Note(s, thread, InCall(thread, s.Raw), thread.LastEnterNumber);
        Note(s, thread, default, s.Number);
    }

    /// <summary>The capture is at its end: calls that are not ended are those that threads are in.</summary>
    public static void OnEndOfCapture(StateEngine s)
    {
        if (!s.State.KeepHistory || s.State.ExitOnly)
            return;
        foreach (var thread in s.Threads.All)
            if (thread.LastEnter >= 0 && thread.LastEnterNumber >= s.PairsSince && IsCall((EventCode)thread.LastEnter) && IsNew(thread))
                Note(s, thread, InCall(thread, null), thread.LastEnterNumber);
    }

    /// <summary>What is noted stands in the order of events.</summary>
    static bool IsNew(FollowedThread thread) => !thread.Tracked.Doing.IsLater(thread.LastEnterNumber - 1);

    static bool IsCall(EventCode code) => (EventTable.Get(code).Category & (EventCategory.Tracepoint | EventCategory.Internal)) == 0;

    static ThreadDoing InCall(FollowedThread thread, RawEvent? exit) => (EventCode)thread.LastEnter != EventCode.GenericE
        ? ThreadDoing.InCall((EventCode)thread.LastEnter) : ThreadDoing.InGenericCall(exit is null ? 0 : Syscalls.CallOf(exit, exitOnly: false));

    static void Note(StateEngine s, FollowedThread thread, ThreadDoing doing, long number)
    {
        if (!s.State.KeepHistory)
            return;
        s.State.TextBytes += Bytes;
        thread.Tracked.Doing.Add(doing, number, keep: true);
    }
}
