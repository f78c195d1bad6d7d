using System.Buffers.Binary;
using CSysdig.Capture.Events;
using CSysdig.Model.Filters;
using CSysdig.Model.History;
using CSysdig.Model.State;
using CSysdig.Model.ToolOrder;

namespace CSysdig.Model.Queries;

/// <summary>
/// Makes a <see cref="TableResult"/> of what the scans have gathered: adds the living threads, merges groups, and looks up
/// the values that the first or last event of a group stands for.
/// </summary>
sealed class TableBuilder(CaptureHistory history, TableQuery query)
{
    readonly TableScan _tail = new(history, query);
    readonly Filter? _filter = query.Filter.Length > 0 ? Filter.Parse(query.Filter, history.State) : null;
    readonly List<ThreadInfo> _threads = [];

    IReadOnlyList<ColumnPlan> Columns => _tail.Columns;

    /// <summary>Another answer is to be built; what is remembered of versions stays.</summary>
    public void Restart()
    {
        _threads.Clear();
        _tail.Restart();
    }

    /// <summary>Events have gone, and with them versions.</summary>
    public void Forget() => _tail.Forget();

    /// <summary>Builds the answer over the first rows, once, or anew behind <see cref="Restart"/>.</summary>
    /// <param name="stretch">Of which time the parts are; null for all that the filter chooses.</param>
    public TableResult Build(IEnumerable<GroupTable> parts, long rows, bool isComplete, TimeRange? stretch = null)
    {
        var all = new GroupTable(Columns);
        foreach (var part in parts)
            all.Join(part);
        var events = all.Events;
        if (query.WithThreads && rows > 0)
            all.Join(Threads(rows, isComplete));
        var lookup = new CellLookup(_tail.Row, rows, _threads);
        var order = FirstSeen(all);
        var span = stretch ?? StretchOf(rows, isComplete);
        var result = query.GroupField is null
            ? Result(order.Length, _tail.Key, query.KeyField, row => all.KeyOf(order[row]), (row, column) => CellOf(all, order[row], column, lookup), lookup, span, events, isComplete)
            : Merged(all, order, lookup, span, events, isComplete);
        result.Sort(query.SortColumn, query.Ascending);
        return result;
    }

    /// <summary>Adds what parts have in columns whose numbers add up to what rows have, and looks up nothing but their keys.</summary>
    public void AddUp(IEnumerable<GroupTable> parts, ReadOnlySpan<int> columns, long rows, RowSums to)
    {
        var lookup = new CellLookup(_tail.Row, rows, _threads);
        Span<long> numbers = stackalloc long[columns.Length];
        foreach (var part in parts)
            for (var group = 0; group < part.Count; group++)
            {
                if (part.FirstOf(group) < 0)
                    continue;
                for (var i = 0; i < columns.Length; i++)
                    numbers[i] = part.Sums(columns[i])!.ValueOf(group);
                if (numbers.ContainsAnyExcept(0))
                    to.Add(query.GroupField is null ? part.KeyOf(group) : lookup.KeyOf(Columns[^1].Field, KnownFirst(part, group, lookup)), numbers);
            }
    }

    /// <summary>The time that the filter chooses of what is loaded. sysdig divides by all of it, whatever the filter says.</summary>
    TimeRange StretchOf(long rows, bool isComplete)
    {
        if (rows == 0)
            return default;
        // Rows end where the filter's time does, or with what is there.
        var all = new TimeRange(history.FirstTimestamp, isComplete ? history.LastTimestamp : history.TimestampAt(rows - 1));
        return all.And(Times);
    }

    TimeRange Times => _filter is null || history.State.Compat ? TimeRange.All : _filter.Root.TimesOf(history.State.FirstTimestamp);

    /// <summary>The threads that live behind the last row, each as if it had an event there.</summary>
    GroupTable Threads(long rows, bool isComplete)
    {
        // Behind the last one there may be events that changed the state and are no rows.
        var behind = isComplete && rows == history.End ? long.MaxValue : history.NumberAt(rows - 1) + 1;
        _tail.Row.ThreadsUntil = Times.Until;
        // Of a machine that is watched a look says more.
        if (!history.IsLive && Columns.Any(column => column.Query.Field is "proc.state" or "thread.state"))
            _tail.Row.Running = Running(rows);
        // Rows of a turn are told apart by their keys, not by the tools' order, for which all that ever came and went is walked through.
        foreach (var living in history.IsLive ? history.State.Threads.At(behind - 1) : history.State.Threads.InToolOrder(behind))
        {
            if (living.At(behind - 1) is not { } thread)
                continue;
            _tail.Row.SeekThread(thread, rows);
            if (_tail.Passes)
                _tail.Take(rows + _threads.Count);
            _threads.Add(thread);
        }
        return _tail.Groups;
    }

    /// <summary>The threads to which the last switch of each processor gave it, as far as these are among the last rows.</summary>
    HashSet<long> Running(long rows)
    {
        var (row, seen, running) = (new RowView(history), new HashSet<int>(), new HashSet<long>());
        for (var at = rows - 1; at >= Math.Max(history.First, rows - EventChunk.Size); at--)
        {
            row.Seek(at);
            if ((EventCode)row.Code is EventCode.Schedswitch_1E or EventCode.Schedswitch_6E && seen.Add(row.Class.Cpu))
                running.Add(row.Event.Raw.Int64(0));
        }
        return running;
    }

    /// <summary>The groups in the order of their first events.</summary>
    static int[] FirstSeen(GroupTable groups)
    {
        var order = new List<int>(groups.Count);
        for (var i = 0; i < groups.Count; i++)
            if (groups.FirstOf(i) >= 0)
                order.Add(i);
        order.Sort((a, b) => groups.FirstOf(a).CompareTo(groups.FirstOf(b)));
        return [.. order];
    }

    TableResult Merged(GroupTable groups, int[] order, CellLookup lookup, TimeRange span, long events, bool isComplete)
    {
        var groupKey = Columns[^1].Field;
        var merge = new TableMerge([.. Columns.SkipLast(1)]);
        // Looked up in the order of rows: columns that were put aside are fetched once.
        var keys = new byte[order.Length][];
        var cells = new Cell[order.Length][];
        for (var at = 0; at < order.Length; at++)
        {
            keys[at] = lookup.KeyOf(groupKey, KnownFirst(groups, order[at], lookup));
            cells[at] = new Cell[Columns.Count - 1];
            for (var i = 0; i < cells[at].Length; i++)
                cells[at][i] = WithNumber(Columns[i], CellOf(groups, order[at], i, lookup), lookup);
        }
        foreach (var walked in HashOrder.Of(HashesOf(groups, order)))
            merge.Add(keys[walked], cells[walked]);
        return Result(merge.Count, groupKey, query.GroupField!, merge.KeyOf, merge.CellOf, lookup, span, events, isComplete);
    }

    static Cell WithNumber(ColumnPlan column, Cell cell, CellLookup lookup) =>
        cell.Source < 0 || !TableMerge.IsMerged(column) ? cell
            : lookup.TryNumberOf(column.Field, cell.Source, out var number) ? cell with { Number = number }
            // What is not there is not the least.
            : cell with { Number = 0, Count = column.Query.GroupAggregation == Aggregation.Min ? 0 : cell.Count };

    Cell CellOf(GroupTable groups, int group, int column, CellLookup lookup) => Columns[column].Source switch
    {
        CellSource.Sums => new Cell(groups.Sums(column)!.ValueOf(group), groups.Sums(column)!.CountOf(group), -1),
        CellSource.First => new Cell(0, 1, KnownFirst(groups, group, lookup)),
        CellSource.Span => new Cell(groups.FirstOf(group), 1, groups.LastOf(group)),
        _ => new Cell(0, 1, groups.LastOf(group)),
    };

    /// <summary>The event whose values are those of a row's beginning: the first, but the last where nobody knew the thread yet at the first.</summary>
    static long KnownFirst(GroupTable groups, int group, CellLookup lookup) => lookup.IsOfUnknown(groups.FirstOf(group)) ? groups.LastOf(group) : groups.FirstOf(group);

    ulong[] HashesOf(GroupTable groups, int[] order)
    {
        var isText = !CellType.IsNumber(_tail.Key.Type);
        var hashes = new ulong[order.Length];
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = RowHash.Of(groups.KeyOf(order[i]), isText);
        return hashes;
    }

    delegate ReadOnlySpan<byte> KeyOfRow(int row);

    TableResult Result(int rows, RowField keyField, string keyName, KeyOfRow keyOf, Func<int, int, Cell> cellOf, CellLookup lookup, TimeRange span, long events, bool isComplete)
    {
        var key = new ResultColumn(new QueryColumn(keyName), keyField.Type, keyField.Format, rows);
        var columns = new ResultColumn[query.Columns.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new ResultColumn(query.Columns[i], Columns[i].Type, Columns[i].Field.Format, rows);
        var asked = new List<(long Source, int Row, int Column)>();
        for (var row = 0; row < rows; row++)
        {
            SetKey(key, row, keyOf(row));
            for (var i = 0; i < columns.Length; i++)
            {
                var cell = cellOf(row, i);
                if (columns[i].Counts is { } counts)
                    counts[row] = cell.Count;
                if (Columns[i].Source == CellSource.Span)
                    asked.Add((cell.Number, row, i));
                else
                    columns[i].Numbers[row] = cell.Number;
                if (cell.Source >= 0)
                    asked.Add((cell.Source, row, i));
            }
        }
        if (history.Rows.Chunks.ArePutAside)
            asked.Sort();
        foreach (var (source, row, i) in asked)
        {
            // Of a span the first event is asked before the last.
            var before = Columns[i].Source == CellSource.Span ? columns[i].Numbers[row] : 0;
            lookup.Fill(columns[i], row, Columns[i].Field, source);
            columns[i].Numbers[row] -= before;
        }
        return new TableResult(key, columns, rows, span, events, isComplete);
    }

    static void SetKey(ResultColumn column, int row, ReadOnlySpan<byte> key)
    {
        if (column.Texts is { } texts)
            texts[row] = key.ToArray();
        else
            column.Numbers[row] = BinaryPrimitives.ReadInt64LittleEndian(key);
    }
}
