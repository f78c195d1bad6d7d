using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>One thread's part of answering several <see cref="MetricQuery"/> in one walk over the rows.</summary>
sealed class MetricScan : IRowScan
{
    /// <summary>A bit each in a class's answer.</summary>
    public const int Most = 64;

    readonly CaptureHistory _history;
    readonly IReadOnlyList<MetricQuery> _queries;
    readonly RowGathering[] _gathering;
    readonly StretchSums _sums;
    RowView _row;
    RowTest[] _tests;
    RowField?[] _fields;
    Selected _selected;
    /// <summary>Of each class of the chunk: which numbers all of its rows belong to, and which must be asked of each.</summary>
    ulong[] _passes = [], _asks = [];
    /// <summary>The same of classes that differ in nothing but their fds.</summary>
    (ulong Passes, ulong Asks)[] _wide = [];

    public MetricScan(CaptureHistory history, IReadOnlyList<MetricQuery> queries)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(queries.Count, Most);
        (_history, _queries, _sums) = (history, queries, new StretchSums(history.Rows));
        Forget();
        _gathering = [.. queries.Select(_ => new RowGathering())];
        Found = [.. queries.Select(_ => new List<ChunkRows>())];
        Sums = [.. queries.Select(_ => new MetricSums())];
    }

    /// <summary>Rows that pass, found since they were last taken, of each query without a field.</summary>
    public IReadOnlyList<List<ChunkRows>> Found { get; }

    /// <summary>The same of those with a field.</summary>
    public IReadOnlyList<MetricSums> Sums { get; }

    [MemberNotNull(nameof(_row), nameof(_tests), nameof(_fields))]
    public void Forget()
    {
        _row = new RowView(_history);
        _tests = [.. _queries.Select(query => RowTest.Of(_history, query.Filter))];
        _fields = [.. _queries.Select(query => query.Field is { } field ? new RowField(FieldCatalog.Bind(field)) : null)];
    }

    public void Scan(long from, long to)
    {
        for (long end; from < to; from = end)
        {
            end = Math.Min(to, (from | EventChunk.Mask) + 1);
            if (_sums.Of(_row.ChunkOf(from), from, end) is { } sums)
                ScanClasses(from, end, sums);
            else
                ScanRows(from, end);
            for (var i = 0; i < _gathering.Length; i++)
                _gathering[i].TakeInto(Found[i], from);
        }
    }

    /// <summary>What a query's field sums up to over a few rows.</summary>
    public long Measure(int query, long from, long to)
    {
        var sum = 0L;
        for (; from < to; from++)
        {
            _row.Seek(from);
            if (_fields[query]!.TryNumber(_row, out var number) && _tests[query].Test(_row))
                sum += number;
        }
        return sum;
    }

    void ScanRows(long from, long to)
    {
        for (long end; from < to; from = end)
        {
            end = Math.Min(to, from + Selected.Most);
            for (var query = 0; query < _tests.Length; query++)
                foreach (var at in _selected.By(_tests[query], _row, from, end))
                {
                    _row.Seek(from + at);
                    if (_tests[query].TestSelected(_row))
                        Take(query, from + at);
                }
        }
    }

    void ScanClasses(long from, long to, ClassSums sums)
    {
        var chunk = _row.ChunkOf(from);
        if (!AskClasses(sums, from & ~(long)EventChunk.Mask))
            return;
        for (var row = from; row < to; row++)
        {
            var number = chunk.Class[EventChunk.IndexOf(row)];
            var (passes, asks) = (_passes[number], _asks[number]);
            if ((passes | asks) == 0)
                continue;
            _row.Seek(row);
            for (; passes != 0; passes &= passes - 1)
                Take(BitOperations.TrailingZeroCount(passes), row);
            for (; asks != 0; asks &= asks - 1)
            {
                var query = BitOperations.TrailingZeroCount(asks);
                if (_tests[query].Test(_row))
                    Take(query, row);
            }
        }
    }

    /// <summary>True when any row is to be looked at. Classes that differ in their fds are asked together, and each alone what that leaves open.</summary>
    bool AskClasses(ClassSums sums, long first)
    {
        if (_passes.Length < sums.Classes)
            (_passes, _asks) = (new ulong[sums.Classes], new ulong[sums.Classes]);
        var wide = sums.Wide;
        if (_wide.Length < wide.Length)
            _wide = new (ulong, ulong)[Math.Max(wide.Length, sums.Classes)];
        for (var i = 0; i < wide.Length; i++)
        {
            _row.SeekWide(first, wide[i], sums);
            _wide[i] = Ask(ulong.MaxValue >> (Most - _tests.Length));
        }
        var any = false;
        for (var number = 0; number < sums.Classes; number++)
        {
            (_passes[number], _asks[number]) = (0, 0);
            if (sums[number].Count == 0)
                continue;
            var (passes, asks) = _wide[sums.WideOf(number)];
            if (asks != 0)
            {
                _row.SeekClass(first, number, sums);
                (var alone, asks) = Ask(asks);
                passes |= alone;
            }
            (_passes[number], _asks[number]) = (passes, asks);
            any |= (passes | asks) != 0;
        }
        return any;
    }

    /// <summary>To which of some numbers all rows that the view stands for belong, and which must be asked of less.</summary>
    (ulong Passes, ulong Asks) Ask(ulong queries)
    {
        var (passes, asks) = (0ul, 0ul);
        for (; queries != 0; queries &= queries - 1)
        {
            var query = BitOperations.TrailingZeroCount(queries);
            if (_fields[query] is { } field && field.TryHas(_row, out var has) && !has)
                continue;
            var verdict = _tests[query].TestClass(_row);
            if (verdict == Verdict.Passes)
                passes |= 1ul << query;
            else if (verdict == Verdict.Ask)
                asks |= 1ul << query;
        }
        return (passes, asks);
    }

    void Take(int query, long row)
    {
        if (_fields[query] is not { } field)
            _gathering[query].Add(EventChunk.IndexOf(row));
        else if (field.TryNumber(_row, out var number))
            Sums[query].Add(row, number);
    }
}
