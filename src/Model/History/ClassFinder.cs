namespace CSysdig.Model.History;

/// <summary>Finds the class of each row that is added to a chunk.</summary>
sealed class ClassFinder
{
    int[] _slots = new int[1 << 13];
    RowClasses _classes = new();
    int _last;

    /// <summary>A new chunk begins.</summary>
    public void Start(RowClasses classes)
    {
        _classes = classes;
        Array.Clear(_slots);
        _last = -1;
    }

    /// <summary>The number of a class among those of the chunk, which gets it when it is new.</summary>
    public ushort Find(in RowClass wanted)
    {
        if (_last >= 0 && _classes[_last] == wanted)
            return (ushort)_last;
        var mask = _slots.Length - 1;
        for (var at = wanted.GetHashCode() & mask; ; at = (at + 1) & mask)
        {
            var found = _slots[at] - 1;
            if (found < 0)
            {
                _slots[at] = _classes.Count + 1;
                _last = _classes.Add(wanted);
                if (_classes.Count * 2 > _slots.Length)
                    Rehash();
                return (ushort)_last;
            }
            if (_classes[found] != wanted)
                continue;
            _last = found;
            return (ushort)found;
        }
    }

    void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        for (var i = 0; i < _classes.Count; i++)
        {
            var at = _classes[i].GetHashCode() & mask;
            while (_slots[at] != 0)
                at = (at + 1) & mask;
            _slots[at] = i + 1;
        }
    }
}
