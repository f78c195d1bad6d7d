using Terminal.Gui.App;

namespace CSysdig.Views.Screens;

/// <summary>
/// How often the terminal's loop turns: often while keys come, so that an answer takes no longer than a blink; seldom when
/// nobody types, since each turn costs time even when nothing is new.
/// </summary>
sealed class Pace
{
    const ushort Fast = 100, Slow = 20, Asleep = 8;
    const long HurryMilliseconds = 2_000, AwakeMilliseconds = 10_000;

    long _lastKey;

    public void Hurry()
    {
        _lastKey = Environment.TickCount64;
        Application.MaximumIterationsPerSecond = Fast;
    }

    public void Rest()
    {
        var since = Environment.TickCount64 - _lastKey;
        if (since > HurryMilliseconds)
            Application.MaximumIterationsPerSecond = since > AwakeMilliseconds ? Asleep : Slow;
    }
}
