using Terminal.Gui.App;

namespace CSysdig.Views.Frame;

/// <summary>
/// How often the window looks for news: soon after a key and while a screen has nothing to show yet, since the answer comes from another thread; often
/// while something changes; seldom when nobody types and nothing moves.
/// </summary>
/// <param name="tick">Looks for news.</param>
/// <param name="waits">Somebody looks at an empty screen.</param>
sealed class Pace(Action tick, Func<bool> waits)
{
    static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(8), s_often = TimeSpan.FromMilliseconds(30), s_seldom = TimeSpan.FromMilliseconds(250);
    const long HurryMilliseconds = 250, PatientMilliseconds = 5_000, LivelyMilliseconds = 1_000;

    long _lastKey = -HurryMilliseconds, _lastNews = -LivelyMilliseconds;
    IApplication? _app;
    object? _next;
    TimeSpan _span;

    /// <summary>Ticks by an application's timers until it ends.</summary>
    public void Start(IApplication app)
    {
        _app = app;
        Stir();
        Schedule();
    }

    /// <summary>A key was pressed, or the mouse.</summary>
    public void Hurry()
    {
        _lastKey = Environment.TickCount64;
        Sooner(s_soon);
    }

    /// <summary>Something on the screen has changed.</summary>
    public void Stir()
    {
        _lastNews = Environment.TickCount64;
        Sooner(s_often);
    }

    void Sooner(TimeSpan span)
    {
        if (_next is null || _span <= span || _app?.TimedEvents is not { } events)
            return;
        events.Remove(_next);
        Schedule();
    }

    void Schedule()
    {
        var now = Environment.TickCount64;
        _span = now - _lastKey < HurryMilliseconds || now - _lastKey < PatientMilliseconds && waits() ? s_soon : now - _lastNews < LivelyMilliseconds ? s_often : s_seldom;
        _next = _app!.AddTimeout(_span, Run);
    }

    bool Run()
    {
        _next = null;
        try
        {
            tick();
        }
        finally
        {
            // A fault in a screen must not stop the others.
            Schedule();
        }
        return false;
    }
}
