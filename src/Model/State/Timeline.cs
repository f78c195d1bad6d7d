namespace CSysdig.Model.State;

/// <summary>
/// The versions of one thing, each with the number of the event from which it holds.
/// With <c>keep</c> false only the newest is held: a stream never looks back.
/// </summary>
public struct Timeline<T> where T : class
{
    // Most things have one version or two, so the newest needs no array.
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

    /// <summary>Every version with the number of the event from which it holds, the oldest first.</summary>
    internal readonly IEnumerable<(long Since, T? Version)> All
    {
        get
        {
            for (var i = 0; i < _older; i++)
                yield return (_since![i], _versions![i]);
            if (_any)
                yield return (_newestSince, _newest);
        }
    }

    /// <summary>Adds the version that holds from event <paramref name="number"/> on; null says that the thing is gone.</summary>
    public void Add(T? version, long number, bool keep)
    {
        if (keep && _any && _newestSince != number)
            Archive();
        _newest = version;
        _newestSince = number;
        _any = true;
    }

    /// <summary>The version at event <paramref name="number"/>, or null when there was none.</summary>
    public readonly T? At(long number) => At(number, out _, out _);

    /// <summary>The version at event <paramref name="number"/>, and the numbers from and before which it holds; the newest is said to hold for that event alone.</summary>
    public readonly T? At(long number, out long from, out long until)
    {
        from = number;
        until = number + 1;
        if (number >= _newestSince)
            return _newest;
        if (_older == 0)
            return null;
        int low = 0, high = _older;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_since![middle] <= number)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == 0)
            return null;
        from = _since![low - 1];
        until = low < _older ? _since[low] : _newestSince;
        return _versions![low - 1];
    }

    /// <summary>The version at an event of many whose last is known, and the numbers from and before which it holds.</summary>
    /// <param name="end">The number behind the last event of all.</param>
    public readonly T? During(long number, long end, out long from, out long until)
    {
        var version = At(number, out from, out until);
        if (_any && number >= _newestSince)
            (from, until) = (_newestSince, end);
        return version;
    }

    /// <summary>The number of the event from which the next version holds; <see cref="long.MaxValue"/> behind the newest.</summary>
    public readonly long NextChange(long number)
    {
        if (!_any || number >= _newestSince)
            return long.MaxValue;
        var at = _older == 0 ? -1 : Array.BinarySearch(_since!, 0, _older, number);
        var next = at >= 0 ? at + 1 : _older == 0 ? 0 : ~at;
        return next < _older ? _since![next] : _newestSince;
    }

    void Archive()
    {
        if (_since is null || _older == _since.Length)
        {
            var size = Math.Max(2, _older * 2);
            Array.Resize(ref _since, size);
            Array.Resize(ref _versions, size);
        }
        _since[_older] = _newestSince;
        _versions![_older++] = _newest;
    }
}
