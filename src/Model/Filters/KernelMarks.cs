using CSysdig.Capture.Live;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using CSysdig.Model.Tracking;

namespace CSysdig.Model.Filters;

/// <summary>
/// Tells the probe of threads and fds that a filter turns down, one after the other as events of them come. Whatever is not marked passes the
/// kernel, and the filter decides; so nothing is lost by a mark that is missing.
/// </summary>
public sealed class KernelMarks
{
    readonly Filter? _ofThread, _ofFd;
    readonly LiveMarks _marks;

    /// <param name="asPrinted">As the whole filter is read.</param>
    public KernelMarks(KernelFilter filter, MachineState state, bool asPrinted, LiveMarks marks)
    {
        _ofThread = filter.OfThread.Length > 0 ? Filter.Parse(filter.OfThread, state, asPrinted) : null;
        _ofFd = filter.OfFd.Length > 0 ? Filter.Parse(filter.OfFd, state, asPrinted) : null;
        _marks = marks;
    }

    /// <summary>Looks at an event that did not pass.</summary>
    public void Consider(Event e)
    {
        if (e.Thread is not { } thread || !e.HasParsedThread)
            return;
        if (_ofThread is not null && !_ofThread.Test(e))
            _marks.Mark(thread.Tid, LiveMarks.All, e.Timestamp);
        else if (_ofFd is not null && e.ErrorCode == 0 && FdOf(e) is { } fd && !_ofFd.Test(e))
            _marks.Mark(thread.Tid, fd, e.Timestamp);
    }

    static long? FdOf(Event e) => !e.HasFd ? LiveMarks.NoFd : e.Fd is { } fd && IsSettled(fd) && e.FdNumber is >= 0 and < LiveMarks.NoFd ? e.FdNumber : null;

    /// <summary>What is read and written tells nothing new of it.</summary>
    static bool IsSettled(FdInfo fd) => fd.Type switch
    {
        FdType.File or FdType.FileV2 or FdType.Directory or FdType.Fifo or FdType.Event or FdType.EventPoll or FdType.TimerFd or FdType.SignalFd or FdType.Inotify => true,
        FdType.IPv4 or FdType.IPv6 => SocketTraffic.IsSettled(fd),
        _ => false,
    };
}
