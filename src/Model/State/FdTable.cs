namespace CSysdig.Model.State;

/// <summary>The file descriptors of a process, at every event.</summary>
public sealed class FdTable
{
    readonly Dictionary<long, Slot> _slots = [];
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
        var at = Array.BinarySearch(_countSince, 0, _changes, number);
        if (at < 0)
            at = ~at - 1;
        return _changes == 0 || at >= _changes - 1 ? Count : at < 0 ? 0 : _counts[at];
    }

    /// <summary>Adds or replaces the newest version of an fd.</summary>
    public void Set(long fd, FdInfo info, long number, bool keep)
    {
        if (!_slots.TryGetValue(fd, out var slot))
            _slots.Add(fd, slot = new Slot());
        var isNew = slot.Versions.Newest is null;
        slot.Versions.Add(info, number, keep);
        if (isNew)
            Changed(Count + 1, number, keep);
    }

    /// <summary>The fd is closed.</summary>
    public void Remove(long fd, long number, bool keep)
    {
        if (!_slots.TryGetValue(fd, out var slot) || slot.Versions.Newest is null)
            return;
        if (keep)
            slot.Versions.Add(null, number, keep);
        else
            _slots.Remove(fd);
        Changed(Count - 1, number, keep);
    }

    /// <summary>All fds that are open at the newest event.</summary>
    public IEnumerable<KeyValuePair<long, FdInfo>> Open
    {
        get
        {
            foreach (var (fd, slot) in _slots)
                if (slot.Versions.Newest is { } info)
                    yield return new(fd, info);
        }
    }

    void Changed(int count, long number, bool keep)
    {
        Count = count;
        if (!keep)
            return;
        if (_changes == _countSince.Length)
        {
            Array.Resize(ref _countSince, Math.Max(8, _changes * 2));
            Array.Resize(ref _counts, _countSince.Length);
        }
        if (_changes > 0 && _countSince[_changes - 1] == number)
            _changes--;
        _countSince[_changes] = number;
        _counts[_changes++] = count;
    }

    sealed class Slot
    {
        public Timeline<FdInfo> Versions;
    }
}
