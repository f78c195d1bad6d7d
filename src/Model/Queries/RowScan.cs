using System.Diagnostics.CodeAnalysis;
using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>One thread's part of answering a <see cref="RowQuery"/>: the rows that pass.</summary>
sealed class RowScan : IRowScan
{
    readonly CaptureHistory _history;
    readonly RowQuery _query;
    readonly RowKind _kind;
    RowView _row;
    RowTest _filter;
    RowField[] _needed;
    readonly StretchSums _sums;
    ClassActions _actions;
    Selected _selected;
    readonly RowGathering _found = new(), _leftOut = new();

    public RowScan(CaptureHistory history, RowQuery query)
    {
        (_history, _query, _kind, _sums) = (history, query, query.Kind, new StretchSums(history.Rows));
        Forget();
    }

    [MemberNotNull(nameof(_row), nameof(_filter), nameof(_needed))]
    public void Forget()
    {
        _row = new RowView(_history);
        _filter = RowTest.Of(_history, _query.Filter);
        _needed = [.. _query.Columns.Select(c => new RowField(FieldCatalog.Bind(c.Field))).Where(f => !(_query.UseDefaults && f.HasDefault))];
    }

    /// <summary>The rows found since they were last taken.</summary>
    public List<ChunkRows> Found { get; } = [];

    /// <summary>Rows that pass the filter and lack a value that a column needs.</summary>
    public List<ChunkRows> LeftOut { get; } = [];

    public void Scan(long from, long to)
    {
        for (long end; from < to; from = end)
        {
            end = Math.Min(to, (from | EventChunk.Mask) + 1);
            if (_sums.Of(_row.ChunkOf(from), from, end) is { } sums)
                ScanClasses(from, end, sums);
            else
                ScanRows(from, end);
            _found.TakeInto(Found, from);
            _leftOut.TakeInto(LeftOut, from);
        }
    }

    void Take(long row) => (HasAll() ? _found : _leftOut).Add(EventChunk.IndexOf(row));

    void ScanRows(long from, long to)
    {
        for (long end; from < to; from = end)
        {
            end = Math.Min(to, from + Selected.Most);
            foreach (var at in _selected.By(_filter, _row, from, end))
            {
                _row.Seek(from + at);
                if (IsOfKind() && _filter.TestSelected(_row))
                    Take(from + at);
            }
        }
    }

    /// <summary>Turns down whole classes of a chunk, and looks at the rows of others.</summary>
    void ScanClasses(long from, long to, ClassSums sums)
    {
        var (chunk, first) = (_row.ChunkOf(from), from & ~(long)EventChunk.Mask);
        _actions.Start(sums.Classes);
        for (var number = 0; number < sums.Classes; number++)
        {
            if (sums[number].Count == 0)
                continue;
            _row.SeekClass(first, number, sums);
            if (MayBeOfKind() && _filter.TestClass(_row) is not Verdict.Fails and var verdict)
                _actions.Set(number, verdict);
        }
        if (!_actions.AreLeft)
            return;
        for (var row = from; row < to; row++)
        {
            var verdict = _actions.Of(chunk.Class[EventChunk.IndexOf(row)]);
            if (verdict == Verdict.Fails)
                continue;
            _row.Seek(row);
            if (IsOfKind() && (verdict == Verdict.Passes || _filter.Test(_row)))
                Take(row);
        }
    }

    /// <summary>False for a class of which no row is of the kind.</summary>
    bool MayBeOfKind() => _kind == RowKind.InputOutput ? s_carriesData[_row.Code] && _row.HasThread && _row.HasFd : IsOfKind();

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
