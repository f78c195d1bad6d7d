using CSysdig.Model.History;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.UserRules;

namespace CSysdig.Model.Story;

/// <summary>Reads the story out of a history on a thread of its own, while it loads; what is known so far can be shown at any time.</summary>
public sealed class StoryRun : IDisposable
{
    /// <summary>Rows between two looks at the clock and at cancellation: about two milliseconds.</summary>
    const int SegmentRows = 8192;
    static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100), LoadingPause = TimeSpan.FromMilliseconds(60);

    readonly CaptureHistory _history;
    readonly CancellationTokenSource _cancellation = new();
    /// <summary>Set some times a second: nobody turns in circles for it.</summary>
    readonly ManualResetEventSlim _grown = new(initialState: false, spinCount: 0);
    readonly HistoryCursor _cursor;
    readonly StoryWatch _watch;
    readonly ConnectionEnds? _ends;
    readonly List<TranscriptFeed> _feeds = [];
    readonly List<(ulong Time, TaskCompletionSource<SessionList> Answer)> _moments = [];
    volatile StoryReport _report = StoryReport.Empty;
    volatile StoryMarks _marks = StoryMarks.None;
    volatile SessionList _sessions = SessionList.Empty;
    volatile ConnectionList _connections = ConnectionList.Empty;
    bool _isOver, _misses;
    long _asked;
    ulong _time;

    StoryRun(CaptureHistory history, RuleBook? rules, ConnectionEnds? ends)
    {
        _history = history;
        _ends = ends;
        _watch = new(keepsNewest: true, rules: rules, ends: ends);
        _cursor = history.CreateCursor();
    }

    /// <summary>Starts to read.</summary>
    /// <param name="rules">What the user has to say beside, or null.</param>
    /// <param name="ends">Where ends of connections are kept, or null.</param>
    public static StoryRun Start(CaptureHistory history, RuleBook? rules = null, ConnectionEnds? ends = null)
    {
        var run = new StoryRun(history, rules, ends);
        run.Completion = Task.Factory.StartNew(run.Read, run._cancellation.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return run;
    }

    /// <summary>The login sessions of a history that grows no more, in the order in which they began. It waits until the history is read.</summary>
    public static IReadOnlyList<SessionRow> SessionsOf(CaptureHistory history)
    {
        using var run = Start(history);
        run.Completion.Wait();
        return [.. run.Sessions.Rows.OrderBy(row => row.Start)];
    }

    /// <summary>The story so far; another object when there is more.</summary>
    public StoryReport Report => _report;

    /// <summary>What the story so far is about; another object when there is more.</summary>
    public StoryMarks Marks => _marks;

    /// <summary>The login sessions so far; another object when there is more.</summary>
    public SessionList Sessions => _sessions;

    /// <summary>The ends of connections so far, where they are kept; another object when there are more.</summary>
    internal ConnectionList Connections => _connections;

    /// <summary>Tells of one session until it is disposed.</summary>
    public TranscriptFeed Follow(long session)
    {
        var feed = new TranscriptFeed(session, Leave);
        lock (_feeds)
        {
            _feeds.Add(feed);
            // Nobody changes anything any more: who asks may look himself.
            if (_isOver)
                feed.Newest = _watch.Transcript(session, null);
        }
        _grown.Set();
        return feed;
    }

    /// <summary>The sessions as they were at a moment; it completes when events have been followed up to then, or all of them.</summary>
    /// <param name="time">In nanoseconds since the epoch.</param>
    public Task<SessionList> SessionsAt(ulong time)
    {
        var answer = new TaskCompletionSource<SessionList>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_feeds)
        {
            _moments.Add((time, answer));
            if (_isOver)
                TellMoments();
        }
        _grown.Set();
        return answer.Task;
    }

    /// <summary>Completes when the whole capture was read; is cancelled by <see cref="Dispose"/>.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Stops, and waits until the history is looked at no more.</summary>
    public void Dispose()
    {
        _cancellation.Cancel();
        Completion.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
    }

    void Read()
    {
        // Whoever watches a machine is told by this thread: on a busy one it must not fall behind.
        if (!_history.IsLive)
            _history.StandBack();
        _history.Grown += _grown.Set;
        try
        {
            _asked = _history.First;
            using (_history.Pin(_asked))
                _watch.Begin(_history.State, _asked == 0 ? 0 : _history.NumberAt(_asked));
            var reported = System.Diagnostics.Stopwatch.GetTimestamp();
            var (version, sessions) = (0L, 0L);
            var pause = ReportInterval;
            while (!_cancellation.IsCancellationRequested)
            {
                _grown.Reset();
                var isComplete = _history.IsComplete;
                var count = _history.End;
                // What went before it was looked at tells nothing any more; but what it left behind does.
                _misses |= _asked < _history.First;
                _asked = Math.Max(_asked, _history.First);
                if (_asked < count && (!_misses || GoOn()))
                    ReadTo(Math.Min(count, _asked + SegmentRows));
                var isLast = isComplete && _asked == count;
                if (isLast || System.Diagnostics.Stopwatch.GetElapsedTime(reported) > pause)
                {
                    // A story of thousands of findings takes its time to tell: most of the time goes into reading on.
                    var began = System.Diagnostics.Stopwatch.GetTimestamp();
                    // A session may have ended since the last finding.
                    if (isLast || _watch.Version != version)
                    {
                        var report = _watch.Report();
                        _marks = StoryMarks.Of(report);
                        _report = report;
                    }
                    if (isLast || _watch.SessionsVersion != sessions || _watch.Version != version)
                        _sessions = _watch.Sessions();
                    if (_ends is { SoFar: var ends } && ends.Length != _connections.Ends.Length)
                        _connections = new(ends);
                    (version, sessions) = (_watch.Version, _watch.SessionsVersion);
                    TellFeeds(isLast);
                    reported = System.Diagnostics.Stopwatch.GetTimestamp();
                    pause = ReportInterval + System.Diagnostics.Stopwatch.GetElapsedTime(began, reported) * 9;
                }
                if (isLast)
                    return;
                if (_asked == count)
                    _grown.Wait(LoadingPause, _cancellation.Token);
            }
        }
        finally
        {
            _history.Grown -= _grown.Set;
        }
        _cancellation.Token.ThrowIfCancellationRequested();
    }

    void Leave(TranscriptFeed feed)
    {
        lock (_feeds)
            _feeds.Remove(feed);
    }

    void TellFeeds(bool isLast)
    {
        lock (_feeds)
        {
            _isOver |= isLast;
            foreach (var feed in _feeds)
                feed.Newest = _watch.Transcript(feed.Session, feed.Newest);
            TellMoments();
        }
    }

    /// <summary>Takes what has become of the sessions while the window stands still; false where it has moved on before.</summary>
    bool GoOn()
    {
        using var pin = _history.Pin(_asked);
        if (pin is { IsLost: true })
            return false;
        _watch.GoOn(_history.State, _history.NumberAt(_asked), _history.TimestampAt(_asked));
        _misses = false;
        return true;
    }

    void TellMoments()
    {
        foreach (var (time, answer) in _moments)
            if (_isOver || time <= _time)
                answer.SetResult(_watch.Sessions(MomentOf(time)));
        _moments.RemoveAll(m => m.Answer.Task.IsCompleted);
    }

    SessionMoment MomentOf(ulong time)
    {
        var threads = _history.State.Threads;
        var number = _history.End > 0 ? _history.NumberAt(Math.Max(_history.First, _history.RowAfter(time) - 1)) : 0;
        return new SessionMoment(time, pid => threads.Info(pid, number) is not null);
    }

    void ReadTo(long end)
    {
        var rows = _history.Rows;
        for (var row = _asked; row < end;)
        {
            var chunk = rows.Chunks.Lend(EventChunk.NumberOf(row));
            for (var last = Math.Min(end - 1, row | EventChunk.Mask); row <= last; row++)
            {
                var i = EventChunk.IndexOf(row);
                ref readonly var shared = ref chunk.ClassOf(i);
                if (!_watch.Wants((Capture.Events.EventCode)shared.Code, shared.Call))
                    continue;
                if (_cursor.Load(row))
                    _watch.Add(_cursor.Event, chunk.Timestamp[i]);
            }
            _time = Math.Max(_time, chunk.Timestamp[EventChunk.IndexOf(row - 1)]);
            rows.Chunks.GiveBack(chunk);
        }
        // A window may have let them go meanwhile.
        _misses |= _asked < _history.First;
        _asked = end;
    }
}
