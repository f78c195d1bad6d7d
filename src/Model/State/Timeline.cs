namespace CSysdig.Model.State;

/// <summary>
/// The versions of one thing, each with the number of the event from which it holds.
/// With <c>keep</c> false only the newest is held: a stream never looks back. One thread adds; any thread may ask meanwhile about
/// events before the one from which the added version holds.
/// </summary>
public struct Timeline<T>
{
    // Most things have one version or two, so the newest needs no array. What is written is written in this order, so that who reads
    // finds each version in the arrays or as the newest: arrays, their count, the newest's number, the newest.
    long[]? _since;
    T?[]? _versions;
    int _older;
    long _newestSince;
    T? _newest;
    bool _any;

    /// <summary>The newest version, or null when there is none or the thing is gone.</summary>
    public readonly T? Newest => _newest;

    /// <summary>How many versions there are, being gone counted as one.</summary>
    internal readonly int Count => _any ? _older + 1 : 0;

    /// <summary>Every version with the number of the event from which it holds, the oldest first, as far as these come before an event.</summary>
    internal readonly List<(long Since, T? Version)> Before(long number)
    {
        var since = Volatile.Read(in _newestSince);
        var newest = _newest;
        Volatile.ReadBarrier();
        var isNewest = _any && since < number && Volatile.Read(in _newestSince) == since;
        var older = Volatile.Read(in _older);
        var all = new List<(long, T?)>(older + 1);
        for (var i = 0; i < older && _since![i] < (isNewest ? since : number); i++)
            all.Add((_since[i], _versions![i]));
        if (isNewest)
            all.Add((since, newest));
        return all;
    }

    /// <summary>Every version.</summary>
    internal readonly List<(long Since, T? Version)> All => Before(long.MaxValue);

    /// <summary>Adds the version that holds from event <paramref name="number"/> on; null says that the thing is gone.</summary>
    public void Add(T? version, long number, bool keep)
    {
        if (keep && _any && _newestSince != number)
            Archive();
        Volatile.Write(ref _newestSince, number);
        Volatile.WriteBarrier();
        _newest = version;
        _any = true;
    }

    /// <summary>The version at event <paramref name="number"/>, or null when there was none.</summary>
    public readonly T? At(long number) => At(number, out _, out _);

    /// <summary>The version at event <paramref name="number"/>, and the numbers from and before which it holds; the newest is said to hold for that event alone.</summary>
    public readonly T? At(long number, out long from, out long until)
    {
        var since = IsNewest(number, out var newest);
        if (number < since)
            return Older(number, since, out from, out until);
        from = number;
        until = number + 1;
        return newest;
    }

    /// <summary>The version at an event of many whose last is known, and the numbers from and before which it holds.</summary>
    /// <param name="end">The number behind the last event of all.</param>
    public readonly T? During(long number, long end, out long from, out long until)
    {
        var since = IsNewest(number, out var newest);
        if (number < since)
            return Older(number, since, out from, out until);
        (from, until) = _any ? (since, end) : (number, number + 1);
        return newest;
    }

    /// <summary>The number of the event from which the next version holds; <see cref="long.MaxValue"/> behind the newest.</summary>
    public readonly long NextChange(long number)
    {
        var newest = Volatile.Read(in _newestSince);
        if (!_any || number >= newest)
            return long.MaxValue;
        var older = Volatile.Read(in _older);
        var at = older == 0 ? -1 : Array.BinarySearch(_since!, 0, older, number);
        var next = at >= 0 ? at + 1 : older == 0 ? 0 : ~at;
        return next < older ? _since![next] : newest;
    }

    /// <summary>The number from which the newest version holds, and that version where it holds at an event.</summary>
    readonly long IsNewest(long number, out T? newest)
    {
        newest = default;
        var since = Volatile.Read(in _newestSince);
        if (number < since)
            return since;
        newest = _newest;
        Volatile.ReadBarrier();
        // Another may have been added meanwhile: then it holds from a later event, and this one lies in the arrays.
        return Volatile.Read(in _newestSince);
    }

    /// <summary>The version at an event that comes before the newest one.</summary>
    readonly T? Older(long number, long newest, out long from, out long until)
    {
        from = number;
        until = number + 1;
        var older = Volatile.Read(in _older);
        int low = 0, high = older;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_since![middle] <= number)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == 0)
            return default;
        from = _since![low - 1];
        until = low < older ? _since[low] : newest;
        return _versions![low - 1];
    }

    void Archive()
    {
        if (_since is null || _older == _since.Length)
        {
            var size = Math.Max(2, _older * 2);
            Volatile.Write(ref _since, Timeline.Grown(_since, size));
            Volatile.Write(ref _versions, Timeline.Grown(_versions, size));
        }
        _since![_older] = _newestSince;
        _versions![_older] = _newest;
        Volatile.Write(ref _older, _older + 1);
    }
}

/// <summary>What timelines of all kinds have together.</summary>
static class Timeline
{
    /// <summary>A longer copy; who reads the shorter one finds there what was in it.</summary>
    public static TItem[] Grown<TItem>(TItem[]? items, int size)
    {
        var grown = new TItem[size];
        items?.CopyTo(grown, 0);
        return grown;
    }
}
