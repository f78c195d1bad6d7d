namespace CSysdig.Model.History.Cache;

/// <summary>Numbers objects by their identity, in the order in which they are met.</summary>
sealed class Numbering<T> where T : class
{
    readonly Dictionary<T, int> _numbers = new(ReferenceEqualityComparer.Instance);
    readonly List<T> _all = [];

    public int Count => _all.Count;

    public T this[int number] => _all[number];

    public int Of(T one)
    {
        if (_numbers.TryGetValue(one, out var number))
            return number;
        _numbers[one] = _all.Count;
        _all.Add(one);
        return _all.Count - 1;
    }
}
