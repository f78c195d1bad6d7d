using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using static CSysdig.Model.Making.MadeEvents;

namespace CSysdig.Model.Making;

/// <summary>Fds of every type that events can open, as the calls that open them.</summary>
sealed class MadeFds(MadeEvents events)
{
    const uint DirectoryFlag = 1 << 10;

    readonly MadeSockets _sockets = new(events);

    /// <summary>Opens the fd in a thread; one whose type no call here can give it is closed, so that it has no name instead of an old one.</summary>
    public void Open(long tid, long number, FdInfo fd)
    {
        byte[] result = Bytes(number);
        switch (fd.Type)
        {
            case FdType.IPv4 or FdType.IPv6 or FdType.IPv4Server or FdType.IPv6Server or FdType.Unix or FdType.Netlink:
                _sockets.Open(tid, number, fd);
                break;
            case FdType.File or FdType.FileV2 or FdType.Directory when fd.Name is [(byte)'/', ..]:
                OpenFile(tid, result, fd);
                break;
            case FdType.Fifo:
                events.Call(EventCode.SyscallPipeE, tid, [], [Bytes(0L), result, result, Bytes(fd.Ino)]);
                break;
            case FdType.Event:
                events.Call(EventCode.SyscallEventfdE, tid, [Bytes(0L), Bytes(0u)], events.ExitOnly ? [result, Bytes(0L), Bytes(0u)] : [result]);
                break;
            case FdType.SignalFd:
                events.Call(EventCode.SyscallSignalfdE, tid, [Bytes(-1L), Bytes(0u), [0]], events.ExitOnly ? [result, Bytes(-1L), Bytes(0u), [0]] : [result]);
                break;
            case FdType.TimerFd:
                events.Call(EventCode.SyscallTimerfdCreateE, tid, [[0], [0]], events.ExitOnly ? [result, [0], [0]] : [result]);
                break;
            case FdType.Inotify:
                events.Call(EventCode.SyscallInotifyInitE, tid, [[0]], events.ExitOnly ? [result, [0]] : [result]);
                break;
            default:
                Close(tid, number);
                break;
        }
    }

    /// <summary>Nothing is open under this number.</summary>
    public void Close(long tid, long number)
    {
        var fd = Bytes(number);
        events.Call(EventCode.SyscallCloseE, tid, [fd], events.ExitOnly ? [Bytes(0L), fd] : [Bytes(0L)]);
    }

    void OpenFile(long tid, byte[] result, FdInfo fd)
    {
        byte[] name = Terminated(fd.Name), flags = Bytes(fd.Type == FdType.Directory ? fd.OpenFlags | DirectoryFlag : fd.OpenFlags), mode = Bytes(0u), dev = Bytes(fd.Dev);
        events.Call(EventCode.SyscallOpenE, tid, [name, flags, mode],
            events.IsOlder ? [result, name, flags, mode, dev] : [result, name, flags, mode, dev, Bytes(fd.Ino)]);
    }
}
