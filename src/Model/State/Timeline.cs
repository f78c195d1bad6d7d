namespace CSysdig.Model.State;

/// <summary>
/// The versions of one thing, each with the number of the event from which it holds.
/// With <c>keep</c> false only the newest is held: a stream never looks back.
/// </summary>
public struct Timeline<T> where T : class
{
    long[]? _since;
    T?[]? _versions;
    int _count;
    T? _newest;

    /// <summary>The newest version, or null when there is none or the thing is gone.</summary>
    public readonly T? Newest => _newest;

    /// <summary>Adds the version that holds from event <paramref name="number"/> on; null says that the thing is gone.</summary>
    public void Add(T? version, long number, bool keep)
    {
        _newest = version;
        if (!keep)
            return;
        _since ??= new long[2];
        _versions ??= new T?[2];
        if (_count > 0 && _since[_count - 1] == number)
        {
            _versions[_count - 1] = version;
            return;
        }
        if (_count == _since.Length)
        {
            Array.Resize(ref _since, _count * 2);
            Array.Resize(ref _versions, _count * 2);
        }
        _since[_count] = number;
        _versions[_count++] = version;
    }

    /// <summary>The version at event <paramref name="number"/>, or null when there was none.</summary>
    public readonly T? At(long number)
    {
        if (_count == 0)
            return _newest;
        if (number >= _since![_count - 1])
            return _newest;
        int low = 0, high = _count - 1;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_since[middle] <= number)
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? null : _versions![low - 1];
    }
}
