namespace CSysdig.Model.State;

/// <summary>What stands in a <see cref="PagedList{T}"/> of versions.</summary>
public interface IVersion
{
    /// <summary>Its place in that list; -1 where no history is kept.</summary>
    int Version { get; }
}

/// <summary>
/// A <see cref="Versioned{T}"/> of versions that are many: the newest is at hand, of those before only the places in their list are kept,
/// for they may have been put aside.
/// </summary>
public struct VersionLine<T> where T : class, IVersion
{
    const int Gone = 0, First = 2;

    Versioned<int> _places;
    T? _newest;

    /// <summary>The newest version, or null when there is none or the thing is gone.</summary>
    public readonly T? Newest => _newest;

    /// <summary>There is a newest version, at hand or not.</summary>
    internal readonly bool IsThere => _places.Newest != Gone;

    /// <summary>How many versions there are, being gone counted as one.</summary>
    internal readonly int Count => _places.Count;

    /// <summary>Adds the version that holds from event <paramref name="number"/> on, which stands in its list by now; null says that the thing is gone.</summary>
    public void Add(T? version, long number, bool keep)
    {
        _places.Add(version is null ? Gone : version.Version + First, number, keep);
        Volatile.Write(ref _newest, version);
    }

    /// <summary>The version at an event, or null when there was none.</summary>
    public readonly T? At(long number, PagedList<T> all) => Of(_places.At(number), all);

    /// <summary>As <see cref="Versioned{T}.During"/>.</summary>
    public readonly T? During(long number, long end, PagedList<T> all, out long from, out long until) => Of(_places.During(number, end, out from, out until), all);

    /// <summary>The place of every version in its list, -1 for none, with the number of the event from which it holds.</summary>
    internal readonly IEnumerable<(long Since, int Version)> All => _places.All.Select(p => (p.Since, Math.Max(-1, p.Version - First)));

    /// <summary>Adds what <see cref="All"/> told; <see cref="Resolve"/> is to follow.</summary>
    internal void Restore(long since, int version) => _places.Add(version < 0 ? Gone : version + First, since, keep: true);

    /// <summary>Looks up the newest version.</summary>
    internal void Resolve(PagedList<T> all) => _newest = Of(_places.Newest, all);

    /// <summary>Nobody asks about an event before this one any more: versions that ended before it go. False when nothing is left.</summary>
    /// <param name="held">Is told which versions stay.</param>
    internal bool DropBefore(long number, Action<int> held)
    {
        _places.DropBefore(number);
        if (_places.Count == 1 && _newest is null && !_places.IsLater(number))
            return false;
        Need(held);
        return true;
    }

    /// <summary>Tells the place of every version.</summary>
    internal readonly void Need(Action<int> held)
    {
        foreach (var (_, version) in All)
            if (version >= 0)
                held(version);
    }

    readonly T? Of(int place, PagedList<T> all) =>
        place == Gone ? null : Volatile.Read(in _newest) is { } newest && newest.Version + First == place ? newest : all[place - First];
}
