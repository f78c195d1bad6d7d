using CSysdig.Capture.Events;
using CSysdig.Model.History;
using CSysdig.Model.State;

namespace CSysdig.Model.Queries;

/// <summary>
/// An event that no capture holds: a thread reads one of its open fds. Filters and fields of threads and fds are asked with it
/// about what is open at the newest event, whether or not something happens to it.
/// </summary>
public sealed class OpenFd
{
    public OpenFd(MachineState state) => Event = new Event(state);

    /// <summary>The event, as of the last <see cref="Seek"/>.</summary>
    public Event Event { get; }

    /// <param name="newest">The newest event of the capture, behind which this one stands.</param>
    public void Seek(ThreadInfo thread, long number, FdInfo fd, RawEvent newest)
    {
        BareEvent.Load(Event.Raw, EventCode.SyscallReadX, thread.Tid, newest.Timestamp, cpu: 0);
        Event.Thread = thread;
        Event.Fd = Event.ParsedFd = fd;
        Event.FdNumber = number;
        Event.StandsAt = newest.Number;
    }
}
