using CSysdig.Capture.Events;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Tracking;

/// <summary>Where the exit events of newer drivers keep the fd that they are about (libs' get_exit_event_fd_location).</summary>
static class ExitFdTable
{
    /// <summary>By event code: the index of the parameter, or -1.</summary>
    public static sbyte[] Build()
    {
        var table = new sbyte[EventTable.Count];
        Array.Fill(table, (sbyte)-1);
        Set(table, 1, SyscallSetnsX, SocketListenX, SocketShutdownX, SyscallFchdirX, SyscallLseekX, SyscallLlseekX, SyscallIoctl_3X, SyscallFstatX,
            SyscallCloseX, SyscallGetdentsX, SyscallGetdents64X, SyscallFlockX, SyscallCopyFileRangeX, SyscallFcntlX, SyscallDup_1X,
            SyscallDup2X, SyscallDup3X, SyscallNewfstatatX, SyscallFchownatX, SyscallFchmodatX, SyscallMkdiratX, SyscallUnlinkat_2X,
            SyscallMknodatX, SocketSendmmsgX, SocketRecvmmsgX, SyscallIoUringRegisterX, SyscallIoUringEnterX, SocketSetsockoptX,
            SocketGetsockoptX, SyscallFsconfigX, SyscallFinitModuleX, SyscallFchmodX, SyscallFchownX);
        Set(table, 2, SyscallReadX, SyscallPreadX, SocketBindX, SyscallWriteX, SyscallPwriteX, SocketRecvX, SocketSendX, SocketSendtoX,
            SocketSendmsgX, SyscallSendfileX, SyscallSpliceX, SyscallWritevX, SyscallPwritevX, SocketConnectX, SyscallSymlinkatX);
        Set(table, 3, SocketRecvfromX, SyscallReadvX, SyscallPreadvX);
        Set(table, 5, SocketRecvmsgX);
        Set(table, 8, SyscallMmapX, SyscallMmap2X);
        return table;
    }

    static void Set(sbyte[] table, sbyte index, params ReadOnlySpan<EventCode> codes)
    {
        foreach (var code in codes)
            table[(int)code] = index;
    }
}
