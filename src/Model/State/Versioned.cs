namespace CSysdig.Model.State;

/// <summary>
/// The versions of one thing, each with the number of the event from which it holds.
/// With <c>keep</c> false only the newest is held: a stream never looks back. One thread adds; any thread may ask meanwhile about
/// events before the one from which the added version holds.
/// </summary>
public struct Versioned<T>
{
    // Most things have one version or two, so the newest needs no array. What is written is written in this order, so that who reads
    // finds each version among the older ones or as the newest: the older ones, the newest's number, the newest.
    OlderVersions<T>? _older;
    long _newestSince;
    T? _newest;
    bool _any;

    /// <summary>The newest version, or null when there is none or the thing is gone.</summary>
    public readonly T? Newest => _newest;

    /// <summary>How many versions there are, being gone counted as one.</summary>
    internal readonly int Count => _any ? (_older?.Count ?? 0) + 1 : 0;

    /// <summary>Every version with the number of the event from which it holds, the oldest first, as far as these come before an event.</summary>
    internal readonly List<(long Since, T? Version)> Before(long number)
    {
        var since = Volatile.Read(in _newestSince);
        var newest = _newest;
        Volatile.ReadBarrier();
        var isNewest = _any && since < number && Volatile.Read(in _newestSince) == since;
        var older = Volatile.Read(in _older);
        var count = older?.Count ?? 0;
        var all = new List<(long, T?)>(count + 1);
        for (var i = 0; i < count && older!.SinceOf(i) < (isNewest ? since : number); i++)
            all.Add((older.SinceOf(i), older[i]));
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

    /// <summary>The same; <paramref name="before"/> where only the newest is held and holds from a later event.</summary>
    internal readonly T? At(long number, T? before)
    {
        var since = IsNewest(number, out var newest);
        return number >= since ? newest : Volatile.Read(in _older) is null ? before : Earlier(number, since, out _, out _);
    }

    /// <summary>The version at event <paramref name="number"/>, and the numbers from and before which it holds; the newest is said to hold for that event alone.</summary>
    public readonly T? At(long number, out long from, out long until)
    {
        var since = IsNewest(number, out var newest);
        if (number < since)
            return Earlier(number, since, out from, out until);
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
            return Earlier(number, since, out from, out until);
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
        return older?.Until(number) is { } next && next < older.Count ? older.SinceOf(next) : newest;
    }

    /// <summary>The newest version holds from a later event.</summary>
    internal readonly bool IsLater(long number) => _newestSince > number;

    /// <summary>Nobody asks about an event before this one any more: versions that ended before it go.</summary>
    internal void DropBefore(long number)
    {
        if (_older is not { } older)
            return;
        if (_newestSince <= number)
            Volatile.Write(ref _older, null);
        else if (older.Until(number) is > 1 and var until)
            Volatile.Write(ref _older, older.From(until - 1));
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
    readonly T? Earlier(long number, long newest, out long from, out long until)
    {
        from = number;
        until = number + 1;
        if (Volatile.Read(in _older) is not { } older || older.Until(number) is var behind && behind == 0)
            return default;
        from = older.SinceOf(behind - 1);
        until = behind < older.Count ? older.SinceOf(behind) : newest;
        return older[behind - 1];
    }

    void Archive()
    {
        var older = _older;
        if (older is null || !older.TryAdd(_newestSince, _newest))
        {
            older = OlderVersions<T>.WithRoom(older);
            older.TryAdd(_newestSince, _newest);
            Volatile.Write(ref _older, older);
        }
    }
}

/// <summary>What versions of all kinds have together.</summary>
static class Versioned
{
    /// <summary>A longer copy; who reads the shorter one finds there what was in it.</summary>
    public static TItem[] Grown<TItem>(TItem[]? items, int size)
    {
        var grown = new TItem[size];
        items?.CopyTo(grown, 0);
        return grown;
    }
}
