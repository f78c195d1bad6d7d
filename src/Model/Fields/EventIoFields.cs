using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Fields;

/// <summary>Input and output: direction, size, and how a file was opened.</summary>
static class EventIoFields
{
    const uint OpenRead = 1, OpenWrite = 2, OpenCreate = 1 << 2, OpenTemporary = 1 << 13, OpenCreated = 1 << 14;
    const uint ExecuteBits = 1 | 1 << 3 | 1 << 6;

    public static FieldDefinition[] All { get; } =
    [
        Flag("evt.is_io", "true for calls that read from or write to an fd", EventFlags.ReadsFromFd | EventFlags.WritesToFd),
        Flag("evt.is_io_read", "true for calls that read from an fd", EventFlags.ReadsFromFd),
        Flag("evt.is_io_write", "true for calls that write to an fd", EventFlags.WritesToFd),
        Flag("evt.is_wait", "true for calls that make the thread wait, such as poll or nanosleep", EventFlags.Waits),
        Define.Text("evt.io_dir", "read or write, for calls that move bytes", Direction, FieldReads.Type),
        Define.Bool("evt.is_syslog", "true for a write to /dev/log", IsSyslog),
        Length("evt.buflen", "bytes that were read or written", IoKind.Any, FdKind.Any, FieldFlags.None),
        Length("evt.buflen.in", "bytes that were read", IoKind.In, FdKind.Any),
        Length("evt.buflen.out", "bytes that were written", IoKind.Out, FdKind.Any),
        Length("evt.buflen.file", "bytes read from or written to a file", IoKind.Any, FdKind.File),
        Length("evt.buflen.file.in", "bytes read from a file", IoKind.In, FdKind.File),
        Length("evt.buflen.file.out", "bytes written to a file", IoKind.Out, FdKind.File),
        Length("evt.buflen.net", "bytes received or sent over the network", IoKind.Any, FdKind.Net),
        Length("evt.buflen.net.in", "bytes received from the network", IoKind.In, FdKind.Net),
        Length("evt.buflen.net.out", "bytes sent to the network", IoKind.Out, FdKind.Net),
        Define.Bool("evt.is_open_read", "true where a file was opened for reading", (Event e, out long value) => Open(e, OpenRead, out value)),
        Define.Bool("evt.is_open_write", "true where a file was opened for writing", (Event e, out long value) => Open(e, OpenWrite, out value)),
        Define.Bool("evt.is_open_exec", "true where a file was created that may be executed", OpenExecutable),
        Define.Bool("evt.is_open_create", "true where opening a file created it", OpenCreates),
    ];

    enum IoKind { Any, In, Out }

    enum FdKind { Any, File, Net }

    static FieldDefinition Flag(string name, string description, EventFlags flags) =>
        Define.Bool(name, description, (Event e, out long value) =>
        {
            value = e.Has(flags) ? 1 : 0;
            return true;
        }, FieldReads.Type);

    static bool Direction(Event e, Text.Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (e.Has(EventFlags.WritesToFd))
            text = "write"u8;
        else if (e.Has(EventFlags.ReadsFromFd))
            text = "read"u8;
        else
            return false;
        return true;
    }

    static bool IsSyslog(Event e, out long value)
    {
        value = e.Has(EventFlags.WritesToFd) && e.ParsedFd is { } fd && fd.Name.AsSpan().IndexOf("/dev/log"u8) >= 0 ? 1 : 0;
        return true;
    }

    static FieldDefinition Length(string name, string description, IoKind io, FdKind kind, FieldFlags flags = FieldFlags.TableOnly) =>
        Define.Measured(name, ParamType.UInt64, PrintFormat.Dec, description, FieldReads.Result | FieldReads.Type | FieldReads.FdType, (Event e, out long factor) =>
        {
            factor = 1;
            var category = e.Info.Category & EventCategory.KindMask;
            var fits = io switch
            {
                IoKind.In => category == EventCategory.IoRead,
                IoKind.Out => category == EventCategory.IoWrite,
                _ => (category & EventCategory.IoRead) != 0,
            };
            if (!fits || e.ParsedFd is not { } fd || e.Info.IsEnter)
                return false;
            return kind == FdKind.Any || (kind == FdKind.File ? fd.IsFile : fd.Type is >= FdType.IPv4 and <= FdType.IPv6Server);
        }, flags, type => !type.IsEnter && (type.Category & EventCategory.IoRead) != 0);

    /// <summary>Where an event that opens a file has its flags, or -1. An openat of before 2020 has them in its enter event.</summary>
    static int OpenFlagsIn(Event e) => e.Raw.Code switch
    {
        EventCode.SyscallOpenX => 2,
        EventCode.SyscallOpenat_2X or EventCode.SyscallOpenat2X => 3,
        EventCode.SyscallOpenatE when !e.State.ExitOnly => 2,
        EventCode.SyscallOpenByHandleAtX when e.State.ExitOnly => 2,
        _ => -1,
    };

    static bool Open(Event e, uint flag, out long value)
    {
        var at = OpenFlagsIn(e);
        value = at >= 0 && (e.Raw.UInt32(at) & flag) != 0 ? 1 : 0;
        return true;
    }

    static bool OpenExecutable(Event e, out long value)
    {
        var at = OpenFlagsIn(e);
        var mode = e.Raw.Code == EventCode.SyscallCreatX ? e.Raw.UInt32(2)
            : at >= 0 && e.Raw.Code != EventCode.SyscallOpenByHandleAtX && (e.Raw.UInt32(at) & (OpenTemporary | OpenCreate)) != 0 ? e.Raw.UInt32(at + 1)
            : 0;
        value = (mode & ExecuteBits) != 0 ? 1 : 0;
        return true;
    }

    static bool OpenCreates(Event e, out long value)
    {
        var at = OpenFlagsIn(e);
        var flags = at >= 0 ? e.Raw.UInt32(at) : 0;
        value = (flags & OpenCreated) != 0 || (flags & OpenTemporary) != 0 && e.Raw.IsExit && e.Raw.Int64(0) >= 0 ? 1 : 0;
        return true;
    }
}
