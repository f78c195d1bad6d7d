using System.Diagnostics;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>
/// Leads threads over the rows of a history in rounds: as many rows as a quarter of a second allows, then all rest while
/// the owner makes an answer of what is there, and on, until the capture is loaded and asked, or no row will come that may pass.
/// </summary>
sealed class HistoryScan<TScan>(CaptureHistory history, string filter, Func<TScan> create, Action<HistoryScan<TScan>, bool> answer) where TScan : IRowScan
{
    /// <summary>Rows between two looks at the clock and at cancellation: a chunk, whose classes are asked together.</summary>
    const int SegmentRows = EventChunk.Size;
    static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(250);
    /// <summary>The first round is short: somebody waits for the first rows.</summary>
    static readonly TimeSpan FirstRoundTime = TimeSpan.FromMilliseconds(25);
    static readonly TimeSpan LoadingPause = TimeSpan.FromMilliseconds(60);

    /// <summary>Set some times a second: nobody turns in circles for it.</summary>
    readonly ManualResetEventSlim _grown = new(initialState: false, spinCount: 0);
    readonly List<TScan> _scans = [];
    readonly ScanBounds _bounds = new(history, filter);
    long _next;

    /// <summary>The threads' parts.</summary>
    public IReadOnlyList<TScan> Scans => _scans;

    /// <summary>The row behind the last that was asked.</summary>
    public long RowsAsked { get; private set; }

    /// <summary>How long it rests when all that is there was asked; zero until there is more.</summary>
    public TimeSpan Rest { get; init; }

    public void Run(CancellationToken cancellation)
    {
        history.Grown += _grown.Set;
        try
        {
            while (true)
            {
                _grown.Reset();
                var isComplete = history.IsComplete;
                var count = _bounds.Behind(out var isFinal);
                isComplete |= isFinal;
                // What was asked before it was known where the rows end had none behind there.
                RowsAsked = Math.Min(count, Math.Max(RowsAsked, Math.Max(history.First, _bounds.From)));
                if (count > RowsAsked || _scans.Count == 0)
                    Round(count, isComplete, cancellation);
                var isLast = isComplete && RowsAsked == count;
                answer(this, isLast);
                if (isLast)
                    return;
                if (RowsAsked == count && Rest > TimeSpan.Zero)
                    cancellation.WaitHandle.WaitOne(Rest);
                else if (RowsAsked == count)
                    _grown.Wait(LoadingPause, cancellation);
                cancellation.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            history.Grown -= _grown.Set;
        }
    }

    /// <summary>Asks the rows up to <paramref name="end"/>, or as many as the round's time allows.</summary>
    void Round(long end, bool isComplete, CancellationToken cancellation)
    {
        var threads = (int)Math.Clamp((end - RowsAsked) / SegmentRows, 1, isComplete ? Environment.ProcessorCount : 1);
        while (_scans.Count < threads)
            _scans.Add(create());
        var until = Stopwatch.GetTimestamp() + (long)((RowsAsked == 0 ? FirstRoundTime : RoundTime).TotalSeconds * Stopwatch.Frequency);
        _next = RowsAsked & ~(long)EventChunk.Mask;
        var others = new Task[threads - 1];
        for (var i = 1; i < threads; i++)
        {
            var part = i;
            others[i - 1] = Task.Run(() => ScanSegments(part, end, until, cancellation), CancellationToken.None);
        }
        ScanSegments(0, end, until, cancellation);
        Task.WaitAll(others);
        cancellation.ThrowIfCancellationRequested();
        RowsAsked = Math.Min(end, _next);
    }

    void ScanSegments(int part, long end, long until, CancellationToken cancellation)
    {
        // At least one: a round that asks nothing would ask rows anew.
        do
        {
            var chunk = Interlocked.Add(ref _next, SegmentRows) - SegmentRows;
            if (chunk >= end)
                return;
            _scans[part].Scan(Math.Max(RowsAsked, chunk), Math.Min(end, chunk + SegmentRows));
            if (history.First > chunk)
                _scans[part].Forget();
        } while (!cancellation.IsCancellationRequested && Stopwatch.GetTimestamp() < until);
    }
}
