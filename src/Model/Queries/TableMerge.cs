namespace CSysdig.Model.Queries;

/// <summary>A cell while a table is made: joined numbers, or the row whose value it shows.</summary>
readonly record struct Cell(long Number, int Count, long Source);

/// <summary>The rows of a table that gathers its groups once more: threads into processes, containers ...</summary>
sealed class TableMerge(IReadOnlyList<ColumnPlan> columns)
{
    readonly KeyNumbers _keys = new();
    readonly List<Cell[]> _rows = [];
    readonly CellSums?[] _sums = [.. columns.Select(c => IsMerged(c) ? new CellSums(ColumnPlan.KindOf(c.Query.GroupAggregation), c.Type) : null)];

    /// <summary>The column's numbers are joined over the groups; else the first group's cell stands.</summary>
    public static bool IsMerged(ColumnPlan column) =>
        column.Query.GroupAggregation != Aggregation.None && CellType.IsSummable(column.Type);

    public int Count => _keys.Count;

    public ReadOnlySpan<byte> KeyOf(int row) => _keys[row];

    public Cell CellOf(int row, int column) =>
        _sums[column] is { } sums ? new Cell(sums.ValueOf(row), sums.CountOf(row), -1) : _rows[row][column];

    /// <summary>Adds a group's cells under its group key.</summary>
    public void Add(ReadOnlySpan<byte> key, Cell[] cells)
    {
        var row = _keys.Add(key, out var isNew);
        if (isNew)
            _rows.Add(cells);
        for (var i = 0; i < columns.Count; i++)
        {
            if (_sums[i] is { } sums)
            {
                if (isNew)
                    sums.Set(row, cells[i].Number, cells[i].Count);
                else
                    sums.Merge(row, cells[i].Number, cells[i].Count);
            }
            else if (columns[i].Query.GroupAggregation == Aggregation.Last)
            {
                if (cells[i].Source > _rows[row][i].Source)
                    _rows[row][i] = cells[i];
            }
            else if (columns[i].Query.GroupAggregation == Aggregation.Max && columns[i].Type == Capture.Events.ParamType.CharBuf)
                _rows[row][i] = cells[i];
        }
    }
}
