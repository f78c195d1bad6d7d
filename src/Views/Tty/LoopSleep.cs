using Terminal.Gui.App;
using Terminal.Gui.Drivers;

namespace CSysdig.Views.Tty;

/// <summary>
/// Lets the toolkit's loop sleep until there is something to do: a key, a new size, work from another thread, a clock that is due.
/// The loop would turn a fixed number of times a second by itself; it is told not to wait, and waits here instead.
/// </summary>
sealed class LoopSleep
{
    /// <summary>Half a key (an Esc that may be a key or the start of one) is decided by time alone.</summary>
    const int HalfAKey = 10;

    readonly AutoResetEvent _news = new(false);
    volatile bool _hasEnded;
    bool _sawDrawing;

    /// <summary>Ends the sleep, or keeps the loop from the next one. Any thread.</summary>
    public void Wake() => _news.Set();

    /// <summary>The terminal is gone: the application stops. Any thread.</summary>
    public void End()
    {
        _hasEnded = true;
        Wake();
    }

    public void Attach(IApplication app)
    {
        Application.MaximumIterationsPerSecond = ushort.MaxValue;
        app.TimedEvents!.Added += (_, _) => Wake();
        app.Iteration += (_, _) => Sleep(app);
    }

    void Sleep(IApplication app)
    {
        if (_hasEnded)
        {
            app.RequestStop();
            return;
        }
        // Clocks run after drawing: what they changed is to be drawn now. One view that never gets drawn must not keep us awake.
        var drawing = app.TopRunnableView is { } view && (view.NeedsDraw || view.NeedsLayout || view.SubViews.Any(part => part.NeedsDraw));
        var first = drawing && !_sawDrawing;
        _sawDrawing = drawing;
        if (first)
            return;
        var due = Due(app);
        if (due == 0)
            return;
        if (app.Driver?.GetInputProcessor().GetParser().State is AnsiResponseParserState.ExpectingEscapeSequence or AnsiResponseParserState.InResponse)
            due = due < 0 ? HalfAKey : Math.Min(due, HalfAKey);
        // The milliseconds are rounded down: one more, or the last of them would be spent in turning.
        _news.WaitOne(due < 0 ? due : due + 1);
    }

    // Milliseconds until the next clock, -1 for none.
    static int Due(IApplication app)
    {
        var due = -1;
        (app.TimedEvents as TimedEvents)?.CheckTimers(out due);
        return due;
    }
}
