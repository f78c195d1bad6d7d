namespace CSysdig.Model.State;

/// <summary>The file descriptors of a process, at every event.</summary>
public sealed class FdTable
{
    /// <summary>libs keeps no more for one process.</summary>
    public const int MaxFds = 4096;

    readonly Dictionary<long, Slot> _slots = [];
    readonly HashOrder _order = new();
    long[] _countSince = [];
    int[] _counts = [];
    int _changes;

    /// <summary>How many are open at the newest event.</summary>
    public int Count { get; private set; }

    /// <summary>The newest version of an fd, or null when it isn't known.</summary>
    public FdInfo? Find(long fd) => _slots.TryGetValue(fd, out var slot) ? slot.Versions.Newest : null;

    /// <summary>The version of an fd at an event.</summary>
    public FdInfo? Find(long fd, long number) => _slots.TryGetValue(fd, out var slot) ? slot.Versions.At(number) : null;

    /// <summary>How many were open at an event.</summary>
    public int CountAt(long number)
    {
        if (_changes == 0 || number >= _countSince[_changes - 1])
            return Count;
        var at = Array.BinarySearch(_countSince, 0, _changes, number);
        if (at < 0)
            at = ~at - 1;
        return at < 0 ? 0 : _counts[at];
    }

    /// <summary>Adds or replaces the newest version of an fd; false when the table is full.</summary>
    internal bool Set(long fd, FdInfo info, long number, bool keep)
    {
        if (!_slots.TryGetValue(fd, out var slot))
        {
            if (Count >= MaxFds)
                return false;
            _slots.Add(fd, slot = new Slot());
        }
        var isNew = slot.Versions.Newest is null;
        if (isNew && Count >= MaxFds)
            return false;
        slot.Versions.Add(info, number, keep);
        if (isNew)
        {
            _order.Add(fd);
            Changed(Count + 1, number, keep);
        }
        return true;
    }

    /// <summary>The fd is closed.</summary>
    internal void Remove(long fd, long number, bool keep)
    {
        if (!_slots.TryGetValue(fd, out var slot) || slot.Versions.Newest is null)
            return;
        slot.Closing = CloseState.None;
        _order.Remove(fd);
        if (keep)
            slot.Versions.Add(null, number, keep);
        else
            _slots.Remove(fd);
        Changed(Count - 1, number, keep);
    }

    /// <summary>Opens all that is open in another table, as a fork does.</summary>
    internal void CopyFrom(FdTable other, long number, bool keep)
    {
        _slots.EnsureCapacity(other.Count);
        foreach (var (fd, info) in other.Open)
            Set(fd, info, number, keep);
    }

    /// <summary>How far the closing of an fd is, between the enter event and the exit.</summary>
    internal CloseState Closing(long fd) => _slots.TryGetValue(fd, out var slot) ? slot.Closing : CloseState.None;

    internal void SetClosing(long fd, CloseState state)
    {
        if (_slots.TryGetValue(fd, out var slot))
            slot.Closing = state;
    }

    /// <summary>All fds that are open at the newest event, in the order in which the tools walk them.</summary>
    public IEnumerable<KeyValuePair<long, FdInfo>> Open
    {
        get
        {
            foreach (var fd in _order.Keys)
                yield return new(fd, _slots[fd].Versions.Newest!);
        }
    }

    /// <summary>All fds that were open at an event; those that are still open first.</summary>
    public IEnumerable<KeyValuePair<long, FdInfo>> OpenAt(long number)
    {
        foreach (var fd in _order.Keys)
            if (_slots[fd].Versions.At(number) is { } info)
                yield return new(fd, info);
        foreach (var (fd, slot) in _slots)
            if (slot.Versions.Newest is null && slot.Versions.At(number) is { } info)
                yield return new(fd, info);
    }

    void Changed(int count, long number, bool keep)
    {
        Count = count;
        if (!keep)
            return;
        if (_changes > 0 && _countSince[_changes - 1] == number)
            _changes--;
        if (_changes == _countSince.Length)
        {
            Array.Resize(ref _countSince, Math.Max(8, _changes * 2));
            Array.Resize(ref _counts, _countSince.Length);
        }
        _countSince[_changes] = number;
        _counts[_changes++] = count;
    }

    sealed class Slot
    {
        public Timeline<FdInfo> Versions;
        public CloseState Closing;
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
