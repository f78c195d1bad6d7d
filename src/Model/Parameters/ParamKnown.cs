using CSysdig.Capture.Events;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Parameters;

/// <summary>What is known of a parameter beside its value: a name for a number, a file for an fd, a whole path for a relative one.</summary>
static class ParamKnown
{
    /// <summary>AT_FDCWD as the driver writes it.</summary>
    const long CurrentDirectory = -100;

    /// <summary>Writes nothing when nothing is known.</summary>
    public static void Write(Utf8Writer to, in EventParam p)
    {
        if (p.IsAbsent)
            return;
        switch (p.Type)
        {
            case ParamType.Fd: WriteFd(to, p, p.Signed); break;
            case ParamType.Fd32: WriteFd(to, p, (int)p.Number); break;
            case ParamType.Pid: WriteThread(to, p, p.Signed); break;
            case ParamType.Pid32: WriteThread(to, p, (int)p.Number); break;
            case ParamType.Errno when p.Signed < 0: to.Write(Errnos.Name(-(long)(int)p.Signed)); break;
            case ParamType.FsPath or ParamType.FsRelPath: WritePath(to, p); break;
            case ParamType.SyscallId: to.Write(Dialect.Of(p.Event.State).SyscallName((ushort)p.Number)); break;
            case ParamType.SigType: to.Write(SignalNames.Of((byte)p.Number)); break;
            case ParamType.RelTime when p.Number != ulong.MaxValue:
                NumberText.WriteShort(to, p.Number / 1e9);
                to.Write('s');
                break;
            case ParamType.Flags8 or ParamType.EnumFlags8: WriteFlags(to, p, (byte)p.Number); break;
            case ParamType.Flags16 or ParamType.EnumFlags16: WriteFlags(to, p, (ushort)p.Number); break;
            case ParamType.Flags32 or ParamType.EnumFlags32: WriteFlags(to, p, (uint)p.Number); break;
            case ParamType.Mode when p.Info.Flags is { } table: FlagText.WriteUntilExact(to, table, (uint)p.Number); break;
            case ParamType.Uid: WriteAccount(to, p, UserName(p)); break;
            case ParamType.Gid: WriteAccount(to, p, GroupName(p)); break;
        }
    }

    /// <summary>An fd at this event. The event's own fd is the one it worked on, also when it has closed it.</summary>
    public static FdInfo? Find(Event e, long fd) => e.Fd is { } own && fd == e.FdNumber ? own : e.FindFd(fd);

    /// <summary>
    /// What is known of this event's parameters lies beyond its bytes and the versions of its thread and fd: with other fds or threads, with
    /// users. It changes when the state moves on.
    /// </summary>
    public static bool IsElsewhere(Event e)
    {
        var dialect = Dialect.Of(e.State);
        var list = dialect.Params(e);
        var count = list.CountIn(e.Raw);
        foreach (var index in list.Looking)
            if (index < count && IsElsewhere(new EventParam(e, dialect, list, index, e.Style.Form)))
                return true;
        return false;
    }

    static bool IsElsewhere(in EventParam p) => p.Type switch
    {
        ParamType.Fd => IsOther(p.Event, p.Signed),
        ParamType.Fd32 => IsOther(p.Event, (int)p.Number),
        ParamType.FsPath or ParamType.FsRelPath => p.PathOrText is not ([] or [(byte)'/', ..]),
        _ => LooksUp(p.Type),
    };

    static bool IsOther(Event e, long fd) => fd >= 0 && (e.Fd is null || fd != e.FdNumber);

    /// <summary>Parameters of this type may be shown with something that is looked up.</summary>
    public static bool LooksUp(ParamType type) => type is ParamType.Fd or ParamType.Fd32 or ParamType.FdList or ParamType.Pid or ParamType.Pid32
        or ParamType.Uid or ParamType.Gid or ParamType.FsPath or ParamType.FsRelPath;

    static void WriteFd(Utf8Writer to, in EventParam p, long fd)
    {
        if (p.Event.Thread is null)
            return;
        if (fd == CurrentDirectory)
            to.Write("AT_FDCWD"u8);
        else if (fd < 0)
            to.Write(Errnos.Name(-(long)(int)fd));
        else if (Find(p.Event, fd) is { } info)
            FdText.WriteTypeAndName(to, info, p);
    }

    static void WriteThread(Utf8Writer to, in EventParam p, long tid)
    {
        var comm = p.Event.State.Threads.Info(tid, p.Event.Number)?.Comm;
        p.WriteText(to, comm);
    }

    static void WritePath(Utf8Writer to, in EventParam p)
    {
        var path = p.PathOrText;
        if (p.Bytes.IsEmpty || path is [(byte)'/', ..] || path.IsEmpty && (p.IsLater || p.Form != TextForm.AsTool) || IsAbsent(path, p) || p.Event.MainThread is not { } main)
            return;
        var start = to.Length;
        var directory = Directory(p);
        if (directory == CurrentDirectory)
            WriteJoined(to, main.Cwd, path, p);
        else if (p.Form == TextForm.AsTool)
            WriteJoined(to, ToolDirectory(p, directory), path, p);
        else if (Find(p.Event, directory)?.Name is { Length: > 0 } name)
            WriteJoined(to, name, path, p);
        if (p.Form != TextForm.Bytes && (p.Form == TextForm.Escaped || p.Style.Terminal))
            SafeText.EscapeFrom(to, start, p.Style.Terminal);
    }

    /// <summary>The fd of the directory that a path starts from.</summary>
    static long Directory(in EventParam p)
    {
        var index = p.Info.DirFd;
        var isFd = p.Type == ParamType.FsRelPath && (uint)index < (uint)p.Event.Raw.ParamCount && p.Event.Raw.Info.Params[index].Type == ParamType.Fd;
        return isFd ? p.Event.Raw.Int64(index) : CurrentDirectory;
    }

    static void WriteJoined(Utf8Writer to, ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path, in EventParam p)
    {
        if (p.Form != TextForm.AsTool)
            PathText.WriteAbsolute(to, directory, path);
        else if (!p.ExitOnly)
            ToolPaths.WriteAbsolute(to, directory, path, utf8: false);
        else
            ToolPaths.WriteAbsoluteBounded(to, directory, path, utf8: true);
    }

    static bool IsAbsent(ReadOnlySpan<byte> path, in EventParam p) => p.IsLater || p.Form != TextForm.AsTool ? path.SequenceEqual("<NA>"u8) : path.StartsWith("<NA>"u8);

    /// <summary>The name of an open directory with a slash behind it; 0.29.3 adds one to a slash too.</summary>
    static ReadOnlySpan<byte> ToolDirectory(in EventParam p, long fd)
    {
        if (Find(p.Event, fd)?.Name is not { Length: > 0 } name)
            return default;
        var cleaned = new Utf8Writer(name.Length + 1);
        if (p.ExitOnly)
            CleanText.WriteReplaced(cleaned, name);
        else
            CleanText.WriteStripped(cleaned, name);
        if (!p.ExitOnly || name[^1] != '/')
            cleaned.Write('/');
        return cleaned.Written;
    }

    static void WriteFlags(Utf8Writer to, in EventParam p, uint value)
    {
        if (p.Info.Flags is not { } table)
            return;
        if (!p.IsLater)
            FlagText.WriteUntilExact(to, table, value);
        else if (p.Type is ParamType.EnumFlags8 or ParamType.EnumFlags16 or ParamType.EnumFlags32)
            FlagText.WriteEqual(to, table, value);
        else
            FlagText.WriteBits(to, table, value);
    }

    static byte[]? UserName(in EventParam p) =>
        IsOfContainer(p) ? null : p.Event.State.Users.Find((uint)p.Number, p.Event.Number)?.Name;

    static byte[]? GroupName(in EventParam p) =>
        IsOfContainer(p) ? null : p.Event.State.Groups.Find((uint)p.Number, p.Event.Number)?.Name;

    /// <summary>A container has users of its own, which its host can't name.</summary>
    static bool IsOfContainer(in EventParam p) => p.IsLater && !p.ExitOnly && p.Event.Thread?.Container is not null;

    static void WriteAccount(Utf8Writer to, in EventParam p, byte[]? name)
    {
        if ((uint)p.Number == uint.MaxValue)
            to.Write("<NONE>"u8);
        else if (name is null || p.IsLater && (name.Length == 0 || p.Event.Thread is null))
            to.Write("<NA>"u8);
        else
            p.WriteName(to, name);
    }
}
