namespace CSysdig.Model.State;

/// <summary>Every thread by id, at every event: an id that is used again leads to who had it then.</summary>
public sealed class ThreadTable
{
    readonly Dictionary<long, Timeline<TrackedThread>> _byTid = [];

    /// <summary>How many threads there are at the newest event.</summary>
    public int Count { get; private set; }

    /// <summary>The thread that has the id at the newest event, or null.</summary>
    public TrackedThread? Find(long tid)
    {
        ref var line = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(_byTid, tid);
        return System.Runtime.CompilerServices.Unsafe.IsNullRef(ref line) ? null : line.Newest;
    }

    /// <summary>The thread that had the id at an event, or null.</summary>
    public TrackedThread? Find(long tid, long number)
    {
        ref var line = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(_byTid, tid);
        return System.Runtime.CompilerServices.Unsafe.IsNullRef(ref line) ? null : line.At(number);
    }

    /// <summary>What is known of a thread at an event.</summary>
    public ThreadInfo? Info(long tid, long number) => Find(tid, number)?.At(number);

    /// <summary>The same, and the numbers of events from and before which it holds.</summary>
    /// <param name="end">The number behind the last event of all.</param>
    public ThreadInfo? Info(long tid, long number, long end, out long from, out long until)
    {
        ref var line = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(_byTid, tid);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref line))
        {
            (from, until) = (0, end);
            return null;
        }
        if (line.During(number, end, out from, out until) is not { } thread)
            return null;
        var info = thread.Versions.During(number, end, out var since, out var before);
        (from, until) = (Math.Max(from, since), Math.Min(until, before));
        return info;
    }

    public void Add(TrackedThread thread, long number, bool keep)
    {
        ref var line = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_byTid, thread.Tid, out _);
        if (line.Newest is null)
            Count++;
        line.Add(thread, number, keep);
    }

    public void Remove(long tid, long number, bool keep)
    {
        ref var line = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(_byTid, tid);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref line) || line.Newest is null)
            return;
        Count--;
        if (keep)
            line.Add(null, number, keep);
        else
            _byTid.Remove(tid);
    }

    /// <summary>Who had each id when, in the order in which the ids turned up.</summary>
    internal IReadOnlyCollection<KeyValuePair<long, Timeline<TrackedThread>>> Lines => _byTid;

    /// <summary>Adds what <see cref="Lines"/> told, in its order; null says that the thread was gone.</summary>
    internal void Restore(long tid, TrackedThread? thread, long since)
    {
        if (thread is null)
            Remove(tid, since, keep: true);
        else
            Add(thread, since, keep: true);
    }

    /// <summary>All threads at the newest event.</summary>
    public IEnumerable<TrackedThread> Living
    {
        get
        {
            foreach (var line in _byTid.Values)
                if (line.Newest is { } thread)
                    yield return thread;
        }
    }

    /// <summary>The threads that were there before the first event, where history is kept also when later ones have been seen.</summary>
    public IEnumerable<TrackedThread> AtStart
    {
        get
        {
            foreach (var line in _byTid.Values)
                if (line.At(0) is { } thread)
                    yield return thread;
        }
    }

    /// <summary>
    /// All threads at the newest event in the order in which the tools walk them: it depends on who came and went before. Where no
    /// history is kept it is told from who is there.
    /// </summary>
    public IEnumerable<TrackedThread> InToolOrder
    {
        get
        {
            var changes = new List<(long Since, long Tid, bool Comes)>();
            foreach (var (tid, line) in _byTid)
            {
                var isThere = false;
                foreach (var (since, thread) in line.All)
                {
                    if (isThere != thread is not null)
                        changes.Add((since, tid, !isThere));
                    isThere = thread is not null;
                }
            }
            var order = new HashOrder();
            foreach (var (_, tid, comes) in changes.OrderBy(c => c.Since))
            {
                if (comes)
                    order.Add(tid);
                else
                    order.Remove(tid);
            }
            return order.Keys.Select(tid => Find(tid)!);
        }
    }
}
