using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>The events that answer a <see cref="RowQuery"/>, found on threads of its own and in the capture's order.</summary>
public sealed class RowRun : IDisposable
{
    readonly CancellationTokenSource _cancellation = new();
    readonly HistoryScan<RowScan> _scan;
    readonly CaptureHistory _history;
    readonly RowList _found = new(), _leftOut = new();
    /// <summary>The row behind the last that was there when it began.</summary>
    readonly long _there;
    long _asked;
    /// <summary>How many of those that were found lie before the first place.</summary>
    long _before;

    RowRun(CaptureHistory history, RowQuery query)
    {
        (_history, _there) = (history, history.End);
        _scan = new HistoryScan<RowScan>(history, query.Filter, () => new RowScan(history, query), Answer);
    }

    /// <summary>Starts to look.</summary>
    /// <exception cref="FilterException">The filter can't be read.</exception>
    /// <exception cref="Fields.FieldException">A field of the query does not exist.</exception>
    public static RowRun Start(CaptureHistory history, RowQuery query)
    {
        _ = new RowScan(history, query);
        var run = new RowRun(history, query);
        run.Completion = Task.Factory.StartNew(() =>
        {
            history.StandBack();
            run._scan.Run(run._cancellation.Token);
        }, run._cancellation.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        run.Completion.ContinueWith(_ => history.Tidy(), TaskScheduler.Default);
        return run;
    }

    /// <summary>How many rows have been found. Only grows, and their places stay, until <see cref="Settle"/>.</summary>
    public int Count => (int)Math.Min(int.MaxValue, _found.Ever - _before);

    /// <summary>The history's row of the event found at a place; where that event has gone, of the oldest that has not, or else of the newest event of all.</summary>
    public long this[int index] => _found.TryGet(_before + index, out var row) ? row : _history.IsWindow && index < Count ? _history.End - 1 : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Gives up the places of events that are gone: those of the others become lower by as many as it returns. One thread does, the one that holds places.</summary>
    public int Settle()
    {
        var gone = (int)Math.Min(int.MaxValue, _found.Gone - _before);
        Volatile.Write(ref _before, _before + gone);
        return gone;
    }

    /// <summary>Rows of history asked so far: of these it is known which were found.</summary>
    public long RowsAsked => Volatile.Read(ref _asked);

    /// <summary>Everything was asked; of a machine that is watched, which never ends, what there was when it began.</summary>
    public bool HasCaughtUp => _history.IsLive ? HasAskedWhatWasThere : Completion.IsCompleted;

    /// <summary>What there was when it began was asked, whether or not more of the capture comes.</summary>
    public bool HasAskedWhatWasThere => Completion.IsCompleted || RowsAsked >= _there;

    /// <summary>Called on a thread of the run when there are more, and once at the end.</summary>
    public event Action? Refreshed;

    /// <summary>Completes when the whole capture was asked; is cancelled by <see cref="Dispose"/>.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>The place of the first found row at or behind a row of the history: where a time or event is.</summary>
    public int IndexOf(long row) => (int)Math.Clamp(_found.EverBelow(row) - _before, 0, int.MaxValue);

    /// <summary>Counts the events that pass the filter, from 1, also those left out for want of a value: csysdig's key of a list's row.</summary>
    public int OrdinalOf(int index) => index + 1 + _leftOut.CountBelow(this[index]);

    /// <summary>Stops; returns at once.</summary>
    public void Dispose() => _cancellation.Cancel();

    void Answer(HistoryScan<RowScan> scan, bool isLast)
    {
        var before = Count;
        foreach (var part in scan.Scans)
        {
            _leftOut.Take(part.LeftOut);
            _found.Take(part.Found);
        }
        _leftOut.Publish(_history.First);
        _found.Publish(_history.First);
        Volatile.Write(ref _asked, scan.RowsAsked);
        if (isLast || Count > before)
            Refreshed?.Invoke();
    }
}
