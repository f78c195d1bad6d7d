namespace CSysdig.Model.Queries;

/// <summary>The groups of a table while events are added: by key, with first and last event and the columns' sums.</summary>
sealed class GroupTable
{
    readonly KeyNumbers _keys = new();
    readonly CellSums?[] _sums;
    readonly int[] _summed;
    long[] _first = new long[32];
    long[] _last = new long[32];

    public GroupTable(IReadOnlyList<ColumnPlan> columns)
    {
        _sums = new CellSums?[columns.Count];
        for (var i = 0; i < _sums.Length; i++)
            _sums[i] = columns[i].Source == CellSource.Sums ? columns[i].NewSums() : null;
        _summed = [.. Enumerable.Range(0, _sums.Length).Where(i => _sums[i] is not null)];
    }

    public int Count => _keys.Count;

    /// <summary>Events added.</summary>
    public long Events { get; set; }

    public ReadOnlySpan<byte> KeyOf(int group) => _keys[group];

    /// <summary>The row of the group's first event; threads without an event count on from the last row.</summary>
    public long FirstOf(int group) => _first[group];

    public long LastOf(int group) => _last[group];

    public CellSums? Sums(int column) => _sums[column];

    public int Add(ReadOnlySpan<byte> key)
    {
        var group = _keys.Add(key, out var isNew);
        if (!isNew)
            return group;
        if (group >= _first.Length)
        {
            Array.Resize(ref _first, _first.Length * 2);
            Array.Resize(ref _last, _first.Length);
        }
        _first[group] = _last[group] = -1;
        return group;
    }

    /// <summary>The group has events, and the largest number of a column is at least another.</summary>
    public bool Reaches(int group, int column, long value) => _first[group] >= 0 && _sums[column]!.Reaches(group, value);

    /// <summary>Adds an event's numbers to a group.</summary>
    /// <param name="present">1 where the event has the number, else 0.</param>
    public void Join(int group, long row, ReadOnlySpan<long> numbers, ReadOnlySpan<int> present) => Join(group, row, row, 1, numbers, present);

    /// <summary>Adds the joined numbers of some events to a group.</summary>
    /// <param name="present">How many have the number.</param>
    public void Join(int group, long first, long last, int events, ReadOnlySpan<long> numbers, ReadOnlySpan<int> present)
    {
        Events += events;
        if (_first[group] < 0)
        {
            (_first[group], _last[group]) = (first, last);
            foreach (var i in _summed)
                _sums[i]!.Begin(group, numbers[i], present[i]);
            return;
        }
        if (first < _first[group])
            _first[group] = first;
        if (last > _last[group])
            _last[group] = last;
        foreach (var i in _summed)
            if (numbers[i] != 0 || !_sums[i]!.IgnoresZero)
                _sums[i]!.Join(group, numbers[i], present[i]);
    }

    /// <summary>Adds the groups of another table, whose events lie between those of this one.</summary>
    public void Join(GroupTable other)
    {
        for (var from = 0; from < other.Count; from++)
        {
            if (other._first[from] < 0)
                continue;
            var to = Add(other.KeyOf(from));
            var isNew = _first[to] < 0;
            for (var i = 0; i < _sums.Length; i++)
                if (other._sums[i] is { } sums)
                    JoinSums(_sums[i]!, to, isNew, sums.ValueOf(from), sums.CountOf(from));
            _first[to] = isNew ? other._first[from] : Math.Min(_first[to], other._first[from]);
            _last[to] = isNew ? other._last[from] : Math.Max(_last[to], other._last[from]);
        }
        Events += other.Events;
    }

    static void JoinSums(CellSums sums, int group, bool isNew, long value, int count)
    {
        if (isNew)
            sums.Set(group, value, count);
        else
            sums.Join(group, value, count);
    }
}
