namespace CSysdig.Model.Queries;

/// <summary>Numbers the sorts of events that one thread's part of a question meets (<see cref="History.RowClass.Kind"/>), from 0.</summary>
sealed class KindTable
{
    ulong[] _keys = new ulong[1024];
    int[] _numbers = new int[1024];
    int _count;

    public int NumberOf(ulong kind)
    {
        var mask = _keys.Length - 1;
        for (var at = PlaceOf(kind, mask); ; at = (at + 1) & mask)
        {
            if (_numbers[at] == 0)
                return Add(kind, at);
            if (_keys[at] == kind)
                return _numbers[at] - 1;
        }
    }

    int Add(ulong kind, int at)
    {
        _keys[at] = kind;
        _numbers[at] = ++_count;
        if (_count * 2 > _keys.Length)
            Grow();
        return _count - 1;
    }

    void Grow()
    {
        var (keys, numbers) = (_keys, _numbers);
        _keys = new ulong[keys.Length * 2];
        _numbers = new int[keys.Length * 2];
        var mask = _keys.Length - 1;
        for (var i = 0; i < keys.Length; i++)
        {
            if (numbers[i] == 0)
                continue;
            var at = PlaceOf(keys[i], mask);
            while (_numbers[at] != 0)
                at = (at + 1) & mask;
            (_keys[at], _numbers[at]) = (keys[i], numbers[i]);
        }
    }

    static int PlaceOf(ulong kind, int mask) => (int)(kind * 0x9E3779B97F4A7C15 >> 40) & mask;
}
