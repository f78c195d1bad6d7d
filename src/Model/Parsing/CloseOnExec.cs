using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Parsing;

/// <summary>Which fds an execve closes. Only libs for exit-only captures follows it.</summary>
static class CloseOnExec
{
    /// <summary>O_CLOEXEC as captures hold it.</summary>
    public const uint Flag = 1 << 12;

    const uint EpollFlag = 1, MemFdFlag = 1;
    const byte SetFd = 3;

    /// <summary>Closes what is to be closed.</summary>
    public static void Apply(StateEngine s, FdTable table)
    {
        foreach (var (fd, info) in table.Open.ToArray())
            if (IsSet(info))
                table.Remove(fd, s.Number, s.State.KeepHistory);
    }

    public static void Set(FdInfo info, bool on)
    {
        info.OpenFlags &= ~(Flag | EpollFlag | MemFdFlag);
        if (on)
            info.OpenFlags |= Flag;
    }

    /// <summary>fcntl(F_SETFD).</summary>
    public static bool IsSetFd(byte command) => command == SetFd;

    static bool IsSet(FdInfo info) => (info.OpenFlags & Flag) != 0
        || info.Type == FdType.EventPoll && (info.OpenFlags & EpollFlag) != 0
        || info.Type == FdType.MemFd && (info.OpenFlags & MemFdFlag) != 0;
}
