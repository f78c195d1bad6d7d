using CSysdig.Model.History;

namespace CSysdig.Model.Slices;

/// <summary>A stretch of time that becomes a capture: what came before something is held already, and what comes after it is waited for.</summary>
public sealed class PinnedStretch
{
    /// <summary>So long before the first and behind the last of what it is about; one file is of no longer time than the third.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromMinutes(1), After = TimeSpan.FromMinutes(1), Longest = TimeSpan.FromMinutes(15);

    readonly CaptureHistory _history;
    readonly ulong _from;
    ulong _until;

    PinnedStretch(CaptureHistory history, ulong time, string file)
    {
        _history = history;
        _from = time - Math.Min(time, Nanoseconds(Before));
        _until = time + Nanoseconds(After);
        Recording = HistoryRecording.Start(history, file, history.RowAfter(_from - Math.Min(_from, 1)), history.LastTimestamp > _until ? history.RowAfter(_until) : long.MaxValue);
    }

    /// <summary>Begins to write; a file of that name is written over.</summary>
    /// <param name="time">Of what happened, in nanoseconds since 1970.</param>
    /// <exception cref="Capture.Scap.CaptureException">The file can't be created.</exception>
    public static PinnedStretch Start(CaptureHistory history, ulong time, string file) => new(history, time, file);

    /// <summary>How it goes on; done when its end has come.</summary>
    public HistoryRecording Recording { get; }

    /// <summary>Something else happened: true when it has its place here, with what comes behind it.</summary>
    public bool TryTake(ulong time)
    {
        var until = Math.Max(_until, time + Nanoseconds(After));
        if (time < _from || Recording.Completion.IsCompleted && until > _until || until - _from > Nanoseconds(Longest))
            return time >= _from && time <= _until;
        _until = until;
        return true;
    }

    /// <summary>Ends it when its time has come.</summary>
    public void Look()
    {
        if (_history.LastTimestamp > _until)
            Recording.Stop();
    }

    static ulong Nanoseconds(TimeSpan time) => (ulong)time.Ticks * 100;
}
