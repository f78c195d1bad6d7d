namespace CSysdig.Model.History.Pages;

/// <summary>Numbers objects by their identity, in the order in which they are met. Any thread may ask.</summary>
sealed class Numbering<T> where T : class
{
    readonly Dictionary<T, int> _numbers = new(ReferenceEqualityComparer.Instance);
    readonly List<T> _all = [];

    public int Count
    {
        get
        {
            lock (_all)
                return _all.Count;
        }
    }

    public T this[int number]
    {
        get
        {
            lock (_all)
                return _all[number];
        }
    }

    /// <summary>The number of an object; -1 of none.</summary>
    public int Of(T? one)
    {
        if (one is null)
            return -1;
        lock (_all)
        {
            if (_numbers.TryGetValue(one, out var number))
                return number;
            _all.Add(one);
            return _numbers[one] = _all.Count - 1;
        }
    }

    /// <summary>What has a number; null of -1.</summary>
    public T? At(int number) => number == -1 ? null : this[number];
}
