using CSysdig.Capture.Events;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Capture.Live.Encoders;

/// <summary>What a call may change of what is known (record.h).</summary>
[Flags]
enum Changes : byte
{
    None, FirstArgument = 1, Result = 2, All = 4,
}

/// <summary>What a call has to do with fds, as far as the probe must know to leave it out, or to see that something has changed.</summary>
static class FdUse
{
    public const byte None = 0xFF, Any = 0xFE;

    const EventFlags Fds = EventFlags.CreatesFd | EventFlags.DestroysFd | EventFlags.UsesFd;

    /// <summary>Which argument is the fd that the event is about; where that is not plain the probe does not judge by it.</summary>
    public static byte Of(EventCode code, ParamSource[] sources)
    {
        var info = EventTable.Get(code);
        if ((info.Flags & Fds) == 0)
            return None;
        var fds = sources.Where((_, i) => i < info.Params.Length && info.Params[i].Type == ParamType.Fd).ToArray();
        return fds is [{ Maker: ParamMaker.Number, A: { Kind: OperandKind.Int, Index: 0 or 4 } }] ? fds[0].A.Index : Any;
    }

    /// <summary>Threads' and processes' births, execs and ends are not calls to the probe.</summary>
    public static Changes ChangesOf(EventCode code)
    {
        var flags = EventTable.Get(code).Flags;
        if ((flags & (EventFlags.CreatesFd | EventFlags.DestroysFd | EventFlags.ModifiesState)) == 0)
            return Changes.None;
        return code switch
        {
            SyscallClone_20X or SyscallFork_20X or SyscallVfork_20X or SyscallClone3X => Changes.None,
            // What they tell of a socket is of those alone that nobody marks: not TCP.
            SocketSendtoX or SocketRecvfromX or SocketSendmsgX or SocketRecvmsgX or SocketSendmmsgX or SocketRecvmmsgX => Changes.None,
            SyscallCloseX or SocketBindX or SocketConnectX or SocketShutdownX or SocketGetsockoptX => Changes.FirstArgument,
            SyscallFcntlX => Changes.FirstArgument | Changes.Result,
            SyscallPipeX or SyscallPipe2X or SocketSocketpairX => Changes.All,
            _ => (flags & EventFlags.CreatesFd) != 0 ? Changes.Result : Changes.All,
        };
    }
}
