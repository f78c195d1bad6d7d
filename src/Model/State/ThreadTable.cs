using CSysdig.Model.ToolOrder;

namespace CSysdig.Model.State;

/// <summary>Every thread by id, at every event: an id that is used again leads to who had it then.</summary>
public sealed class ThreadTable(bool keep)
{
    readonly VersionedTable<long, TrackedThread> _byTid = new(keep);

    /// <summary>How many threads there are at the newest event.</summary>
    public int Count => _byTid.Count;

    /// <summary>The thread that has the id at the newest event, or null.</summary>
    public TrackedThread? Find(long tid) => _byTid.Find(tid);

    /// <summary>The thread that had the id at an event, or null.</summary>
    public TrackedThread? Find(long tid, long number) => _byTid.Find(tid, number);

    /// <summary>The thread that had the id at an event, or the last one that had it before; and the numbers of events from and before which it had it. Null where nobody did.</summary>
    /// <param name="end">The number behind the last event of all.</param>
    public TrackedThread? Last(long tid, long number, long end, out long from, out long until)
    {
        var thread = _byTid.Find(tid, number, end, out from, out until);
        return thread is null && from > 0 ? _byTid.Find(tid, from - 1, end, out from, out until) : thread;
    }

    /// <summary>What is known of a thread at an event.</summary>
    public ThreadInfo? Info(long tid, long number) => Find(tid, number)?.At(number);

    /// <summary>The same, and the numbers of events from and before which it holds.</summary>
    /// <param name="end">The number behind the last event of all.</param>
    public ThreadInfo? Info(long tid, long number, long end, out long from, out long until)
    {
        if (_byTid.Find(tid, number, end, out from, out until) is not { } thread)
            return null;
        var info = thread.During(number, end, out var since, out var before);
        (from, until) = (Math.Max(from, since), Math.Min(until, before));
        return info;
    }

    /// <summary>Adds a thread, in the place of one that has its id.</summary>
    public void Add(TrackedThread thread, long number) => _byTid.Set(thread.Tid, thread, number);

    public void Remove(long tid, long number) => _byTid.Set(tid, null, number);

    /// <summary>Nobody asks about an event before this one any more.</summary>
    internal void DropBefore(long number) => _byTid.DropBefore(number);

    /// <summary>Who had each id when, in the order in which the ids turned up; null says that the thread was gone.</summary>
    internal IEnumerable<(long Tid, long Since, TrackedThread? Thread)> Lines => _byTid.All;

    /// <summary>Adds what <see cref="Lines"/> told, in its order.</summary>
    internal void Restore(long tid, TrackedThread? thread, long since) => _byTid.Set(tid, thread, since);

    /// <summary>All threads at the newest event, for the thread that changes them.</summary>
    public IEnumerable<TrackedThread> Living => _byTid.Newest.Select(l => l.Value);

    /// <summary>The threads that were there before the first event, where history is kept also when later ones have been seen.</summary>
    public IEnumerable<TrackedThread> AtStart => At(0);

    /// <summary>The threads that there were at an event; at the newest where no history is kept.</summary>
    public IEnumerable<TrackedThread> At(long number) => _byTid.At(number);

    /// <summary>All threads at the newest event, as <see cref="InToolOrder(long)"/>.</summary>
    public IEnumerable<TrackedThread> InToolOrder() => InToolOrder(long.MaxValue);

    /// <summary>
    /// All threads there were before an event, in the order in which the tools walk them: it depends on who came and went before. Where no
    /// history is kept it is told from who is there.
    /// </summary>
    public IEnumerable<TrackedThread> InToolOrder(long before)
    {
        var there = new Dictionary<long, TrackedThread>();
        var order = new HashOrder();
        // Of threads that came at one event the first of the table is the first.
        foreach (var (tid, _, thread) in _byTid.Before(before).OrderBy(c => c.Since))
        {
            if (thread is null ? there.Remove(tid) : there.TryAdd(tid, thread))
            {
                if (thread is null)
                    order.Remove(tid);
                else
                    order.Add(tid);
            }
            else if (thread is not null)
                there[tid] = thread;
        }
        return order.Keys.Select(tid => there[tid]);
    }
}
