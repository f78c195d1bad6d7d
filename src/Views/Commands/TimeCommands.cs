using CSysdig.Model;
using CSysdig.Views.Hosting;
using CSysdig.Views.Screens;
using CSysdig.Views.Text;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Commands;

/// <summary>Commands about the capture's time.</summary>
static class TimeCommands
{
    /// <summary>
    /// Goes to the first event at or behind a moment; a table shows the events of its selection for that. Of this machine every screen shows
    /// the turn that ended then.
    /// </summary>
    public static PromptError? At(IScreenHost host, Screen screen, string text)
    {
        if (!TypedTime.TryParse(text, host.Span, out var time))
            return new PromptError($"expected {TypedTime.Expected}", -1);
        if (host.History.IsLive)
        {
            if (time < host.History.FirstTimestamp)
                return new PromptError($"what is held begins at {Clock.Moment(host.History.FirstTimestamp, host.History.LastTimestamp)}", -1);
            screen.TurnTo(screen.Selection! with { Range = new TimeRange(time - Math.Min(time, (ulong)host.Interval.Ticks * 100), time) });
            return null;
        }
        var row = time == 0 ? 0 : host.History.RowAfter(time - 1);
        if (screen.GoTo(row))
            return null;
        var dig = new DigScreen(host, screen.Selection!);
        host.Open(dig);
        dig.GoTo(row);
        return null;
    }

    public static PromptError? Range(IScreenHost host, Screen screen, string text)
    {
        TimeRange? range = null;
        if (text.Trim() is { Length: > 0 } words)
        {
            var ends = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (ends.Length != 2 || !TypedTime.TryParse(ends[0], host.Span, out var from) || !TypedTime.TryParse(ends[1], host.Span, out var until))
                return new PromptError($"expected two times, each {TypedTime.Expected}", -1);
            if (until < from)
                return new PromptError("the second time is before the first", -1);
            range = new TimeRange(from, until);
        }
        screen.TurnTo(screen.Selection! with { Range = range });
        return null;
    }
}
