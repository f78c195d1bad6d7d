using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Counters of memory, page faults and processor time.</summary>
static class Scheduling
{
    static readonly ThreadMemory s_none = new(0, 0, 0, 0, 0);
    static readonly ProcessorTimes s_unused = new(0, 0, 0, 0);

    public static void OnSwitch(StateEngine s)
    {
        OnTurn(s);
        if (s.Thread is not { } thread)
            return;
        var x = s.Raw;
        Set(s, thread, (thread.Tracked.Memory.Newest ?? s_none) with { PfMajor = x.UInt64(1), PfMinor = x.UInt64(2) });
        if (s.Threads.MainOf(thread) is { } main)
            Set(s, main, (main.Tracked.Memory.Newest ?? s_none) with { VmSizeKb = x.UInt32(3), VmRssKb = x.UInt32(4), VmSwapKb = x.UInt32(5) });
    }

    /// <summary>The turn of a thread on a processor ends. Where the thread is in no table, all such threads share what is known.</summary>
    public static void OnTurn(StateEngine s)
    {
        var turn = s.Processors.Switch(s.Raw);
        var keep = s.State.KeepHistory;
        if (keep)
            s.State.TextBytes += RunTime.TurnBytes;
        if ((s.Thread ?? s.Threads.Find(s.Raw.Tid)) is { } thread)
            thread.Tracked.RunTime.Add(turn, s.Number, keep);
        else
            s.State.UnknownRunTime.Add(turn, s.Number, keep);
    }

    public static void OnMemory(StateEngine s)
    {
        if (s.Thread is not { } thread)
            return;
        var x = s.Raw;
        var now = thread.Tracked.Memory.Newest ?? s_none;
        var (size, resident, swap) = (x.UInt32(1), x.UInt32(2), x.UInt32(3));
        if (now.VmSizeKb != size || now.VmRssKb != resident || now.VmSwapKb != swap)
            Set(s, thread, now with { VmSizeKb = size, VmRssKb = resident, VmSwapKb = swap });
    }

    public static void OnProcessorTimes(StateEngine s)
    {
        if (s.Thread is not { } thread)
            return;
        var (user, system) = (s.Raw.UInt64(0), s.Raw.UInt64(1));
        // What a thread had used before the capture is not known until it is told; one that began in it had used nothing, which tools of before pass over.
        var isBornHere = s.State.ExitOnly && thread.Newest.CloneTimestamp is not 0 and var born && born >= s.State.FirstTimestamp;
        var before = thread.Tracked.Times.Newest ?? (isBornHere ? s_unused : new ProcessorTimes(user, system, 0, 0));
        thread.Tracked.Times.Add(new ProcessorTimes(user, system, before.User, before.System), s.Number, s.State.KeepHistory);
        Doings.OnLook(s, thread);
        if (s.Raw.Memory is var (size, resident) && !s.State.Compat)
            Set(s, thread, (thread.Tracked.Memory.Newest ?? s_none) with { VmSizeKb = size, VmRssKb = resident });
    }

    static void Set(StateEngine s, FollowedThread thread, ThreadMemory memory)
    {
        if (!memory.Equals(thread.Tracked.Memory.Newest))
            thread.Tracked.Memory.Add(memory, s.Number, s.State.KeepHistory);
    }
}
