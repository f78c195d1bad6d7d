using System.Diagnostics;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.UserRules;

namespace CSysdig.Model.Fleets;

/// <summary>
/// The stories of all hosts, each read out of its own history as if it were the only one, a few at a time; what is known so far can be shown at any time.
/// </summary>
public sealed class FleetStory : IDisposable
{
    static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    /// <summary>Ends of connections that are kept of all captures together, and of one of few and of many.</summary>
    const int AllEnds = 400_000, MostEnds = 20_000, LeastEnds = 2_000;
    /// <summary>A join that takes long is made more seldom.</summary>
    const int Rest = 9;

    readonly Fleet _fleet;
    readonly RuleBook? _rules;
    readonly StoryRun?[] _runs;
    readonly (StoryReport Report, SessionList Sessions)[] _taken;
    readonly CancellationTokenSource _cancellation = new();
    Task? _completion;
    volatile FleetReport _report = FleetReport.Empty;
    volatile HopTable _hops = HopTable.Empty;
    readonly ConnectionList[] _joined;
    long _joinedAt;
    TimeSpan _took;

    /// <param name="rules">What the user has to say beside, or null.</param>
    public FleetStory(Fleet fleet, RuleBook? rules)
    {
        (_fleet, _rules) = (fleet, rules);
        _runs = new StoryRun[fleet.Captures.Count];
        _taken = new (StoryReport, SessionList)[_runs.Length];
        Array.Fill(_taken, (StoryReport.Empty, SessionList.Empty));
        _joined = new ConnectionList[_runs.Length];
        Array.Fill(_joined, ConnectionList.Empty);
    }

    /// <summary>Starts to read all of them, unless that has begun.</summary>
    public void Start() =>
        _completion ??= Task.Factory.StartNew(Follow, _cancellation.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>What is known so far; another object when there is more.</summary>
    public FleetReport Report => _report;

    /// <summary>The connections between hosts so far; another object when there are more.</summary>
    internal HopTable Hops => _hops;

    /// <summary>Completes when all are read; is cancelled by <see cref="Dispose"/>.</summary>
    public Task Completion => _completion ?? Task.CompletedTask;

    /// <summary>The story of one host alone; reading for it begins when it is first asked for.</summary>
    public StoryRun Of(FleetCapture capture)
    {
        lock (_runs)
            return _runs[capture.Index] ??= StoryRun.Start(capture.History ?? throw new InvalidOperationException($"{capture.Path} is not loaded"), _rules,
                new ConnectionEnds(Math.Clamp(AllEnds / _runs.Length, LeastEnds, MostEnds)));
    }

    /// <summary>Stops, and waits until no history is looked at any more.</summary>
    public void Dispose()
    {
        _cancellation.Cancel();
        Completion.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        lock (_runs)
            foreach (var run in _runs)
                run?.Dispose();
    }

    void Follow()
    {
        while (true)
        {
            // In this order: what is read when all are there is all there is.
            var isLast = _fleet.IsComplete;
            Begin();
            isLast &= _runs.Zip(_fleet.Captures).All(pair => pair.Second.History is null || pair.First is { Completion.IsCompleted: true });
            Take(isLast);
            if (isLast)
                return;
            _cancellation.Token.WaitHandle.WaitOne(s_look);
            _cancellation.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Begins with as many as there are processors.</summary>
    void Begin()
    {
        var free = Environment.ProcessorCount - _runs.Count(run => run is { Completion.IsCompleted: false });
        foreach (var capture in _fleet.Captures)
        {
            if (free <= 0)
                return;
            if (_runs[capture.Index] is not null || capture.History is null)
                continue;
            Of(capture);
            free--;
        }
    }

    void Take(bool isLast)
    {
        var isNew = false;
        for (var i = 0; i < _runs.Length; i++)
        {
            if (_runs[i] is not { } run)
                continue;
            if (run.Completion.Exception is { } fault)
                throw fault.GetBaseException();
            var (report, sessions) = (run.Report, run.Sessions);
            isNew |= !ReferenceEquals(report, _taken[i].Report) || !ReferenceEquals(sessions, _taken[i].Sessions);
            _taken[i] = (report, sessions);
        }
        isNew |= Join(isLast);
        if (isNew)
            _report = FleetReport.Of(_fleet, _taken, _hops);
    }

    /// <summary>Joins what has become known of connections; false where nothing has, or its turn has not come.</summary>
    bool Join(bool isLast)
    {
        if (!isLast && Stopwatch.GetElapsedTime(_joinedAt) < _took * Rest)
            return false;
        var isNew = false;
        for (var i = 0; i < _runs.Length; i++)
        {
            var ends = _runs[i]?.Connections ?? ConnectionList.Empty;
            isNew |= !ReferenceEquals(ends, _joined[i]);
            _joined[i] = ends;
        }
        if (!isNew)
            return false;
        var began = Stopwatch.GetTimestamp();
        _hops = HopTable.Of(_fleet, [.. _joined.Select(list => list.Ends)]);
        _joinedAt = Stopwatch.GetTimestamp();
        _took = Stopwatch.GetElapsedTime(began, _joinedAt);
        return true;
    }
}
