using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>One thread's part of answering a <see cref="RowQuery"/>: the rows that pass.</summary>
sealed class RowScan : IRowScan
{
    readonly RowView _row;
    readonly RowTest _filter;
    readonly RowKind _kind;
    readonly RowField[] _needed;

    public RowScan(CaptureHistory history, RowQuery query)
    {
        _row = new RowView(history);
        _filter = RowTest.Of(history, query.Filter);
        _kind = query.Kind;
        _needed = [.. query.Columns.Select(c => new RowField(FieldCatalog.Bind(c.Field))).Where(f => !(query.UseDefaults && f.HasDefault))];
    }

    /// <summary>The rows found since it was last cleared, rising.</summary>
    public List<int> Found { get; } = [];

    /// <summary>Rows that pass the filter and lack a value that a column needs.</summary>
    public List<int> LeftOut { get; } = [];

    public void Scan(int from, int to)
    {
        for (var row = from; row < to; row++)
        {
            _row.Seek(row);
            if (IsOfKind() && _filter.Test(_row))
                (HasAll() ? Found : LeftOut).Add(row);
        }
    }

    public void Forget()
    {
        _row.Forget();
        _filter.Forget();
        foreach (var field in _needed)
            field.Forget();
    }

    bool IsOfKind() => _kind switch
    {
        RowKind.InputOutput => IsInputOutput(),
        RowKind.EventLines => (EventTable.Get((EventCode)_row.Code).Category & EventCategory.Internal) == 0,
        _ => true,
    };

    /// <summary>Exits of reads and writes carry the bytes moved, or an errno below zero, as their first parameter, and the data.</summary>
    bool IsInputOutput() => s_carriesData[_row.Code] && _row.HasThread && _row.HasFd && _row.Event.Raw.Int64(0) > 0;

    static readonly bool[] s_carriesData = [.. Enumerable.Range(0, EventTable.Count).Select(code => CarriesData(EventTable.Get((EventCode)code)))];

    static bool CarriesData(EventInfo info) =>
        (info.Flags & (EventFlags.ReadsFromFd | EventFlags.WritesToFd)) != 0 && info.IndexOf("data") >= 0;

    bool HasAll()
    {
        foreach (var field in _needed)
            if (!field.Has(_row))
                return false;
        return true;
    }
}
