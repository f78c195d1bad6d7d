using System.Diagnostics;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>
/// A table of a machine that is watched, made anew each turn of the clock: numbers are of that turn alone, totals, where they are asked for, of all that is held
/// (<see cref="TurnTotals"/>). Rows that had nothing in it stay for some turns, fading, so that who reads sees them end.
/// </summary>
public sealed class TurnTable : ITableRun
{
    /// <summary>For so many turns a row stays that has nothing in them.</summary>
    const int FadingTurns = 3;

    readonly CancellationTokenSource _cancellation = new();
    readonly CaptureHistory _history;
    readonly TableQuery _query;
    readonly TimeSpan _turn;
    readonly TableScan _scan;
    readonly TableBuilder _builder;
    readonly AutoResetEvent _news = new(false);
    TurnTotals? _totals;
    volatile bool _wantsTotals;
    Task _run = Task.CompletedTask;
    TableResult? _result;

    internal TurnTable(CaptureHistory history, TableQuery query, TimeSpan turn)
    {
        (_history, _turn) = (history, turn);
        _query = query with { Columns = [.. query.Columns.Select(OfTurn)] };
        _scan = new TableScan(history, _query);
        _builder = new TableBuilder(history, _query);
    }

    /// <summary>Starts to answer; the first answer is of the turn that ends now.</summary>
    /// <exception cref="FilterException">The filter can't be read.</exception>
    /// <exception cref="Fields.FieldException">A field of the query does not exist.</exception>
    public static TurnTable Start(CaptureHistory history, TableQuery query, TimeSpan turn)
    {
        var table = new TurnTable(history, query, turn);
        table._run = Task.Factory.StartNew(table.Run, table._cancellation.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return table;
    }

    public TableResult? Result => Volatile.Read(ref _result);

    public Exception? Fault => (_run.Exception ?? Volatile.Read(ref _totals)?.Looking.Exception)?.GetBaseException();

    /// <summary>What rows have in all that is held comes as soon as that was looked through, once; it is carried along from turn to turn.</summary>
    public void AskTotals()
    {
        if (_wantsTotals)
            return;
        _wantsTotals = true;
        _news.Set();
    }

    /// <summary>Stops; returns at once.</summary>
    public void Dispose() => _cancellation.Cancel();

    void Run()
    {
        Turn();
        _totals?.Leave();
    }

    void Turn()
    {
        var began = Stopwatch.GetTimestamp();
        var length = (ulong)_turn.Ticks * 100;
        var until = Now();
        var from = until - Math.Min(until, length);
        var row = _history.RowAfter(from);
        for (var turns = 1; ; turns++)
        {
            var (isLast, end) = (_history.IsComplete, _history.End);
            // What was seen last stays.
            if (isLast && end == row && turns > 1)
                return;
            Answer(Math.Max(row, _history.First), end, new TimeRange(from, until));
            // Somebody waits for the first answer alone.
            if (turns == 1)
                _history.StandBack();
            if (isLast || !Rest(end, began, turns))
                return;
            from = Math.Max(until, _history.FirstTimestamp);
            (row, until) = (end, Math.Max(Now(), from + 1));
        }
    }

    /// <summary>Waits for the end of the turn, and meanwhile for totals; false when it is over.</summary>
    bool Rest(long end, long began, int turns)
    {
        WaitHandle[] handles = [_cancellation.Token.WaitHandle, _news];
        for (int met; (met = WaitHandle.WaitAny(handles, Left(began, turns))) != WaitHandle.WaitTimeout;)
        {
            if (met == 0)
                return false;
            Begin(end);
            Publish(Result!.Copy());
        }
        return true;
    }

    /// <summary>Totals that are asked for are of the rows before one, and of all turns that come.</summary>
    void Begin(long row)
    {
        if (_wantsTotals && _totals is null)
            Volatile.Write(ref _totals, new TurnTotals(_history, _query, AddingUp, row, () => _news.Set(), _cancellation.Token));
    }

    int[] AddingUp => [.. Enumerable.Range(0, _query.Columns.Count).Where(i => _result!.Columns[i].AddsUp)];

    void Publish(TableResult table)
    {
        _totals?.GiveTo(table);
        table.Sort(_query.SortColumn, _query.Ascending);
        Volatile.Write(ref _result, table);
    }

    /// <summary>A turn ends when its time has come, however long it took to answer the one before.</summary>
    TimeSpan Left(long began, int turns) => _turn * turns - Stopwatch.GetElapsedTime(began) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Another machine's clock is another, and its events are under way for a while: it is the time of the newest there.</summary>
    ulong Now() => _history.Remote is null ? (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100 : _history.LastTimestamp;

    /// <summary>
    /// What a column asks of a turn. Threads that took no processor time tell nothing: an average over what was told would be one over the
    /// seconds in which they were busy. And one that lives is one, however much else it did.
    /// </summary>
    static QueryColumn OfTurn(QueryColumn column) => column switch
    {
        { Aggregation: Aggregation.Average, Field: "thread.cpu" or "thread.cpu.user" or "thread.cpu.system" } => column with { Aggregation = Aggregation.TimeAverage },
        { Aggregation: Aggregation.Average, Field: "evt.count.procinfo" or "evt.count.threadinfo" } => column with { Aggregation = Aggregation.Max },
        _ => column,
    };

    /// <summary>Answers of the rows of a turn.</summary>
    internal void Answer(long from, long end, TimeRange stretch)
    {
        _scan.Restart();
        _scan.Scan(from, end);
        _builder.Restart();
        if (_history.First > from)
        {
            _scan.Forget();
            _builder.Forget();
        }
        _totals?.Add(_builder, _scan.PiecesFrom(from), from, end);
        Publish(Faded(_builder.Build(_scan.PartsFrom(from), end, isComplete: false, stretch), _result));
        Begin(end);
    }

    /// <summary>The rows of a turn, and behind them those of the turn before that are not among them, unless they have faded.</summary>
    TableResult Faded(TableResult newest, TableResult? before)
    {
        var keys = new KeyNumbers();
        Span<byte> scratch = stackalloc byte[sizeof(long)];
        for (var row = 0; row < newest.RowCount; row++)
            keys.Add(newest.Key.KeyOf(row, scratch), out _);
        var kept = new List<int>();
        for (var row = 0; row < (before?.RowCount ?? 0); row++)
            if (before!.Ages![row] < FadingTurns && !keys.TryFind(before.Key.KeyOf(row, scratch), out _))
                kept.Add(row);
        var ages = new byte[newest.RowCount + kept.Count];
        for (var i = 0; i < kept.Count; i++)
            ages[newest.RowCount + i] = (byte)(before!.Ages![kept[i]] + 1);
        if (kept.Count == 0)
            return new TableResult(newest.Key, [.. newest.Columns], ages.Length, newest.Stretch, newest.Events, false) { Ages = ages };
        var rows = kept.ToArray();
        var columns = newest.Columns.Select((column, i) => column.With(before!.Columns[i], rows, isCleared: _scan.Columns[i].Source == CellSource.Sums)).ToArray();
        return new TableResult(newest.Key.With(before!.Key, rows, isCleared: false), columns, ages.Length, newest.Stretch, newest.Events, false) { Ages = ages };
    }
}
