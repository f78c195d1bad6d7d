using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.History;
using CSysdig.Model.Text;

namespace CSysdig.Model.Queries;

/// <summary>The events of a list view, a row each, their cells loaded when looked at. One a thread.</summary>
public sealed class ListResult
{
    readonly RowView _view;
    readonly CellLookup _lookup;
    readonly RowField[] _fields;
    readonly ResultColumn[] _cells;
    long _loaded = -1;

    public ListResult(CaptureHistory history, RowRun rows, RowQuery query)
    {
        Rows = rows;
        _view = new RowView(history);
        _lookup = new CellLookup(_view, long.MaxValue, []);
        _fields = [.. query.Columns.Select(c => new RowField(FieldCatalog.Bind(c.Field)))];
        _cells = [.. query.Columns.Zip(_fields, (c, f) => new ResultColumn(new QueryColumn(c.Field), f.Type, f.Format, 1))];
    }

    /// <summary>Starts to look for the events of a list view.</summary>
    /// <exception cref="FilterException">The filter can't be read.</exception>
    /// <exception cref="FieldException">A field of the query does not exist.</exception>
    public static ListResult Start(CaptureHistory history, RowQuery query) => new(history, RowRun.Start(history, query), query);

    public RowRun Rows { get; }

    /// <summary>Type and format of the columns.</summary>
    public IReadOnlyList<ResultColumn> Columns => _cells;

    /// <summary>Writes a cell for a screen, at least <paramref name="width"/> wide. Escape it before it reaches a terminal.</summary>
    public void WriteCell(int index, int column, Utf8Writer to, int width = 0)
    {
        Load(index);
        CellPrinter.WriteNice(_cells[column], 0, 0, width, to);
    }

    /// <summary>Writes a cell as JSON the way csysdig does.</summary>
    public void WriteJsonCell(int index, int column, Utf8Writer to, TextStyle style)
    {
        Load(index);
        CellPrinter.WriteJson(_cells[column], 0, 0, to, style);
    }

    void Load(int index)
    {
        var row = Rows[index];
        if (row == _loaded)
            return;
        for (var i = 0; i < _cells.Length; i++)
            _lookup.Fill(_cells[i], 0, _fields[i], row);
        _loaded = row;
    }
}
