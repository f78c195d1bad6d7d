using CSysdig.Model.History;
using CSysdig.Model.Text;

namespace CSysdig.Model.Queries;

/// <summary>The events of a list view, a row each, their cells loaded when looked at. One a thread.</summary>
public sealed class ListResult(CaptureHistory history, RowRun rows, RowQuery query)
{
    readonly HistoryCursor _cursor = history.CreateCursor();

    /// <summary>Starts to look for the events of a list view.</summary>
    public static ListResult Start(CaptureHistory history, RowQuery query) => new(history, RowRun.Start(history, query), query);

    public RowRun Rows => rows;
    public IReadOnlyList<QueryColumn> Columns => query.Columns;

    /// <summary>Writes a cell for a screen, at least <paramref name="width"/> wide. Escape it before it reaches a terminal.</summary>
    public void WriteCell(int index, int column, Utf8Writer to, int width = 0)
    {
        using var _ = history.Read();
        _cursor.Load(rows[index]);
        throw new NotImplementedException();
    }
}
