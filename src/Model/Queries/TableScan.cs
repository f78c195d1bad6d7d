using System.Buffers.Binary;
using CSysdig.Model.Fields;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>One thread's part of answering a <see cref="TableQuery"/>: asks rows and gathers them into groups.</summary>
sealed class TableScan : IRowScan
{
    const int NotAsked = 0, LeftOut = -1;

    readonly RowTest _filter;
    readonly RowField _key;
    readonly ColumnPlan[] _columns;
    readonly RowField[] _fields;
    /// <summary>The columns whose numbers are joined.</summary>
    readonly int[] _summed;
    /// <summary>Fields of other columns that an event must have.</summary>
    readonly RowField[] _needed;
    readonly bool _useDefaults;
    readonly long[] _numbers;
    readonly bool[] _present;
    readonly byte[] _keyBytes = new byte[8];
    readonly int[] _selected = new int[HistoryScan<TableScan>.SegmentRows];
    Memo<int> _groups;

    /// <param name="remember">False asks everything anew for every row: slow, and what memory is compared with.</param>
    public TableScan(CaptureHistory history, TableQuery query, bool remember = true)
    {
        Row = new RowView(history);
        _filter = RowTest.Of(history, query.Filter, remember);
        _key = new RowField(FieldCatalog.Bind(query.KeyField), remember);
        _columns = [.. AllColumns(query).Select(c => new ColumnPlan(c, FieldCatalog.Bind(c.Field), remember))];
        _useDefaults = query.UseDefaults;
        _fields = [.. _columns.Select(c => c.Field)];
        _summed = [.. Enumerable.Range(0, _columns.Length).Where(i => _columns[i].Source == CellSource.Sums)];
        _needed = [.. _columns.Where(c => c.Source != CellSource.Sums && !(_useDefaults && c.Field.HasDefault)).Select(c => c.Field)];
        _numbers = new long[_columns.Length];
        _present = new bool[_columns.Length];
        Groups = new GroupTable(_columns);
    }

    public RowView Row { get; }
    public RowField Key => _key;
    public IReadOnlyList<ColumnPlan> Columns => _columns;
    public GroupTable Groups { get; private set; }

    /// <summary>The shown columns, and behind them the key of the groups where there is one.</summary>
    public static IEnumerable<QueryColumn> AllColumns(TableQuery query) =>
        query.GroupField is null ? query.Columns : query.Columns.Append(new QueryColumn(query.GroupField));

    public void Scan(int from, int to)
    {
        for (int end; from < to; from = end)
        {
            end = Math.Min(to, (from | EventChunk.Mask) + 1);
            foreach (var row in _selected.AsSpan(0, _filter.Select(Row, from, end, _selected)))
            {
                Row.Seek(row);
                if (_filter.TestSelected(Row))
                    Take(row);
            }
        }
    }

    public void Forget()
    {
        Row.Forget();
        _filter.Forget();
        _key.Forget();
        foreach (var column in _columns)
            column.Field.Forget();
        _groups.Clear();
    }

    /// <summary>The filter passes for what <see cref="Row"/> stands at.</summary>
    public bool Passes => _filter.Test(Row);

    /// <summary>Starts a table of its own: for what only holds at one refresh.</summary>
    public void StartOver()
    {
        Groups = new GroupTable(_columns);
        _groups.Clear();
    }

    /// <summary>Adds what <see cref="Row"/> stands at under a row number, unless it lacks a value it needs.</summary>
    public void Take(int row)
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
            _present[i] = field.TryNumber(Row, out _numbers[i]);
            if (!_present[i] && !(_useDefaults && field.HasDefault))
                return false;
        }
        foreach (var field in _needed)
            if (!field.Has(Row))
                return false;
        return true;
    }

    int GroupOf()
    {
        var slot = Row.SlotOf(_key.Scope);
        if (slot < 0)
            return AskGroup();
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
        BinaryPrimitives.WriteInt64LittleEndian(_keyBytes, value.Number);
        return Groups.Add(_keyBytes);
    }
}
