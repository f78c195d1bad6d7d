using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Parameters;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>The fd an event is about: number, kind, name, file.</summary>
static class FdFields
{
    public static FieldDefinition[] All { get; } =
    [
        Define.Number("fd.num", ParamType.Int64, PrintFormat.Id, "number of the fd", (Event e, out long value) =>
        {
            value = e.FdNumber;
            return HasFd(e);
        }, FieldReads.FdNumber | FieldReads.Type | FieldReads.Role),
        Define.Plain("fd.type", ParamType.CharBuf, PrintFormat.Dec, FieldFlags.None,
            "kind of the fd: file, directory, ipv4, ipv6, unix, pipe, event, signalfd, eventpoll, inotify, timerfd, ...", d => new FdTypeField(d)),
        Define.Text("fd.typechar", "kind of the fd as a letter: f file, d directory, 4 and 6 for sockets, u unix, p pipe, ...", TypeChar,
            FieldReads.Fd, format: PrintFormat.Dec),
        Define.WithArgument("fd.types", ParamType.CharBuf, PrintFormat.Dec, FieldFlags.IsList | FieldFlags.ArgAllowed | FieldFlags.NoRhs,
            ArgumentSyntax.Bracket, "kinds of all fds of the process; fd.types[1] is that of standard output", (d, argument) => new FdTypesField(d, argument)),
        Define.Name("fd.name", "name of the fd: the path of a file, the addresses of a connection", d => new FdNameField(d)),
        Define.Text("fd.nameraw", "path of the file as the program gave it", NameRaw, FieldReads.Fd),
        Name("fd.realpath", "path of the file as the kernel has found it, through links and whatever was in memory then; where that is not told, fd.name", RealPath, FieldReads.Fd),
        Name("fd.directory", "directory of the file", (e, scratch, ref text) => FdPath.Directory(e, scratch, ref text), FieldReads.Fd),
        Name("fd.filename", "name of the file without its directory", (e, scratch, ref text) => FdPath.FileName(e, ref text), FieldReads.Fd),
        Name("fd.containername", "id of the container and name of the fd, joined by a colon", ContainerName, FieldReads.Fd | FieldReads.Container),
        Name("fd.containerdirectory", "id of the container and directory of the file, joined by a colon", ContainerDirectory, FieldReads.Fd | FieldReads.Container),
        Define.Text("fd.uid", "id of the thread and number of the fd, joined, as a key for tables", UniqueId, FieldReads.Thread | FieldReads.FdNumber | FieldReads.Type),
        Bool("fd.connected", "true for a socket that is connected", fd => (fd.Flags & FdFlags.Connected) != 0),
        Define.Bool("fd.name_changed", "true where the event gave the fd another name", (Event e, out long value) =>
        {
            value = e.FdNameChanged ? 1 : 0;
            return Of(e) is not null;
        }, FieldReads.Type | FieldReads.Role | FieldReads.FdType | FieldReads.Renaming),
        Number("fd.dev", ParamType.Int32, PrintFormat.Hex, "device of the file", fd => (int)fd.Dev),
        Number("fd.dev.major", ParamType.Int32, PrintFormat.Dec, "major number of the file's device", fd => (fd.Dev & 0xFFF00) >> 8),
        Number("fd.dev.minor", ParamType.Int32, PrintFormat.Dec, "minor number of the file's device", fd => fd.Dev & 0xFF | fd.Dev >> 12 & 0xFFF00),
        Number("fd.ino", ParamType.Int64, PrintFormat.Dec, "inode of the file", fd => (long)fd.Ino),
        Bool("fd.is_upper_layer", "true for a file in the upper layer of an overlayfs", fd => (fd.Flags & FdFlags.UpperLayer) != 0),
        Bool("fd.is_lower_layer", "true for a file in the lower layer of an overlayfs", fd => (fd.Flags & FdFlags.LowerLayer) != 0),
    ];

    /// <summary>The event is about an fd, and its thread is known.</summary>
    public static bool HasFd(Event e) =>
        e.Has(EventFlags.CreatesFd | EventFlags.UsesFd | EventFlags.DestroysFd) && e.Thread is not null;

    /// <summary>The fd of an event that is about one; null also where nothing is known of it.</summary>
    public static FdInfo? Of(Event e) => HasFd(e) ? e.Fd : null;

    static FieldDefinition Name(string name, string description, TextOf of, FieldReads reads) =>
        Define.Name(name, description, d => new TextField(d, reads, of));

    static FieldDefinition Number(string name, ParamType type, PrintFormat format, string description, Func<FdInfo, long> of) =>
        Define.Number(name, type, format, description, (Event e, out long value) =>
        {
            var fd = Of(e);
            value = fd is null ? 0 : of(fd);
            return fd is not null;
        }, FieldReads.Fd);

    static FieldDefinition Bool(string name, string description, Func<FdInfo, bool> of) =>
        Number(name, ParamType.Bool, PrintFormat.NotApplicable, description, fd => of(fd) ? 1 : 0);

    static bool TypeChar(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (!HasFd(e))
            return false;
        scratch.Write(e.Fd is { } fd ? FdText.TypeChar(fd.Type, later: e.State.Generation != Generation.EnterExit) : FdTypeChar.OfEvent(e));
        text = scratch.Written;
        return true;
    }

    static bool NameRaw(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (!HasFd(e))
            return false;
        if (e.Fd is { } fd)
            text = fd.NameRaw;
        else if (!FdPath.NameFromEvent(e, scratch, ref text, raw: true))
            return false;
        if (text.IndexOf("//"u8) < 0)
            return true;
        text = text.ToArray();
        scratch.Clear();
        PathText.WriteSingleSlashes(scratch, text);
        text = scratch.Written;
        return true;
    }

    static bool RealPath(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (!HasFd(e))
            return false;
        if (e.Fd is not { } fd)
            return e.Has(EventFlags.CreatesFd) && (e.Info.Category & EventCategory.KindMask) == EventCategory.File && FdPath.Name(e, scratch, ref text);
        text = fd.RealPath ?? fd.Name;
        return fd.IsFile || fd.Type == FdType.Directory;
    }

    static bool ContainerName(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (!HasFd(e) || !FdPath.Name(e, scratch, ref text))
            return false;
        return Prefix(e, scratch, ref text);
    }

    static bool ContainerDirectory(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text) =>
        HasFd(e) && FdPath.Directory(e, scratch, ref text) && Prefix(e, scratch, ref text);

    /// <summary>Puts the container's id, empty on the host, and a colon before a text.</summary>
    static bool Prefix(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        var start = scratch.Length;
        var id = e.Thread!.Container?.Id ?? [];
        if (start == 0)
        {
            scratch.Write(id);
            scratch.Write(':');
            scratch.Write(text);
        }
        else
        {
            // The text may lie in the scratch buffer, which moves when it grows: copy it behind by its place.
            var length = text.Length;
            scratch.Reserve(id.Length + 1 + length);
            var offset = scratch.Written.Overlaps(text, out var at) ? at : -1;
            scratch.Write(id);
            scratch.Write(':');
            scratch.Write(offset >= 0 ? scratch.Written.Slice(offset, length) : text);
        }
        text = scratch.Written[start..];
        return true;
    }

    static bool UniqueId(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (!HasFd(e))
            return false;
        scratch.Write(e.Tid);
        scratch.Write(e.FdNumber);
        text = scratch.Written;
        return true;
    }
}

/// <summary>fd.type.</summary>
sealed class FdTypeField(FieldDefinition definition) : Field(definition)
{
    public override FieldReads Reads => FieldReads.FdType;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = ParamType.CharBuf;
        value.Format = PrintFormat.Dec;
        if (FdFields.Of(e) is not { } fd)
            return false;
        value.Bytes = FdText.TypeName(fd.Type);
        return true;
    }
}

/// <summary>fd.name.</summary>
sealed class FdNameField(FieldDefinition definition) : Field(definition)
{
    readonly Utf8Writer _scratch = new();

    public override FieldReads Reads => FieldReads.Fd;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = ParamType.CharBuf;
        value.Format = PrintFormat.NotApplicable;
        if (!FdFields.HasFd(e))
            return false;
        if (e.Fd is { } fd && e.ErrorCode == 0)
        {
            value.Bytes = fd.Name;
            return true;
        }
        _scratch.Clear();
        return FdPath.Name(e, _scratch, ref value.Bytes);
    }
}
