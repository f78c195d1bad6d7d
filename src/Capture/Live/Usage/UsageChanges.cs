using System.Runtime.InteropServices;

namespace CSysdig.Capture.Live.Usage;

/// <summary>What has changed from one look at all threads to the next. Times are totals: what one look rounds off, a later one tells.</summary>
sealed class UsageChanges
{
    /// <summary>Memory that has changed by less than this part of what was told last is not told again.</summary>
    const int LeastChange = 100;

    readonly Dictionary<int, Told> _told = [];
    int _look;

    /// <summary>Notes a look, and adds what there is to tell of it to an empty list.</summary>
    /// <param name="without">A process that is not told of; 0 for none.</param>
    public void Take(List<ThreadUsage> all, int without, List<UsageChange> changes)
    {
        _look++;
        foreach (ref readonly var usage in CollectionsMarshal.AsSpan(all))
            if (usage.Pid != without)
                Take(usage, changes);
        // What was not seen has ended.
        foreach (var (tid, told) in _told)
            if (told.Look != _look)
                _told.Remove(tid);
    }

    void Take(in ThreadUsage usage, List<UsageChange> changes)
    {
        ref var told = ref CollectionsMarshal.GetValueRefOrAddDefault(_told, usage.Tid, out var isThere);
        // Another thread has the id, or this one has taken its process's by an exec.
        if (!isThere || usage.Ran < told.Ran)
            told = new Told();
        var (user, system) = ProcessorTime.Of(usage, (told.User, told.System));
        var hasTime = user / ProcessorTime.Tick != told.User / ProcessorTime.Tick || system / ProcessorTime.Tick != told.System / ProcessorTime.Tick;
        var hasMemory = usage.Tid == usage.Pid && (HasChanged(usage.SizeKb, told.SizeKb) || HasChanged(usage.ResidentKb, told.ResidentKb));
        (told.Look, told.Ran, told.User, told.System) = (_look, usage.Ran, user, system);
        var hasState = usage.State != told.State || usage.Call != told.Call;
        (told.State, told.Call) = (usage.State, usage.Call);
        if (hasMemory)
            (told.SizeKb, told.ResidentKb) = (usage.SizeKb, usage.ResidentKb);
        if (hasTime || hasMemory || hasState && usage.State != 0)
            changes.Add(new UsageChange(usage.Tid, user / ProcessorTime.Tick, system / ProcessorTime.Tick, hasMemory, usage.SizeKb, usage.ResidentKb) { State = hasState ? usage.State : (byte)0, Call = hasState ? usage.Call : -1 });
    }

    static bool HasChanged(uint now, uint before) => Math.Abs((long)now - before) * LeastChange > before;

    struct Told()
    {
        public int Look, Call = -1;
        public byte State;
        public uint SizeKb, ResidentKb;
        /// <summary>In nanoseconds, so that the parts of ticks are kept.</summary>
        public ulong Ran, User, System;
    }
}
