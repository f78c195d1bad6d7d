using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Tracking;

/// <summary>Which parser an event type goes to, by its code; what is left out changes no state.</summary>
sealed class ParserTable
{
    readonly Action<StateEngine>?[] _table = new Action<StateEngine>?[EventTable.Count];

    /// <summary>The parsers for a generation of captures.</summary>
    /// <param name="compat">What the tools don't look at is passed over.</param>
    public static Action<StateEngine>?[] Build(Generation generation, bool compat)
    {
        var table = new ParserTable();
        table.AddCommon();
        if (generation == Generation.ExitOnly)
            table.AddExitOnly();
        else
            table.AddPairs();
        if (generation != Generation.EnterExit)
            table.AddLater();
        if (generation == Generation.LaterEnterExit)
            table.AddLaterPairs();
        if (!compat && generation != Generation.ExitOnly)
            table.AddFlagsOfEnters();
        return table._table;
    }

    void On(Action<StateEngine> parser, params ReadOnlySpan<EventCode> codes)
    {
        foreach (var code in codes)
            _table[(int)code] = parser;
    }

    void AddCommon()
    {
        On(Files.OnOpen, SyscallOpenX, SyscallCreatX, SyscallOpenatX, SyscallOpenat_2X, SyscallOpenat2X);
        On(Descriptors.OnClose, SyscallCloseX);
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
        On(Execution.OnExecve, CallKinds.Codes(CallKind.Exec));
        On(Cloning.OnClone, CallKinds.Codes(CallKind.Fork));
        On(Cloning.OnExit, ProcexitE, Procexit_1E);
        On(Sockets.OnBind, SocketBindX);
        On(Sockets.OnAccept, SocketAcceptX, SocketAccept_5X, SocketAccept4X, SocketAccept4_5X);
        On(SocketTraffic.OnRead, SyscallReadX, SocketRecvX, SocketRecvfromX, SocketRecvmsgX, SyscallReadvX, SyscallPreadX, SyscallPreadvX);
        On(SocketTraffic.OnWrite, SyscallWriteX, SocketSendX, SocketSendtoX, SocketSendmsgX, SyscallWritevX, SyscallPwriteX, SyscallPwritevX);
        On(Scheduling.OnSwitch, Schedswitch_6E);
        On(Scheduling.OnTurn, Schedswitch_1E);
        On(Scheduling.OnProcessorTimes, ProcinfoE);
        On(Scheduling.OnMemory, SyscallBrk_4X, SyscallMmapX, SyscallMmap2X, SyscallMunmapX);
        On(Identities.OnSetUid, SyscallSetuidX, SyscallSetresuidX);
        On(Identities.OnSetGid, SyscallSetgidX, SyscallSetresgidX);
        On(Identities.OnSetSid, SyscallSetsidX);
        On(s => s.ForgetCalls(), DropE, DropX);
        On(ContainerEvents.OnContainer, ContainerE);
        On(ContainerEvents.OnContainerJson, ContainerJsonE, ContainerJson_2E);
    }

    void AddPairs()
    {
        On(s => s.Store(), SyscallOpenE, SyscallCreatE, SyscallOpenatE, SyscallOpenat_2E, SyscallOpenat2E, SocketSocketE, SyscallEventfdE,
            SyscallChdirE, SyscallFchdirE, SocketShutdownE, SyscallGetrlimitE, SyscallSetrlimitE, SyscallPrlimitE, SocketSendmsgE,
            SyscallSendfileE, SyscallSetresuidE, SyscallSetresgidE, SyscallSetuidE, SyscallSetgidE, SyscallExecve_18E, SyscallExecve_19E,
            SyscallExecveatE, SyscallSetpgidE);
        On(Descriptors.OnCloseEnter, SyscallCloseE);
        On(Fcntl.OnEnter, SyscallFcntlE);
        On(Fcntl.OnExit, SyscallFcntlX);
        On(Sockets.OnSocket, SocketSocketX);
        On(Connecting.OnEnter, SocketConnectE);
        On(Connecting.OnExit, SocketConnectX);
        On(Sockets.OnGetSockOpt, SocketGetsockoptX);
        On(SocketTraffic.OnSendToEnter, SocketSendtoE);
        On(Limits.OnLimit, SyscallGetrlimitX, SyscallSetrlimitX);
        On(Limits.OnProcessLimit, SyscallPrlimitX);
    }

    void AddLater()
    {
        On(Files.OnOpen, SyscallOpenByHandleAtX);
        On(Files.OnMemFd, SyscallMemfdCreateX);
        On(GroupedCloning.OnClone, CallKinds.Codes(CallKind.Fork));
        On(GroupedCloning.OnExit, ProcexitE, Procexit_1E);
        On(Descriptors.OnDup, SyscallDup_1X, SyscallDup2X, SyscallDup3X);
        On(Descriptors.OnEvent, SyscallEventfd2X);
        On(Descriptors.OnSignal, SyscallSignalfd4X);
        On(Descriptors.OnInotify, SyscallInotifyInit1X);
        On(Descriptors.OnEpoll, SyscallEpollCreateX, SyscallEpollCreate1X);
        On(Descriptors.OnBpf, SyscallBpf_2X);
        On(Descriptors.OnUserFault, SyscallUserfaultfdX);
        On(Descriptors.OnIoUring, SyscallIoUringSetupX);
        On(PidFds.OnOpen, SyscallPidfdOpenX);
        On(PidFds.OnGetFd, SyscallPidfdGetfdX);
        On(Pipes.OnPipe, SyscallPipe2X);
        On(Sockets.OnAccept, SocketAccept4_6X);
        On(Identities.OnCapset, SyscallCapsetX);
        On(Identities.OnNamespace, SyscallUnshareX, SyscallSetnsX);
        On(Reapers.OnPrctl, SyscallPrctlX);
        On(AccountEvents.OnUser, UserAddedE, UserDeletedE);
        On(AccountEvents.OnGroup, GroupAddedE, GroupDeletedE);
    }

    void AddLaterPairs()
    {
        On(s => s.Store(), SyscallEventfd2E, SyscallLinkE, SyscallLinkatE, SyscallMkdirE, SyscallRmdirE, SyscallUnlinkE, SyscallUnlinkatE,
            SyscallUnshareE, SyscallSetnsE);
        On(Descriptors.OnFdInExit, SyscallFchmodX, SyscallFchownX);
    }

    /// <summary>Enter events that say of a new fd whether execve closes it.</summary>
    void AddFlagsOfEnters() => On(s => s.Store(), SocketAccept4E, SocketAccept4_5E, SocketAccept4_6E, SyscallEpollCreate1E, SocketSocketpairE);

    void AddExitOnly()
    {
        On(s => s.Store(), SyscallOpenE, SyscallCreatE, SyscallOpenat_2E, SyscallOpenat2E, SyscallExecve_19E, SyscallExecveatE, SocketConnectE);
        On(Fcntl.OnLoneExit, SyscallFcntlX);
        On(CloseRange.OnExit, SyscallCloseRangeX);
        On(Sockets.OnLoneSocket, SocketSocketX);
        On(Connecting.OnLoneExit, SocketConnectX);
        On(SocketTraffic.OnRead, SocketRecvmmsgX);
        On(SocketTraffic.OnWrite, SocketSendmmsgX);
        On(Limits.OnLoneLimit, SyscallGetrlimitX, SyscallSetrlimitX);
        On(Limits.OnLoneProcessLimit, SyscallPrlimitX);
        On(Identities.OnSetUid, SyscallSetreuidX);
        On(Identities.OnSetGid, SyscallSetregidX);
    }
}
