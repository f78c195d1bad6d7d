using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>
/// Several numbers over time, counted in one walk over the rows on threads of its own. Rows that pass are kept, so that any stretch of any of them is told
/// at once. Asked by one thread.
/// </summary>
public sealed class MetricRun : IDisposable
{
    /// <summary>What a machine does meanwhile is counted together: twenty numbers are not looked at more often.</summary>
    static readonly TimeSpan s_rest = TimeSpan.FromSeconds(2);

    readonly CancellationTokenSource _cancellation = new();
    readonly CaptureHistory _history;
    readonly IReadOnlyList<MetricQuery> _queries;
    readonly HistoryScan<MetricScan> _scan;
    readonly RowList[] _found;
    readonly MetricSums[] _sums;
    /// <summary>Asks the rows at the edges of a stretch; of the thread that asks.</summary>
    readonly MetricScan _edges;
    /// <summary>The rows that were there when it began.</summary>
    readonly long _there;
    long _edgesFirst, _asked;
    int _version;

    MetricRun(CaptureHistory history, string filter, IReadOnlyList<MetricQuery> queries)
    {
        (_history, _queries, _there) = (history, queries, history.End);
        _edges = new MetricScan(history, queries);
        _found = [.. queries.Select(_ => new RowList())];
        _sums = [.. queries.Select(_ => new MetricSums())];
        _scan = new HistoryScan<MetricScan>(history, filter, () => new MetricScan(history, queries), Answer) { Rest = history.IsLive ? s_rest : default };
    }

    /// <summary>Starts to count.</summary>
    /// <param name="filter">What every one of the queries asks of an event: rows that it leaves out by their time are not looked at.</param>
    /// <exception cref="FilterException">A filter can't be read.</exception>
    /// <exception cref="Fields.FieldException">A field does not exist.</exception>
    public static MetricRun Start(CaptureHistory history, string filter, IReadOnlyList<MetricQuery> queries)
    {
        var run = new MetricRun(history, filter, queries);
        run.Completion = Task.Factory.StartNew(() =>
        {
            history.StandBack();
            run._scan.Run(run._cancellation.Token);
        }, run._cancellation.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        run.Completion.ContinueWith(_ => history.Tidy(), TaskScheduler.Default);
        return run;
    }

    /// <summary>The row behind the last that was counted.</summary>
    public long Asked => Volatile.Read(ref _asked);

    /// <summary>Everything was counted; of a machine that is watched, which never ends, what there was when it began.</summary>
    public bool HasCaughtUp => Completion.IsCompleted || _history.IsLive && Asked >= _there;

    /// <summary>Another number than before where there is news.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Completes when the whole capture was asked; is cancelled by <see cref="Dispose"/>.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>A query's number over everything asked so far.</summary>
    public long Total(int query) => _queries[query].Field is null ? _found[query].Count : _sums[query].All;

    /// <summary>
    /// A query's number over the rows of the history from one on to before another. What a field sums up to is told to the row where its columns are in memory,
    /// and else as exactly as can be without fetching them.
    /// </summary>
    public long Between(int query, long from, long to)
    {
        from = Math.Max(from, _history.First);
        if (from >= to)
            return 0;
        if (_queries[query].Field is null)
            return _found[query].CountBelow(to) - _found[query].CountBelow(from);
        if (_history.First != _edgesFirst)
        {
            _edgesFirst = _history.First;
            _edges.Forget();
        }
        return _sums[query].Between(from, to, (first, end) =>
            _history.Rows.IsInMemory(first) ? _edges.Measure(query, first, end) : null);
    }

    /// <summary>Stops; returns at once.</summary>
    public void Dispose() => _cancellation.Cancel();

    void Answer(HistoryScan<MetricScan> scan, bool isLast)
    {
        for (var query = 0; query < _queries.Count; query++)
        {
            foreach (var part in scan.Scans)
            {
                _found[query].Take(part.Found[query]);
                _sums[query].Take(part.Sums[query], _history.First);
            }
            _found[query].Publish(_history.First);
        }
        Volatile.Write(ref _asked, scan.RowsAsked);
        Interlocked.Increment(ref _version);
    }
}
