using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>One thread's part of answering a <see cref="TableQuery"/>: asks rows and gathers them into groups.</summary>
sealed class TableScan : IRowScan
{
    const int NotAsked = 0, LeftOut = -1;

    readonly CaptureHistory _history;
    readonly TableQuery _query;
    RowTest _filter;
    RowField _key;
    ColumnPlan[] _columns;
    RowField[] _fields;
    /// <summary>The columns whose numbers are joined.</summary>
    readonly int[] _summed;
    /// <summary>Fields of other columns that an event must have.</summary>
    RowField[] _needed;
    readonly bool _useDefaults;
    readonly long[] _numbers;
    readonly int[] _present;
    readonly bool[] _bounded;
    readonly byte[] _keyBytes = new byte[8];
    readonly bool _remember, _byChunk;
    /// <summary>What rows before one tell, beginning where those of the part before end.</summary>
    readonly List<(long End, GroupTable Groups)> _parts = [];
    readonly StretchSums _sums;
    ClassActions _wide, _actions;
    Selected _selected;
    Memo<int> _groups;

    /// <param name="remember">False asks everything anew for every row: slow, and what memory is compared with.</param>
    public TableScan(CaptureHistory history, TableQuery query, bool remember = true)
    {
        _sums = new StretchSums(history.Rows);
        (_history, _query, _remember, _useDefaults) = (history, query, remember, query.UseDefaults);
        Forget();
        _summed = [.. Enumerable.Range(0, _columns.Length).Where(i => _columns[i].Source == CellSource.Sums)];
        _numbers = new long[_columns.Length];
        _present = new int[_columns.Length];
        _bounded = new bool[_columns.Length];
        _byChunk = history.IsWindow;
        Restart();
    }

    public RowView Row { get; private set; }
    public RowField Key => _key;
    public IReadOnlyList<ColumnPlan> Columns => _columns;
    /// <summary>The groups of the chunk that is asked, or of all.</summary>
    public GroupTable Groups { get; private set; } = null!;

    /// <summary>What the rows from one on have together, as far as they were asked. Where events go it is kept chunk by chunk, so that what they told can go with them.</summary>
    public IEnumerable<GroupTable> PartsFrom(long first) => PiecesFrom(first).Select(p => p.Groups);

    /// <summary>The same, each with the row before which it ends.</summary>
    public IReadOnlyList<(long End, GroupTable Groups)> PiecesFrom(long first)
    {
        _parts.RemoveAll(p => p.End <= first);
        return _parts;
    }

    /// <summary>What rows told is gone; what is remembered of versions stays.</summary>
    public void Restart()
    {
        _groups = default;
        _parts.Clear();
        Groups = new GroupTable(_columns);
        if (!_byChunk)
            _parts.Add((long.MaxValue, Groups));
    }

    [MemberNotNull(nameof(Row), nameof(_filter), nameof(_key), nameof(_columns), nameof(_fields), nameof(_needed))]
    public void Forget()
    {
        Row = new RowView(_history);
        _filter = RowTest.Of(_history, _query.Filter, _remember);
        _key = new RowField(FieldCatalog.Bind(_query.KeyField), _remember);
        _columns = [.. AllColumns(_query).Select(c => new ColumnPlan(c, FieldCatalog.Bind(c.Field), _remember))];
        _fields = [.. _columns.Select(c => c.Field)];
        _needed = [.. _columns.Where(c => c.Source != CellSource.Sums && !(_useDefaults && c.Field.HasDefault)).Select(c => c.Field)];
    }

    /// <summary>The shown columns, and behind them the key of the groups where there is one.</summary>
    public static IEnumerable<QueryColumn> AllColumns(TableQuery query) =>
        query.GroupField is null ? query.Columns : query.Columns.Append(new QueryColumn(query.GroupField));

    public void Scan(long from, long to)
    {
        for (long end; from < to; from = end)
        {
            end = Math.Min(to, (from | EventChunk.Mask) + 1);
            if (_byChunk)
                Begin((from | EventChunk.Mask) + 1);
            if (_remember && _sums.Of(Row.ChunkOf(from), from, end) is { } sums)
                ScanClasses(from, end, sums);
            else
                ScanRows(from, end);
        }
    }

    void Begin(long end)
    {
        if (_parts.Count > 0 && _parts[^1].End == end)
            return;
        _groups = default;
        _parts.Add((end, Groups = new GroupTable(_columns)));
    }

    void ScanRows(long from, long to)
    {
        for (long end; from < to; from = end)
        {
            end = Math.Min(to, from + Selected.Most);
            foreach (var at in _selected.By(_filter, Row, from, end))
            {
                Row.Seek(from + at);
                if (_filter.TestSelected(Row))
                    Take(from + at);
            }
        }
    }

    /// <summary>Asks the classes of a chunk's rows, and only the rows of those that differ among each other.</summary>
    void ScanClasses(long from, long to, ClassSums sums)
    {
        var first = from & ~(long)EventChunk.Mask;
        if (!AskWide(first, sums))
            return;
        var chunk = Row.ChunkOf(from);
        _actions.Start(sums.Classes);
        for (var number = 0; number < sums.Classes; number++)
        {
            if (sums[number].Count == 0 || _wide.Of(sums.WideOf(number)) == Verdict.Fails)
                continue;
            Row.SeekClass(first, number, sums);
            var verdict = _filter.TestClass(Row);
            if (verdict == Verdict.Fails || verdict == Verdict.Passes && TakeClass(first))
                continue;
            if (sums[number].Count == 1)
                TakeRow(Row.Row, verdict);
            else
                _actions.Set(number, verdict);
        }
        if (!_actions.AreLeft)
            return;
        for (var row = from; row < to; row++)
            if (_actions.Of(chunk.Class[EventChunk.IndexOf(row)]) is not Verdict.Fails and var verdict)
                TakeRow(row, verdict);
    }

    /// <summary>Asks classes together that differ in their fds; false when no class is left to be asked.</summary>
    bool AskWide(long first, ClassSums sums)
    {
        var wide = sums.Wide;
        _wide.Start(wide.Length);
        for (var i = 0; i < wide.Length; i++)
        {
            Row.SeekWide(first, wide[i], sums);
            var verdict = _filter.TestClass(Row);
            if (verdict == Verdict.Ask || verdict == Verdict.Passes && !TakeClass(first))
                _wide.Set(i, Verdict.Ask);
        }
        return _wide.AreLeft;
    }

    void TakeRow(long row, Verdict verdict)
    {
        Row.Seek(row);
        if (verdict == Verdict.Passes || _filter.Test(Row))
            Take(row);
    }

    /// <summary>Adds all rows of the class that <see cref="Row"/> stands for; false when they must be taken one by one.</summary>
    bool TakeClass(long first)
    {
        foreach (var i in _summed)
        {
            var field = _fields[i];
            _bounded[i] = !field.TryJoined(Row, _columns[i].Kind, out _numbers[i], out _present[i]);
            if (_bounded[i] && !field.IsBounded)
                return false;
            if (_present[i] == 0 && !(_useDefaults && field.HasDefault))
                return true;
        }
        foreach (var field in _needed)
        {
            if (!field.TryHas(Row, out var has))
                return false;
            if (!has)
                return true;
        }
        if (!TryGroup(out var group))
            return false;
        // What can't exceed what the group has already need not be known.
        foreach (var i in _summed)
            if (_bounded[i] && group >= 0 && !Groups.Reaches(group, i, _fields[i].Bound))
                return false;
        if (group >= 0)
            Groups.Join(group, first + Row.Sum.First, first + Row.Sum.Last, Row.Sum.Count, _numbers, _present);
        return true;
    }

    /// <summary>The filter passes for what <see cref="Row"/> stands at.</summary>
    public bool Passes => _filter.Test(Row);

    /// <summary>Adds what <see cref="Row"/> stands at under a row number, unless it lacks a value it needs.</summary>
    public void Take(long row)
    {
        if (!TryNumbers())
            return;
        var group = GroupOf();
        if (group >= 0)
            Groups.Join(group, row, _numbers, _present);
    }

    bool TryNumbers()
    {
        foreach (var i in _summed)
        {
            var field = _fields[i];
            _present[i] = field.TryNumber(Row, out _numbers[i]) ? 1 : 0;
            if (_present[i] == 0 && !(_useDefaults && field.HasDefault))
                return false;
        }
        foreach (var field in _needed)
            if (!field.Has(Row))
                return false;
        return true;
    }

    /// <summary>The group of the class; false when its rows may be of several.</summary>
    bool TryGroup(out int group)
    {
        group = -1;
        if (Row.SlotOf(_key.Plan.Key) is >= 0 and var slot)
            group = GroupOf(slot);
        else if (Row.IsOfClass(_key.Plan.Reads))
            group = AskGroup();
        else
            return false;
        return true;
    }

    int GroupOf() => Row.SlotOf(_key.Plan.Key) is >= 0 and var slot ? GroupOf(slot) : AskGroup();

    int GroupOf(int slot)
    {
        ref var known = ref _groups.At(slot);
        if (known == NotAsked)
        {
            var group = AskGroup();
            known = group < 0 ? LeftOut : group + 1;
        }
        return known == LeftOut ? -1 : known - 1;
    }

    int AskGroup()
    {
        var value = new FieldValue();
        if (!_key.TryGet(Row, ref value))
            return !_useDefaults || !_key.HasDefault ? -1 : Groups.Add(CellType.IsNumber(_key.Type) ? new byte[8] : []);
        if (!CellType.IsNumber(_key.Type))
            return Groups.Add(value.Bytes);
        return AddGroup(value.Number);
    }

    int AddGroup(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_keyBytes, number);
        return Groups.Add(_keyBytes);
    }
}
