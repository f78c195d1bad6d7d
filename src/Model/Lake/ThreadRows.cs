using CSysdig.Model.Lake.Parquet;
using CSysdig.Model.State;

namespace CSysdig.Model.Lake;

/// <summary>
/// Columns of <c>events</c> that the version of a thread decides: asked once a version, and one number a row until a page is made.
/// </summary>
sealed class ThreadRows
{
    const int Near = 1 << 10, Most = 1 << 17;

    readonly LakeTable _table;
    readonly FieldColumns _fields;
    readonly NumberColumn _process;
    readonly Dictionary<ThreadInfo, int> _known = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<long, int> _unknown = [];
    readonly (ThreadInfo? Thread, int Row)[] _near = new (ThreadInfo?, int)[Near];
    /// <summary>Of each version a number in the dictionary, column by column; the last is that of the process.</summary>
    readonly int[][] _ids;
    readonly int[] _rows = new int[Column.MostRows];
    int _count, _inPage;

    public ThreadRows(LakeTable table, IEnumerable<LakeColumn> columns)
    {
        _table = table;
        _process = table.Number("process_id");
        _fields = new FieldColumns(table, columns);
        _ids = [.. Enumerable.Range(0, _fields.Count + 1).Select(_ => new int[64])];
        table.Gathering = Gather;
    }

    /// <summary>The row of an event is of its thread.</summary>
    /// <param name="process">The id of its process, or null.</param>
    public void Add(Event e, long? process)
    {
        if (e.Thread is not { } thread)
        {
            if (!_unknown.TryGetValue(e.Tid, out var row))
                _unknown.Add(e.Tid, row = Learn(e, null));
            _rows[_inPage++] = row;
            return;
        }
        ref var near = ref _near[thread.Tid & Near - 1];
        if (!ReferenceEquals(near.Thread, thread))
        {
            if (!_known.TryGetValue(thread, out var row))
                _known.Add(thread, row = Learn(e, process));
            near = (thread, row);
        }
        _rows[_inPage++] = near.Row;
    }

    /// <summary>The dictionaries were emptied.</summary>
    public void Clear()
    {
        _known.Clear();
        _unknown.Clear();
        _near.AsSpan().Clear();
        _count = 0;
    }

    int Learn(Event e, long? process)
    {
        if (_count == _ids[0].Length)
            for (var i = 0; i < _ids.Length; i++)
                Array.Resize(ref _ids[i], _count * 2);
        for (var i = 0; i < _fields.Count; i++)
            _ids[i][_count] = _fields.Id(i, e);
        _ids[^1][_count] = process is { } id ? _process.Id(id) : DictionaryColumn.Null;
        _table.IsFull |= _count == Most;
        return _count++;
    }

    void Gather()
    {
        var rows = _rows.AsSpan(0, _inPage);
        for (var i = 0; i < _fields.Count; i++)
            _fields[i].Add(rows, _ids[i]);
        _process.Add(rows, _ids[^1]);
        _inPage = 0;
    }
}
