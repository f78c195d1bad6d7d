using CSysdig.Capture.Events;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>An event without parameters that stands for a thread at a refresh of a table.</summary>
static class ThreadMark
{
    /// <summary>Makes the event. libsinsp's tables say that its time is the last moment of the second before <paramref name="now"/>.</summary>
    public static void Load(RawEvent into, EventCode code, long tid, ulong now, bool compat)
    {
        const ulong second = 1_000_000_000;
        BareEvent.Load(into, code, tid, compat ? now - now % second - 1 : now, cpu: 0);
    }
}
