using CSysdig.Model.ToolOrder;

namespace CSysdig.Model.State;

/// <summary>
/// The file descriptors of a process, at every event. One thread changes it; where history is kept any thread may ask meanwhile about
/// events before the one that is being followed.
/// </summary>
public sealed class FdTable(PagedList<FdInfo>? versions)
{
    /// <summary>libs keeps no more for one process.</summary>
    public const int MaxFds = 4096;

    /// <summary>Fds below this stand in an array, as nearly all do.</summary>
    const int LowFds = 1024;

    System.Collections.Concurrent.ConcurrentDictionary<long, Slot>? _high;
    Slot?[] _low = [];
    HashOrder? _order;
    Versioned<int> _counts;
    int _slots;

    /// <summary>How many are open at the newest event.</summary>
    public int Count => _counts.Newest;

    /// <summary>About how much memory it takes, without the versions.</summary>
    internal long Bytes => 200 + 130L * _slots + 12L * _counts.Count;

    /// <summary>The newest version of an fd, or null when it isn't known.</summary>
    public FdInfo? Find(long fd) => SlotOf(fd)?.Versions.Newest;

    /// <summary>The version of an fd at an event.</summary>
    public FdInfo? Find(long fd, long number) => SlotOf(fd)?.Versions.At(number, versions!);

    /// <summary>How many were open at an event.</summary>
    public int CountAt(long number) => _counts.At(number);

    /// <summary>The most that were open at an event from one number to before another.</summary>
    public int MostFrom(long number, long until)
    {
        var most = 0;
        for (; number < until; number = _counts.NextChange(number))
            most = Math.Max(most, _counts.At(number));
        return most;
    }

    /// <summary>Adds or replaces the newest version of an fd; false when the table is full.</summary>
    internal bool Set(long fd, FdInfo info, long number, bool keep)
    {
        var slot = SlotOf(fd);
        var isNew = slot?.Versions.Newest is null;
        if (isNew && Count >= MaxFds)
            return false;
        slot ??= AddSlot(fd);
        slot.Versions.Add(info, number, keep);
        if (isNew)
        {
            _order ??= new HashOrder();
            lock (_order)
                _order.Add(fd);
            _counts.Add(Count + 1, number, keep);
        }
        return true;
    }

    /// <summary>The fd is closed.</summary>
    internal void Remove(long fd, long number, bool keep)
    {
        if (SlotOf(fd) is not { Versions.Newest: not null } slot)
            return;
        slot.Closing = CloseState.None;
        lock (_order!)
            _order.Remove(fd);
        if (keep)
            slot.Versions.Add(null, number, keep);
        else
            RemoveSlot(fd);
        _counts.Add(Count - 1, number, keep);
    }

    /// <summary>Opens all that is open in another table, as a fork does; this one must be empty.</summary>
    /// <param name="inOrder">They are walked in the other's order, for libs before 0.12 copied tables whole; later ones add fd by fd.</param>
    internal void CopyFrom(FdTable other, long number, bool keep, bool inOrder)
    {
        if (_low.Length < other._low.Length)
            Array.Resize(ref _low, other._low.Length);
        foreach (var (fd, info) in other.Open)
            Set(fd, info, number, keep);
        if (!inOrder || other._order is null)
            return;
        _order ??= new HashOrder();
        lock (_order)
            _order.CopyFrom(other._order);
    }

    /// <summary>How far the closing of an fd is, between the enter event and the exit.</summary>
    internal CloseState Closing(long fd) => SlotOf(fd)?.Closing ?? CloseState.None;

    internal void SetClosing(long fd, CloseState state)
    {
        if (SlotOf(fd) is { } slot)
            slot.Closing = state;
    }

    /// <summary>The versions of every fd there was.</summary>
    internal IEnumerable<(long Fd, VersionLine<FdInfo> Line)> Lines
    {
        get
        {
            for (var fd = 0; fd < _low.Length; fd++)
                if (_low[fd] is { } slot)
                    yield return (fd, slot.Versions);
            foreach (var (fd, slot) in High)
                yield return (fd, slot.Versions);
        }
    }

    /// <summary>How many were open, and from which events on.</summary>
    internal List<(long Since, int Count)> Counts => _counts.All;

    /// <summary>Adds what <see cref="Lines"/> told of an fd; a version below zero says that it was closed.</summary>
    internal void Restore(long fd, int version, long since) => (SlotOf(fd) ?? AddSlot(fd)).Versions.Restore(since, version);

    /// <summary>Ends adding: which fds are open, as <see cref="Open"/> walks them, and how many were when. The table can only be read from then on, after <see cref="Resolve"/>.</summary>
    internal void Restore(ReadOnlySpan<long> open, ReadOnlySpan<(long Since, int Count)> counts)
    {
        foreach (var fd in open)
        {
            if (SlotOf(fd) is not { Versions.IsThere: true })
                throw new InvalidDataException("an open fd is not known");
        }
        (_order = new HashOrder()).Restore(open);
        foreach (var (since, count) in counts)
            _counts.Add(count, since, keep: true);
        if (Count != open.Length)
            throw new InvalidDataException("so many fds are not open");
    }

    /// <summary>Looks up the versions of the fds that are open.</summary>
    internal void Resolve()
    {
        foreach (var fd in Ordered)
            SlotOf(fd)!.Versions.Resolve(versions!);
    }

    /// <summary>All fds that are open at the newest event, in the order in which the tools walk them.</summary>
    public IEnumerable<KeyValuePair<long, FdInfo>> Open
    {
        get
        {
            foreach (var fd in Ordered)
                yield return new(fd, SlotOf(fd)!.Versions.Newest!);
        }
    }

    /// <summary>All fds that were open at an event; those that are still open first.</summary>
    public IEnumerable<KeyValuePair<long, FdInfo>> OpenAt(long number)
    {
        var open = Ordered;
        foreach (var fd in open)
            if (SlotOf(fd)!.Versions.At(number, versions!) is { } info)
                yield return new(fd, info);
        // A number that was closed when the others were looked at may be open again by now.
        var told = open.ToHashSet();
        for (var fd = 0; fd < _low.Length; fd++)
            if (_low[fd] is { } slot && !told.Contains(fd) && slot.Versions.At(number, versions!) is { } info)
                yield return new(fd, info);
        foreach (var (fd, slot) in High)
            if (!told.Contains(fd) && slot.Versions.At(number, versions!) is { } info)
                yield return new(fd, info);
    }

    List<long> Ordered
    {
        get
        {
            if (_order is null)
                return [];
            lock (_order)
                return [.. _order.Keys];
        }
    }

    IEnumerable<KeyValuePair<long, Slot>> High => _high ?? Enumerable.Empty<KeyValuePair<long, Slot>>();

    Slot? SlotOf(long fd)
    {
        var low = _low;
        return (ulong)fd < (ulong)low.Length ? low[fd] : (ulong)fd < LowFds ? null : _high?.GetValueOrDefault(fd);
    }

    Slot AddSlot(long fd)
    {
        var slot = new Slot();
        _slots++;
        if ((ulong)fd >= LowFds)
        {
            Volatile.Write(ref _high, _high ?? new());
            _high[fd] = slot;
            return slot;
        }
        if (fd >= _low.Length)
            Array.Resize(ref _low, Math.Min(LowFds, Math.Max(8, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)fd + 1))));
        return _low[fd] = slot;
    }

    void RemoveSlot(long fd)
    {
        _slots--;
        if ((ulong)fd < LowFds)
            _low[fd] = null;
        else
            _high?.TryRemove(fd, out _);
    }

    /// <summary>Nobody asks about an event before this one any more: what ended before it goes.</summary>
    /// <param name="held">Is told which versions stay.</param>
    internal void DropBefore(long number, Action<int> held)
    {
        for (var fd = 0; fd < _low.Length; fd++)
            if (_low[fd] is { } slot && !slot.Drop(number, held))
                RemoveSlot(fd);
        foreach (var (fd, slot) in High)
            if (!slot.Drop(number, held))
                RemoveSlot(fd);
        _counts.DropBefore(number);
    }

    sealed class Slot
    {
        public VersionLine<FdInfo> Versions;
        public CloseState Closing;

        /// <summary>False when nothing is left.</summary>
        public bool Drop(long number, Action<int> held) => Versions.DropBefore(number, held);
    }
}

/// <summary>The state of a close between its enter event and its exit.</summary>
[Flags]
enum CloseState : byte
{
    None = 0,
    /// <summary>The enter event has been seen.</summary>
    InProgress = 1,
    /// <summary>The number was opened again before the exit; the exit must not close the new one.</summary>
    Canceled = 2,
}
