using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Parameters;

namespace CSysdig.Model.Fields;

/// <summary>Ones to be summed up by tables: events, errors by kind, processes.</summary>
static class EventCountFields
{
    public static FieldDefinition[] All { get; } =
    [
        Count("evt.count", "1 for every event", (Event e, out long value) => { value = 1; return true; }, FieldReads.None),
        Count("evt.count.error", "1 for a call that failed", Error, FieldReads.Type | FieldReads.Error),
        Count("evt.count.error.file", "1 for a call on a file that failed",
            (Event e, out long value) => Error(e, out value) && Concerns(e) == Kind.File, FieldReads.Type | FieldReads.Error | FieldReads.FdType),
        Count("evt.count.error.net", "1 for a call on a socket that failed",
            (Event e, out long value) => Error(e, out value) && Concerns(e) == Kind.Net, FieldReads.Type | FieldReads.Error | FieldReads.FdType),
        Count("evt.count.error.memory", "1 for a call about memory that failed",
            (Event e, out long value) => Error(e, out value) && (e.Info.Category & EventCategory.KindMask) == EventCategory.Memory, FieldReads.Type | FieldReads.Error),
        Count("evt.count.error.other", "1 for a failed call that is about neither files nor sockets nor memory",
            (Event e, out long value) => Error(e, out value) && IsOther(e), FieldReads.Type | FieldReads.Error | FieldReads.FdType),
        Count("evt.count.exit", "1 for every exit event", (Event e, out long value) => { value = 1; return !e.Info.IsEnter; }, FieldReads.Type),
        Count("evt.count.procinfo", "1 for the periodic report of a process", (Event e, out long value) => Info(e, e.Thread is { IsMain: true }, out value), FieldReads.Type | FieldReads.Role, FieldFlags.TableOnly),
        Count("evt.count.threadinfo", "1 for the periodic report of a thread", (Event e, out long value) => Info(e, true, out value), FieldReads.Type | FieldReads.Role, FieldFlags.TableOnly),
    ];

    enum Kind { Other, File, Net }

    static FieldDefinition Count(string name, string description, NumberOf of, FieldReads reads, FieldFlags flags = FieldFlags.None) =>
        Define.Number(name, ParamType.UInt32, PrintFormat.Dec, description, of, reads, flags);

    /// <summary>1 for a failed call. Of a call that succeeded sysdig 0.29.3 knows no count at all; newer ones count 0.</summary>
    static bool Error(Event e, out long value)
    {
        var known = EventResult.TryGet(e, out var result);
        value = result < 0 ? 1 : 0;
        return known && (e.State.ExitOnly || result < 0);
    }

    static bool IsOther(Event e) => Concerns(e) == Kind.Other
        && (e.ParsedFd is not null || (e.Info.Category & EventCategory.KindMask) != EventCategory.Memory);

    static Kind Concerns(Event e) => e.ParsedFd is { } fd ? Of(fd.Type) : CallKinds.Of(e.Code) switch
    {
        _ when e.Code is EventCode.SyscallOpenByHandleAtX or EventCode.SocketAccept4_6X && e.State.Generation == Generation.EnterExit => Kind.Other,
        CallKind.Open => Kind.File,
        CallKind.Accept or CallKind.Connect => Kind.Net,
        _ => Kind.Other,
    };

    static Kind Of(FdType type) => type switch
    {
        FdType.File or FdType.FileV2 or FdType.Directory => Kind.File,
        FdType.IPv4 or FdType.IPv6 or FdType.IPv4Server or FdType.IPv6Server or FdType.Unix => Kind.Net,
        _ => Kind.Other,
    };

    static bool Info(Event e, bool counts, out long value)
    {
        // Of a machine that is watched a thread that lives counts, whether or not it took processor time.
        value = counts && (e.Code == EventCode.ProcinfoE || e.State.IsLive && e.Code == EventCode.ScapeventX) ? 1 : 0;
        return value == 1 || e.State.ExitOnly;
    }
}
