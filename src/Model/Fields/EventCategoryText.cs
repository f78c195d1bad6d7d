using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Parameters;

namespace CSysdig.Model.Fields;

/// <summary>evt.category: the kind of the event type; for input and output the kind of the fd.</summary>
static class EventCategoryText
{
    public static bool TryGet(Event e, Text.Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        text = OfKind(e, Dialect.Of(e.State).Kind(e));
        return true;
    }

    static ReadOnlySpan<byte> OfKind(Event e, EventCategory kind) => kind switch
    {
        EventCategory.Other => "other"u8,
        EventCategory.File => "file"u8,
        EventCategory.Net => "net"u8,
        EventCategory.Ipc => "IPC"u8,
        EventCategory.Memory => "memory"u8,
        EventCategory.Process => "process"u8,
        EventCategory.Sleep => "sleep"u8,
        EventCategory.System => "system"u8,
        EventCategory.Signal => "signal"u8,
        EventCategory.User => "user"u8,
        EventCategory.Time => "time"u8,
        EventCategory.Processing => "processing"u8,
        EventCategory.IoRead or EventCategory.IoWrite or EventCategory.IoOther => OfFd(e.ParsedFd?.Type),
        EventCategory.Wait => "wait"u8,
        EventCategory.Scheduler => "scheduler"u8,
        EventCategory.Internal when e.State.ExitOnly => "internal"u8,
        _ => "unknown"u8,
    };

    static ReadOnlySpan<byte> OfFd(FdType? type) => type switch
    {
        FdType.File or FdType.FileV2 or FdType.Directory => "file"u8,
        FdType.IPv4 or FdType.IPv6 or FdType.IPv4Server or FdType.IPv6Server => "net"u8,
        FdType.Fifo or FdType.Unix or FdType.Event or FdType.SignalFd or FdType.Inotify or FdType.UserFaultFd => "ipc"u8,
        _ => "unknown"u8,
    };
}
