using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Fds that are closed, doubled, or made without a name.</summary>
static class Descriptors
{
    const uint EpollCloseOnExec = 1;

    public static void OnCloseEnter(StateEngine s)
    {
        if (s.Fd is not null)
            s.FdTable!.SetClosing(s.FdNumber, s.FdTable.Closing(s.FdNumber) | CloseState.InProgress);
    }

    public static void OnClose(StateEngine s)
    {
        if (s.Thread is not { } thread || s.Fd is null)
            return;
        // The kernel frees the number whatever close returns, or never had it open.
        if (!s.State.Compat)
            s.RemoveFdLater(thread, s.FdNumber);
        else if (s.Raw.Int64(0) >= 0)
            s.RemoveFdLater(thread, thread.LastFd);
        else
            s.FdTable!.SetClosing(s.FdNumber, s.FdTable.Closing(s.FdNumber) & ~CloseState.InProgress);
    }

    public static void OnDup(StateEngine s)
    {
        if (s.Thread is not { } thread || s.Raw.Int64(0) is not (>= 0 and var fd))
            return;
        MarkShellPipe(s, thread, fd);
        if (s.Fd is not { } source)
            return;
        var copy = source.Clone();
        if (s.State.ExitOnly || !s.State.Compat)
            CloseOnExec.Set(copy, s.Raw.Code == EventCode.SyscallDup3X && (s.Raw.UInt32(3) & CloseOnExec.Flag) != 0);
        else if (s.Raw.Code == EventCode.SyscallDup3X)
            copy.OpenFlags = s.Raw.UInt32(3) is var flags && flags != 0 ? copy.OpenFlags | flags : copy.OpenFlags & ~CloseOnExec.Flag;
        s.AddFd(fd, copy, isCopy: true);
    }

    public static void OnEvent(StateEngine s) => Make(s, FdType.Event, s.Raw.Code == EventCode.SyscallEventfd2X ? s.Raw.UInt16(1) : 0u);

    public static void OnSignal(StateEngine s) => Make(s, FdType.SignalFd, s.Raw.Code == EventCode.SyscallSignalfd4X ? s.Raw.UInt16(1) : 0u);

    public static void OnTimer(StateEngine s) => Make(s, FdType.TimerFd, s.State.ExitOnly ? s.Raw.UInt8(2) : 0u);

    public static void OnInotify(StateEngine s) => Make(s, FdType.Inotify, s.Raw.Code == EventCode.SyscallInotifyInit1X ? s.Raw.UInt16(1) : 0u);

    public static void OnEpoll(StateEngine s)
    {
        var flags = s.Raw.Code != EventCode.SyscallEpollCreate1X ? 0 : s.Raw.ParamCount > 1 ? s.Raw.UInt32(1) : s.EnterEvent()?.UInt32(0) ?? 0;
        Make(s, FdType.EventPoll, (flags & EpollCloseOnExec) != 0 ? CloseOnExec.Flag : 0);
    }

    /// <summary>The kernel makes fds of this kind so that execve closes them, whatever it is asked.</summary>
    static uint AlwaysClosed(StateEngine s) => s.State.Compat ? 0 : CloseOnExec.Flag;

    public static void OnBpf(StateEngine s) => Make(s, FdType.Bpf, AlwaysClosed(s));
    public static void OnUserFault(StateEngine s) => Make(s, FdType.UserFaultFd, s.State.Compat ? 0 : s.Raw.UInt32(1));
    public static void OnIoUring(StateEngine s) => Make(s, FdType.IoUring, AlwaysClosed(s));

    /// <summary>fchmod and fchown of the time between: their fd stands in the exit, and nothing marks it as one.</summary>
    public static void OnFdInExit(StateEngine s)
    {
        if (s.Thread is not { } thread)
            return;
        thread.LastFd = s.Raw.Int64(1);
        s.SetFd(thread, thread.LastFd);
    }

    static void Make(StateEngine s, FdType type, uint openFlags)
    {
        if (s.Thread is not null && s.Raw.Int64(0) is var fd and >= 0)
            s.AddFd(fd, new FdInfo { Type = type, OpenFlags = openFlags });
    }

    /// <summary>Standard input or output that comes from a dup is a sign of a shell's pipe.</summary>
    static void MarkShellPipe(StateEngine s, FollowedThread thread, long fd)
    {
        var flag = fd switch { 0 => CloneFlags.PipeDestination, 1 => CloneFlags.PipeSource, _ => 0u };
        if ((thread.Newest.Flags & flag) != flag && !(s.State.ExitOnly && s.Fd is null))
            s.Threads.Edit(thread).Flags |= flag;
    }
}
