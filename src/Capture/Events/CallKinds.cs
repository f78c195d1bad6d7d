using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Capture.Events;

/// <summary>What a finished call does, by whichever of its names and whichever driver recorded it.</summary>
public enum CallKind : byte
{
    None,
    /// <summary>Opens a file by its path.</summary>
    Open,
    Accept, Connect, Fork, Exec,
    /// <summary>Moves bytes from an fd to the process.</summary>
    Read,
    /// <summary>Moves bytes from the process to an fd.</summary>
    Write,
    /// <summary>Moves bytes from fd to fd inside the kernel.</summary>
    Transfer,
    Remove, ChangeMode, ChangeOwner, MakeDirectory, Rename, Link,
}

/// <summary>The ends of system calls by what they do.</summary>
public static class CallKinds
{
    static readonly EventCode[][] s_codes = new EventCode[(int)CallKind.Link + 1][];
    static readonly CallKind[] s_kinds = Load();

    public static CallKind Of(EventCode code) => s_kinds[(int)code];

    /// <summary>The events of one kind.</summary>
    public static ReadOnlySpan<EventCode> Codes(CallKind kind) => s_codes[(int)kind];

    static CallKind[] Load()
    {
        Set(CallKind.None);
        Set(CallKind.Open, SyscallOpenX, SyscallOpenatX, SyscallOpenat_2X, SyscallOpenat2X, SyscallCreatX, SyscallOpenByHandleAtX);
        Set(CallKind.Accept, SocketAcceptX, SocketAccept_5X, SocketAccept4X, SocketAccept4_5X, SocketAccept4_6X);
        Set(CallKind.Connect, SocketConnectX);
        Set(CallKind.Fork, SyscallClone_11X, SyscallClone_16X, SyscallClone_17X, SyscallClone_20X, SyscallClone3X, SyscallForkX, SyscallFork_17X,
            SyscallFork_20X, SyscallVforkX, SyscallVfork_17X, SyscallVfork_20X);
        Set(CallKind.Exec, SyscallExecve_8X, SyscallExecve_13X, SyscallExecve_14X, SyscallExecve_15X, SyscallExecve_16X, SyscallExecve_17X,
            SyscallExecve_18X, SyscallExecve_19X, SyscallExecveatX);
        Set(CallKind.Read, SyscallReadX, SyscallReadvX, SyscallPreadX, SyscallPreadvX, SocketRecvX, SocketRecvfromX, SocketRecvmsgX, SocketRecvmmsgX);
        Set(CallKind.Write, SyscallWriteX, SyscallWritevX, SyscallPwriteX, SyscallPwritevX, SocketSendX, SocketSendtoX, SocketSendmsgX, SocketSendmmsgX);
        Set(CallKind.Transfer, SyscallSendfileX, SyscallCopyFileRangeX);
        Set(CallKind.Remove, SyscallUnlink_2X, SyscallUnlinkat_2X, SyscallRmdir_2X);
        Set(CallKind.ChangeMode, SyscallChmodX, SyscallFchmodX, SyscallFchmodatX);
        Set(CallKind.ChangeOwner, SyscallChownX, SyscallLchownX, SyscallFchownX, SyscallFchownatX);
        Set(CallKind.MakeDirectory, SyscallMkdir_2X, SyscallMkdiratX);
        Set(CallKind.Rename, SyscallRenameX, SyscallRenameatX, SyscallRenameat2X);
        Set(CallKind.Link, SyscallLink_2X, SyscallLinkat_2X, SyscallSymlinkX, SyscallSymlinkatX);
        var kinds = new CallKind[EventTable.Count];
        for (var kind = 0; kind < s_codes.Length; kind++)
            foreach (var code in s_codes[kind])
                kinds[(int)code] = (CallKind)kind;
        return kinds;
    }

    static void Set(CallKind kind, params EventCode[] codes) => s_codes[(int)kind] = codes;
}
