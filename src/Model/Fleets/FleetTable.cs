using System.Diagnostics;
using System.Text;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;
using CSysdig.Model.Views;

namespace CSysdig.Model.Fleets;

/// <summary>
/// A table question to every capture of a fleet, answered on threads of their own: a few are asked at a time, and their rows are shown together as they come.
/// What a capture has answered before it answers at once.
/// </summary>
public sealed class FleetTable : ITableRun
{
    static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(200), s_look = TimeSpan.FromMilliseconds(50);
    /// <summary>Rows together that take long to make are made more seldom.</summary>
    const int Rest = 4;

    readonly Fleet _fleet;
    readonly TableQuery _query;
    /// <summary>What is known of the connections between hosts, where a column asks for it; else null.</summary>
    readonly FleetStory? _stories;
    HopTable _hops = HopTable.Empty;
    readonly int _named;
    readonly TableRun?[] _runs;
    readonly TableResult?[] _taken;
    readonly byte[][] _names;
    readonly CancellationTokenSource _cancellation = new();
    readonly ManualResetEventSlim _news = new();
    TimeSpan _took;
    TableResult? _result;
    Exception? _fault;

    FleetTable(Fleet fleet, TableQuery query, FleetStory? stories)
    {
        (_fleet, _query, _stories) = (fleet, query, stories);
        _named = query.Columns.ToList().FindIndex(column => column.Field == HostColumn.Field);
        _runs = new TableRun[fleet.Captures.Count];
        _taken = new TableResult[_runs.Length];
        _names = [.. fleet.Captures.Select(capture => Encoding.UTF8.GetBytes(capture.Label))];
        // What is wrong with the question is told at once, by whoever is there.
        TableRun.Check(fleet.First, query);
    }

    static bool AsksFarEnds(TableQuery query) => query.Columns.Any(column => column.IsFarEnd);

    /// <summary>Starts to ask.</summary>
    /// <param name="stories">Who knows of the connections between hosts; asked where a column is about them; null for nobody.</param>
    /// <exception cref="Filters.Syntax.FilterException">The filter can't be read.</exception>
    /// <exception cref="Fields.FieldException">A field of the query does not exist.</exception>
    public static FleetTable Start(Fleet fleet, TableQuery query, Func<FleetStory>? stories = null)
    {
        var table = new FleetTable(fleet, query, AsksFarEnds(query) ? stories?.Invoke() : null);
        table.Completion = Task.Factory.StartNew(table.Run, table._cancellation.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return table;
    }

    /// <summary>Asks, and waits until all captures are loaded and have answered.</summary>
    /// <exception cref="Filters.Syntax.FilterException">The filter can't be read.</exception>
    /// <exception cref="Fields.FieldException">A field of the query does not exist.</exception>
    public static TableResult Answer(Fleet fleet, TableQuery query)
    {
        using var stories = AsksFarEnds(query) ? new FleetStory(fleet, null) : null;
        stories?.Start();
        using var table = new FleetTable(fleet, query, stories);
        table.Run();
        return table._fault is { } fault ? throw fault : table._result!;
    }

    public TableResult? Result => Volatile.Read(ref _result);

    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>Completes when all have answered; never fails (<see cref="Fault"/> tells).</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Dispose() => _cancellation.Cancel();

    void Run()
    {
        _fleet.Changed += _news.Set;
        try
        {
            Follow();
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
        catch (Exception e)
        {
            Volatile.Write(ref _fault, e);
        }
        finally
        {
            _fleet.Changed -= _news.Set;
            foreach (var run in _runs)
                run?.Dispose();
        }
    }

    void Follow()
    {
        var shown = 0L;
        while (true)
        {
            _news.Reset();
            // In this order: what is asked when all are there is all there is.
            var isLast = _fleet.IsComplete;
            Ask();
            isLast &= _runs.Zip(_fleet.Captures).All(pair => pair.Second.History is null || pair.First is { Completion.IsCompleted: true });
            isLast &= _stories is not { Completion.IsCompleted: false };
            var isDue = _result is null || Stopwatch.GetElapsedTime(shown) is var since && since >= s_refresh && since >= _took * Rest;
            if ((isLast || isDue) && Take(isLast))
                shown = Stopwatch.GetTimestamp();
            if (isLast)
                return;
            _news.Wait(s_look, _cancellation.Token);
        }
    }

    /// <summary>Asks captures that were not asked yet: those that are being loaded, and of the others as many as there are processors.</summary>
    void Ask()
    {
        var busy = _runs.Count(run => run is { Completion.IsCompleted: false });
        for (var i = 0; i < _runs.Length; i++)
        {
            if (_runs[i] is not null || _fleet.Captures[i].History is not { } history || history.IsComplete && busy >= Environment.ProcessorCount)
                continue;
            var run = _runs[i] = TableRun.Start(history, _query);
            run.Refreshed += _news.Set;
            run.Completion.ContinueWith(_ => _news.Set(), TaskScheduler.Default);
            if (!run.Completion.IsCompleted)
                busy++;
        }
    }

    /// <summary>Shows what has come; false where nothing has.</summary>
    bool Take(bool isLast)
    {
        var isNew = false;
        for (var i = 0; i < _runs.Length; i++)
        {
            if (_runs[i] is { Fault: { } fault })
                throw fault;
            if (_runs[i]?.Result is not { } result || result == _taken[i])
                continue;
            _taken[i] = result;
            isNew = true;
        }
        if (_stories is { } stories && !ReferenceEquals(stories.Hops, _hops))
            (_hops, isNew) = (stories.Hops, true);
        if (!isNew && !isLast)
            return false;
        var began = Stopwatch.GetTimestamp();
        var answers = new List<(int, byte[], TableResult)>();
        for (var i = 0; i < _taken.Length; i++)
            if (_taken[i] is { } answer)
                answers.Add((i, _names[i], answer));
        if (answers.Count == 0)
            return false;
        Volatile.Write(ref _result, TableJoin.Of(_query, answers, _named, FarEndOf, isLast));
        _took = Stopwatch.GetElapsedTime(began);
        return true;
    }

    /// <summary>Host, program and process at the other end of a connection; empty where it is on none of the hosts.</summary>
    byte[] FarEndOf(int source, byte[] key)
    {
        // A container's name may stand before it.
        if (_hops.Find(source, _query.KeyField == "fd.name" ? key : key[(key.AsSpan().IndexOf((byte)':') + 1)..]) is not { } hop)
            return [];
        var (host, end) = hop.From.Index == source ? (hop.To, hop.Server) : (hop.From, hop.Client);
        var text = new Utf8Writer(64);
        text.Write($"{host.Label} ");
        text.Write(end.Comm);
        text.Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $" {end.Pid}"));
        return text.Written.ToArray();
    }
}
