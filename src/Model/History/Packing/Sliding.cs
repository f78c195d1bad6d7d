namespace CSysdig.Model.History.Packing;

/// <summary>Items numbered from 0 on, of which the first are let go; their room is used again.</summary>
sealed class Sliding<T>
{
    T[] _items = new T[16];
    int _base;

    /// <summary>The number of the first that is there.</summary>
    public int First { get; private set; }

    /// <summary>The number behind the last.</summary>
    public int End { get; private set; }

    public ref T this[int number]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(number, First);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, End);
            return ref _items[number - _base];
        }
    }

    public bool Has(int number) => number >= First && number < End;

    public void Add(T item)
    {
        if (End - _base == _items.Length)
        {
            // Half of the room lies before the first: what is there moves to the front, else there is more room.
            var items = First - _base >= _items.Length / 2 ? _items : new T[_items.Length * 2];
            Array.Copy(_items, First - _base, items, 0, End - First);
            if (items == _items)
                Array.Clear(items, End - First, First - _base);
            (_items, _base) = (items, First);
        }
        _items[End++ - _base] = item;
    }

    /// <summary>Lets those before a number go.</summary>
    public void DropBefore(int number)
    {
        for (; First < number && First < End; First++)
            _items[First - _base] = default!;
    }
}
