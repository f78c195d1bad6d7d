using CSysdig.Model;
using CSysdig.Views.Drawing;

namespace CSysdig.Views.Frame;

/// <summary>The first line over captures that are looked at together: how many are there, their time, their events, and what is missing.</summary>
static class FleetHeader
{
    public static void Compose(FleetPane pane, TimeRange? range, bool paused, Line line)
    {
        var fleet = pane.Fleet;
        var (all, settled, span) = (fleet.Captures.Count, fleet.Settled, fleet.Span);
        var missing = fleet.Captures.Count(capture => capture.IsMissing);
        Header.Write(
        [
            new("csysdig", Style.Title, 0),
            new(fleet.Name, Style.Bold, 1),
            new(settled < all ? $"{settled:#,0} of {all:#,0} captures" : $"{all:#,0} captures", settled < all ? Style.Warning : Style.Text, 0),
            new(missing > 0 ? $"{missing:#,0} can't be read" : "", Style.Alarm, 1),
            new(span.Until == 0 ? "" : Header.Span(span, range), Style.Text, 3),
            new($"{pane.Events:#,0} events", Style.Text, 2),
            new(paused ? "paused" : "", Style.Warning, 1),
        ], "", line);
    }
}
