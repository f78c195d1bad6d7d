using CSysdig.Capture.Events;

namespace CSysdig.Model.Fields;

/// <summary>What an event type is, as the tools of the capture's age knew it.</summary>
static class EventAge
{
    /// <summary>The event's type has one of these flags.</summary>
    public static bool Has(this Event e, EventFlags flags) => (e.Flags & flags) != 0;
}
