using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Parsing;

/// <summary>Fds that are closed, doubled, or made without a name.</summary>
static class Descriptors
{
    const byte DupFd = 1, DupFdCloseOnExec = 26;

    public static void OnCloseEnter(StateEngine s)
    {
        if (s.Fd is not null)
            s.FdTable!.SetClosing(s.FdNumber, CloseState.InProgress);
    }

    public static void OnClose(StateEngine s)
    {
        if (s.Thread is not { } thread || s.Fd is null)
            return;
        if (s.Raw.Int64(0) >= 0)
            s.RemoveFdLater(thread, thread.LastFd);
        else
            s.FdTable!.SetClosing(s.FdNumber, CloseState.None);
    }

    public static void OnFcntlEnter(StateEngine s)
    {
        if (s.Raw.UInt8(1) is DupFd or DupFdCloseOnExec)
            s.Store();
    }

    public static void OnFcntl(StateEngine s)
    {
        if (s.EnterEvent() is not null && s.Raw.Int64(0) is var fd and >= 0 && s.Fd is not null)
            s.AddFd(fd, s.Fd.Clone(), isCopy: true);
    }

    public static void OnDup(StateEngine s)
    {
        if (s.Thread is not { } thread || s.Raw.Int64(0) is not (>= 0 and var fd))
            return;
        MarkShellPipe(s, thread, fd);
        if (s.Fd is not null)
            s.AddFd(fd, s.Fd.Clone(), isCopy: true);
    }

    public static void OnEvent(StateEngine s) => Make(s, FdType.Event);
    public static void OnSignal(StateEngine s) => Make(s, FdType.SignalFd);
    public static void OnTimer(StateEngine s) => Make(s, FdType.TimerFd);
    public static void OnInotify(StateEngine s) => Make(s, FdType.Inotify);

    static void Make(StateEngine s, FdType type)
    {
        if (s.Thread is not null && s.Raw.Int64(0) is var fd and >= 0)
            s.AddFd(fd, new FdInfo { Type = type });
    }

    /// <summary>Standard input or output that comes from a dup is a sign of a shell's pipe.</summary>
    static void MarkShellPipe(StateEngine s, TrackedThread thread, long fd)
    {
        var flag = fd switch { 0 => CloneFlags.PipeDestination, 1 => CloneFlags.PipeSource, _ => 0u };
        if ((thread.Newest.Flags & flag) != flag)
            s.Edit(thread).Flags |= flag;
    }
}
