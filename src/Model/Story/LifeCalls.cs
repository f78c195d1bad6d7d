using CSysdig.Capture.Events;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Story;

/// <summary>The exits of calls that connections and processes begin with, of drivers of all ages.</summary>
static class LifeCalls
{
    public static bool IsAccept(EventCode code) =>
        code is SocketAcceptX or SocketAccept_5X or SocketAccept4X or SocketAccept4_5X or SocketAccept4_6X;

    public static bool IsFork(EventCode code) =>
        code is SyscallClone_11X or SyscallClone_16X or SyscallClone_17X or SyscallClone_20X or SyscallClone3X or SyscallForkX or SyscallFork_17X
            or SyscallFork_20X or SyscallVforkX or SyscallVfork_17X or SyscallVfork_20X;

    public static bool IsExec(EventCode code) =>
        code is SyscallExecve_8X or SyscallExecve_13X or SyscallExecve_14X or SyscallExecve_15X or SyscallExecve_16X or SyscallExecve_17X
            or SyscallExecve_18X or SyscallExecve_19X or SyscallExecveatX;
}
