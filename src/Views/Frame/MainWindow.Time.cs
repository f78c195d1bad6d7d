using CSysdig.Capture.Segments;
using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Slices;
using CSysdig.Views.Hosting;
using CSysdig.Views.Saving;

namespace CSysdig.Views.Frame;

/// <summary>
/// Which time the screens are of. A machine that is watched is shown as it is now, or as it was in a stretch of time; that one is held in memory
/// for as long as it is looked at, and holds for every screen until somebody comes back to now.
/// </summary>
sealed partial class MainWindow
{
    HistoryPin? _pin;
    TimeRange? _held;

    public TimeSpan Interval { get; }

    public HistoryRecording? Recording { get; set; }

    public PinnedStretches Pins { get; }

    /// <summary>Where the stretch around each new finding goes without anybody asking for it; null for nowhere.</summary>
    PinFolder? _pinFolder;

    /// <summary>What goes to a folder of segments, as long as the program runs.</summary>
    public HistoryRecording? Keeping { get; private set; }

    bool IsLive => History.IsLive;

    /// <summary>A machine is shown as it was.</summary>
    bool IsPast => IsLive && Top.Selection?.Range is not null;

    /// <summary>The turn that is shown while nothing else was chosen.</summary>
    TimeRange LastTurn => History.LastTimestamp is var now ? new TimeRange(now - Math.Min(now, (ulong)Interval.Ticks * 100), now) : default;

    /// <summary>Begins to keep what this machine does in a folder.</summary>
    public void Keep(SegmentWriter folder)
    {
        var started = Keeping = HistoryRecording.Start(History, folder);
        started.Completion.ContinueWith(_ => TellEnd(started), TaskScheduler.Default);
    }

    /// <summary>From now on the stretch around each new finding goes to a folder.</summary>
    public void PinTo(string folder) => _pinFolder = new PinFolder(folder, History, Pins, Tell);

    void TurnTo(TimeRange? range)
    {
        if (Top.Selection is { } selection && selection.Range != range)
            Top.TurnTo(selection with { Range = range });
    }

    /// <summary>The stretch before or behind the one that is shown, as long as that.</summary>
    void Step(bool forward)
    {
        var shown = Top.Selection?.Range ?? LastTurn;
        var length = Math.Max(1, shown.Length);
        if (!forward && shown.From <= Top.Host.Span.From)
            Say("This is the first of what is held.");
        else if (forward && shown.Until + length > History.LastTimestamp && IsLive)
            TurnTo(null);
        else if (forward && shown.Until >= Top.Host.Span.Until)
            Say("This is the end of the capture.");
        else
            TurnTo(forward ? new TimeRange(shown.From + length, shown.Until + length) : new TimeRange(shown.From - Math.Min(shown.From, length), shown.Until - length));
    }

    /// <summary>A machine can't be paused: its numbers hold still when the turn that is shown is looked at as past.</summary>
    void Pause()
    {
        if (IsLive)
            TurnTo(IsPast ? null : LastTurn);
        else
            Paused = !Paused;
        _top.SetNeedsDraw();
    }

    /// <summary>Another screen is shown: what it is of is held, and what the one before was of is let go.</summary>
    void Hold()
    {
        if (Top.IsOfAll || Top.Selection is not { Range: var range } || range == _held)
            return;
        _held = range;
        _pin?.Dispose();
        var history = Top.Host.History;
        _pin = range is { } past ? history.Pin(history.RowAfter(past.From - Math.Min(past.From, 1))) : null;
    }

    // Told once.
    void TellLostHold()
    {
        if (_pin is not { IsLost: true } pin)
            return;
        pin.Dispose();
        _pin = null;
        Say("There is no room to hold this stretch of time any longer: its first events are gone, more will follow. --window gives more room.", alarm: true);
    }

    /// <summary>The time that was chosen holds for every screen.</summary>
    void KeepTime(Screen before)
    {
        if (IsLive && !Top.IsOfAll && before is { IsOfAll: false, IsTimeChosen: true, Selection.Range: var range })
            TurnTo(range);
    }
}
