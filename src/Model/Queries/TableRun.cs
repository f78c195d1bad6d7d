using System.Diagnostics;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>
/// A table question that is being answered on threads of its own. While the capture loads, the answer follows it;
/// nothing is asked twice.
/// </summary>
public sealed class TableRun : ITableRun
{
    static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(200);
    /// <summary>An answer that takes long to make, because columns must be fetched for it, is made more seldom.</summary>
    const int Rest = 4;

    readonly CancellationTokenSource _cancellation = new();
    readonly CaptureHistory _history;
    readonly HistoryScan<TableScan> _scan;
    readonly TableQuery _query;
    readonly long _began = Stopwatch.GetTimestamp();
    TableResult? _result;
    long _refreshed;
    TimeSpan _took;
    long _answered;

    TableRun(CaptureHistory history, TableQuery query, bool remember)
    {
        (_history, _query) = (history, query);
        _scan = new HistoryScan<TableScan>(history, query.Filter, () => new TableScan(history, query, remember), Answer);
    }

    /// <summary>Tells what is wrong with a question before it is asked.</summary>
    /// <exception cref="FilterException">The filter can't be read.</exception>
    /// <exception cref="Fields.FieldException">A field of the query does not exist.</exception>
    public static void Check(CaptureHistory history, TableQuery query) => _ = new TableScan(history, query);

    /// <summary>Starts to answer.</summary>
    /// <exception cref="FilterException">The filter can't be read.</exception>
    /// <exception cref="Fields.FieldException">A field of the query does not exist.</exception>
    public static TableRun Start(CaptureHistory history, TableQuery query)
    {
        Check(history, query);
        var run = new TableRun(history, query, remember: true);
        var answered = AnsweredTables.Of(history);
        if (!history.IsWindow && answered.Find(query) is { } known)
        {
            run._result = known;
            run.Completion = Task.FromResult(known);
            return run;
        }
        answered.Asked();
        run.Completion = Task.Factory.StartNew(run.Run, run._cancellation.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        run.Completion.ContinueWith(_ => Ended(history), TaskScheduler.Default);
        return run;
    }

    /// <summary>Answers over everything that will be loaded, on this thread and others, and waits for it.</summary>
    /// <exception cref="FilterException">The filter can't be read.</exception>
    /// <exception cref="Fields.FieldException">A field of the query does not exist.</exception>
    public static TableResult Answer(CaptureHistory history, TableQuery query, CancellationToken cancellation = default) =>
        Answer(history, query, remember: true, cancellation);

    /// <summary>The same, asking everything of every row anew when <paramref name="remember"/> is false: what memory is compared with.</summary>
    internal static TableResult Answer(CaptureHistory history, TableQuery query, bool remember, CancellationToken cancellation = default)
    {
        using var run = new TableRun(history, query, remember);
        run._scan.Run(cancellation);
        return run._result!;
    }

    /// <summary>How many whole answers are kept of a history.</summary>
    public static int AnswersOf(CaptureHistory history) => AnsweredTables.Of(history).All.Count;

    public TableResult? Result => Volatile.Read(ref _result);

    public Exception? Fault => Completion.Exception?.GetBaseException();

    /// <summary>Called on a thread of the run when <see cref="Result"/> is new.</summary>
    public event Action? Refreshed;

    /// <summary>Completes with the whole capture's answer; is cancelled by <see cref="Dispose"/>.</summary>
    public Task<TableResult> Completion { get; private set; } = Task.FromCanceled<TableResult>(new CancellationToken(true));

    /// <summary>Stops; returns at once.</summary>
    public void Dispose() => _cancellation.Cancel();

    static void Ended(CaptureHistory history)
    {
        AnsweredTables.Of(history).Ended();
        history.Tidy();
    }

    TableResult Run()
    {
        _history.StandBack();
        _scan.Run(_cancellation.Token);
        // Rows don't change any more: an answer over all of them stays right, unless some go.
        if (!_history.IsWindow)
            AnsweredTables.Of(_history).Add(_query, _result!);
        return _result!;
    }

    void Answer(HistoryScan<TableScan> scan, bool isLast)
    {
        if (!isLast && _result is { } shown && (scan.RowsAsked == _answered || shown.RowCount > 0 && IsFresh()))
            return;
        var start = Stopwatch.GetTimestamp();
        _answered = scan.RowsAsked;
        Volatile.Write(ref _result, new TableBuilder(_history, _query).Build(scan.Scans.SelectMany(s => s.PartsFrom(_history.First)), scan.RowsAsked, isLast));
        _refreshed = Stopwatch.GetTimestamp();
        _took = Stopwatch.GetElapsedTime(start, _refreshed);
        Refreshed?.Invoke();
        if (isLast)
            _history.Log?.Invoke(FormattableString.Invariant(
                $"a table is answered in {Stopwatch.GetElapsedTime(_began).TotalSeconds:F3} s, of {QueryPlan.Of(_query, _history.State)}"));
    }

    // An empty table is soon replaced: somebody waits for its first rows.
    bool IsFresh() => Stopwatch.GetElapsedTime(_refreshed) is var since && (since < RefreshInterval || since < _took * Rest);
}
