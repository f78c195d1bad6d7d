using CSysdig.Capture.Events;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Parsing;

/// <summary>Which parser an event type goes to, by its code.</summary>
static class ParserTable
{
    public static Action<StateEngine>?[] Build()
    {
        var table = new Action<StateEngine>?[EventTable.Count];
        void On(Action<StateEngine> parser, params ReadOnlySpan<EventCode> codes)
        {
            foreach (var code in codes)
                table[(int)code] = parser;
        }

        On(s => s.Store(), SyscallOpenE, SyscallCreatE, SyscallOpenatE, SyscallOpenat_2E, SyscallOpenat2E, SocketSocketE, SyscallEventfdE,
            SyscallChdirE, SyscallFchdirE, SocketShutdownE, SyscallGetrlimitE, SyscallSetrlimitE, SyscallPrlimitE, SocketSendmsgE,
            SyscallSendfileE, SyscallSetresuidE, SyscallSetresgidE, SyscallSetuidE, SyscallSetgidE, SyscallExecve_18E, SyscallExecve_19E,
            SyscallExecveatE, SyscallSetpgidE);
        On(Files.OnOpen, SyscallOpenX, SyscallCreatX, SyscallOpenatX, SyscallOpenat_2X, SyscallOpenat2X);
        On(Descriptors.OnCloseEnter, SyscallCloseE);
        On(Descriptors.OnClose, SyscallCloseX);
        On(Descriptors.OnFcntlEnter, SyscallFcntlE);
        On(Descriptors.OnFcntl, SyscallFcntlX);
        On(Descriptors.OnDup, SyscallDupX);
        On(Descriptors.OnEvent, SyscallEventfdX);
        On(Descriptors.OnSignal, SyscallSignalfdX);
        On(Descriptors.OnTimer, SyscallTimerfdCreateX);
        On(Descriptors.OnInotify, SyscallInotifyInitX);
        On(Pipes.OnPipe, SyscallPipeX);
        On(Pipes.OnSocketPair, SocketSocketpairX);
        On(Directories.OnChdir, SyscallChdirX, SyscallGetcwdX);
        On(Directories.OnFchdir, SyscallFchdirX);
        On(Directories.OnChroot, SyscallChrootX);
        On(Cloning.OnClone, SyscallClone_11X, SyscallClone_16X, SyscallClone_17X, SyscallClone_20X, SyscallForkX, SyscallFork_17X, SyscallFork_20X,
            SyscallVforkX, SyscallVfork_17X, SyscallVfork_20X, SyscallClone3X);
        On(Execution.OnExecve, SyscallExecve_8X, SyscallExecve_13X, SyscallExecve_14X, SyscallExecve_15X, SyscallExecve_16X, SyscallExecve_17X,
            SyscallExecve_18X, SyscallExecve_19X, SyscallExecveatX);
        On(Cloning.OnExit, ProcexitE, Procexit_1E);
        On(Sockets.OnSocket, SocketSocketX);
        On(Sockets.OnBind, SocketBindX);
        On(Sockets.OnConnectEnter, SocketConnectE);
        On(Sockets.OnConnect, SocketConnectX);
        On(Sockets.OnAccept, SocketAcceptX, SocketAccept_5X, SocketAccept4X, SocketAccept4_5X);
        On(Sockets.OnGetSockOpt, SocketGetsockoptX);
        On(SocketTraffic.OnSendToEnter, SocketSendtoE);
        On(SocketTraffic.OnRead, SyscallReadX, SocketRecvX, SocketRecvfromX, SocketRecvmsgX, SyscallReadvX, SyscallPreadX, SyscallPreadvX);
        On(SocketTraffic.OnWrite, SyscallWriteX, SocketSendX, SocketSendtoX, SocketSendmsgX, SyscallWritevX, SyscallPwriteX, SyscallPwritevX);
        On(Limits.OnLimit, SyscallGetrlimitX, SyscallSetrlimitX);
        On(Limits.OnProcessLimit, SyscallPrlimitX);
        On(Scheduling.OnSwitch, Schedswitch_6E);
        On(Scheduling.OnMemory, SyscallBrk_4X, SyscallMmapX, SyscallMmap2X, SyscallMunmapX);
        On(Identities.OnSetUid, SyscallSetuidX, SyscallSetresuidX);
        On(Identities.OnSetGid, SyscallSetgidX, SyscallSetresgidX);
        On(Identities.OnSetSid, SyscallSetsidX);
        On(Containers.OnContainer, ContainerE);
        On(Containers.OnContainerJson, ContainerJsonE, ContainerJson_2E);
        return table;
    }

    /// <summary>
    /// The flags of every type as 0.29.3 has them. Later tables leave out that reading from and writing to a socket changes
    /// state, and count more calls among those that use an fd.
    /// </summary>
    public static EventFlags[] Flags()
    {
        var flags = new EventFlags[EventTable.Count];
        for (var i = 0; i < flags.Length; i++)
            flags[i] = EventTable.All[i].Flags;
        foreach (var code in (ReadOnlySpan<EventCode>)[SocketSendtoE, SocketRecvfromE, SocketSendmsgE, SocketRecvmsgE, SyscallSetpgidE, SyscallSetpgidX])
            flags[(int)code] |= EventFlags.ModifiesState;
        foreach (var code in (ReadOnlySpan<EventCode>)[SyscallMmapE, SyscallMmapX, SyscallMmap2E, SyscallMmap2X, SyscallSymlinkatX, SyscallUnlinkat_2X,
            SyscallMkdiratX, SyscallFchmodatX, SyscallFchmodX])
            flags[(int)code] &= ~EventFlags.UsesFd;
        return flags;
    }

    public static bool IsCloneExit(EventCode code) => code is SyscallClone_11X or SyscallClone_16X or SyscallClone_17X or SyscallClone_20X
        or SyscallForkX or SyscallFork_17X or SyscallFork_20X or SyscallVforkX or SyscallVfork_17X or SyscallVfork_20X or SyscallClone3X;
}
