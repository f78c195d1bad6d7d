using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Which fds an execve closes. The tools follow it in captures of exits only.</summary>
static class CloseOnExec
{
    /// <summary>O_CLOEXEC as captures hold it.</summary>
    public const uint Flag = 1 << 12;

    const uint EpollFlag = 1, MemFdFlag = 1;
    /// <summary>SOCK_CLOEXEC in the type of a socket, as programs give it.</summary>
    const uint SocketFlag = 0x80000;

    /// <summary>Closes what is to be closed.</summary>
    public static void Apply(StateEngine s, FdTable table)
    {
        foreach (var (fd, info) in table.Open.ToArray())
            if (IsSet(info))
                table.Remove(fd, s.Number, s.State.KeepHistory);
    }

    public static void Set(FdInfo info, bool on)
    {
        info.OpenFlags &= ~(Flag | OwnFlag(info.Type));
        if (on)
            info.OpenFlags |= Flag;
    }

    public static bool IsSet(FdInfo info) => (info.OpenFlags & (Flag | OwnFlag(info.Type))) != 0;

    /// <summary>A socket's type asks for it.</summary>
    public static bool IsOfSocket(uint type) => (type & SocketFlag) != 0;

    /// <summary>The flag where accept4 asks for it: its exit tells, or its enter event.</summary>
    public static uint OfAccept(StateEngine s) => s.Raw.Code == EventCode.SocketAccept4_6X && s.Raw.ParamCount > 5
        ? s.State.ExitOnly || !s.State.Compat ? s.Raw.UInt32(5) & Flag : 0
        : s.EnterEvent() is { } enter ? enter.UInt32(0) & Flag : 0;

    static uint OwnFlag(FdType type) => type switch { FdType.EventPoll => EpollFlag, FdType.MemFd => MemFdFlag, _ => 0 };
}
