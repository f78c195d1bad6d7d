using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>The name of an event's fd and its parts. A call that failed to make an fd still tells the name it asked for.</summary>
static class FdPath
{
    const long CurrentDirectory = -100;

    /// <summary>fd.name at an event that is about an fd.</summary>
    public static bool Name(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (e.Fd is not { } fd || e.State is { Compat: true, ExitOnly: false } && e.Code == EventCode.SocketConnectX && e.Raw.Int64(0) < 0)
            return NameFromEvent(e, scratch, ref text, raw: false);
        text = fd.Name;
        return true;
    }

    /// <summary>Events of this type may tell the name of an fd that was not made; of others an fd that is not known has no name.</summary>
    public static bool MayTellName(EventCode code) => CallKinds.Of(code) is CallKind.Open or CallKind.Accept or CallKind.Connect;

    /// <summary>fd.directory.</summary>
    public static bool Directory(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (!FdFields.HasFd(e))
            return false;
        if (e.Fd is not { } fd)
        {
            if (!NameFromEvent(e, scratch, ref text, raw: false))
                return false;
        }
        else if (fd.IsFile || fd.Type == FdType.Directory)
            text = fd.Name;
        else
            return false;
        if (e.Fd is { Type: FdType.Directory })
            return true;
        var slash = text.LastIndexOf((byte)'/');
        if (slash <= 0)
            text = "/"u8;
        else if (slash < text.Length - 1)
            text = text[..slash];
        return true;
    }

    /// <summary>fd.filename.</summary>
    public static bool FileName(Event e, ref ReadOnlySpan<byte> text)
    {
        if (FdFields.Of(e) is not { IsFile: true } fd)
            return false;
        text = fd.Name;
        var slash = text.LastIndexOf((byte)'/');
        if (slash < 0)
            text = "/"u8;
        else if (slash < text.Length - 1)
            text = text[(slash + 1)..];
        return true;
    }

    /// <summary>The name that a call which makes an fd asks for; an empty text for other exit events.</summary>
    public static bool NameFromEvent(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text, bool raw)
    {
        if (e.Info.IsEnter)
            return false;
        switch (e.Code)
        {
            case EventCode.SyscallOpenX or EventCode.SyscallCreatX or EventCode.SocketConnectX or EventCode.SocketAcceptX or EventCode.SocketAccept_5X:
            case EventCode.SocketAccept4X or EventCode.SocketAccept4_5X when !e.State.ExitOnly:
            case EventCode.SocketAccept4_6X:
                ParamText.WriteArg(e, 1, scratch);
                break;
            case EventCode.SyscallOpenatX when !e.State.ExitOnly:
                if (e.Enter is not { } enter)
                    return false;
                Join(e, enter.Int64(0), enter.Text(1), scratch, "<UNKNOWN>"u8);
                break;
            case EventCode.SyscallOpenat_2X or EventCode.SyscallOpenat2X:
                if (e.State.ExitOnly && (e.Raw.Param(2).IsEmpty || !raw && e.Raw.Param(1).IsEmpty))
                    return false;
                var name = IsLater(e) && !e.State.ExitOnly ? RawValue.TextOrAbsent(e.Raw, 2) : e.Raw.Text(2);
                if (raw)
                    scratch.Write(name);
                else
                    Join(e, e.Raw.Int64(1), name, scratch, "<UNKNOWN>"u8);
                break;
            case EventCode.SyscallOpenByHandleAtX when IsLater(e):
                scratch.Write(RawValue.TextOrAbsent(e.Raw, 3));
                break;
        }
        text = scratch.Written;
        return true;
    }

    static bool IsLater(Event e) => e.State.Generation != Generation.EnterExit;

    /// <summary>Writes a path as seen from a directory's fd, or from the current directory.</summary>
    /// <param name="unknown">What stands for a directory of which nothing is known.</param>
    public static void Join(Event e, long directory, ReadOnlySpan<byte> path, Utf8Writer to, ReadOnlySpan<byte> unknown)
    {
        var utf8 = e.State.ExitOnly;
        if (path.StartsWith("/"u8) || path.IsEmpty && IsLater(e))
            ToolPaths.WriteSeen(to, e.State.Compat, default, path, utf8);
        else if (directory == CurrentDirectory && path.IsEmpty)
            to.Write(e.MainThread?.Cwd is [.. { Length: > 0 } parent, (byte)'/'] ? parent : e.MainThread?.Cwd);
        else if (directory == CurrentDirectory)
            ToolPaths.WriteSeen(to, e.State.Compat, e.MainThread?.Cwd, path, utf8);
        else if (e.FindFd(directory) is not { } fd || fd.Name.Length == 0 && !e.State.Compat)
            ToolPaths.WriteSeen(to, e.State.Compat, unknown, path, utf8);
        else
            ToolPaths.WriteSeen(to, e.State.Compat, [.. fd.Name, (byte)'/'], path, utf8);
    }
}
