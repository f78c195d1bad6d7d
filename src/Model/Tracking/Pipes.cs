using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Calls that make two fds.</summary>
static class Pipes
{
    public static void OnPipe(StateEngine s)
    {
        if (s.Thread is null || s.Raw.Int64(0) < 0)
            return;
        var ino = s.Raw.UInt64(3);
        var flags = s.Raw.Code == EventCode.SyscallPipe2X ? s.Raw.UInt32(4) : 0;
        s.AddFd(s.Raw.Int64(1), new FdInfo { Type = FdType.Fifo, Ino = ino, OpenFlags = flags });
        s.AddFd(s.Raw.Int64(2), new FdInfo { Type = FdType.Fifo, Ino = ino, OpenFlags = flags });
    }

    public static void OnSocketPair(StateEngine s)
    {
        if (s.Thread is null || s.Raw.Int64(0) < 0)
            return;
        var (first, second) = (s.Raw.Int64(1), s.Raw.Int64(2));
        if (s.State.ExitOnly && first == second)
        {
            s.NoFd();
            return;
        }
        var fd = new FdInfo { Type = FdType.Unix, OpenFlags = Closes(s) ? CloseOnExec.Flag : 0 };
        Set(fd, SocketBytes.Unix.Source, s.Raw.Param(3));
        Set(fd, SocketBytes.Unix.Destination, s.Raw.Param(4));
        fd.ReadSocket();
        // The event is about the first, though the second is the thread's last fd then.
        s.AddFd(second, fd.Clone());
        s.AddFd(first, fd);
        s.Thread.LastFd = second;
    }

    static bool Closes(StateEngine s) => !s.State.Compat && CloseOnExec.IsOfSocket(s.EnterEvent() is { } enter ? enter.UInt32(1) : s.Raw.UInt32(6));

    static void Set(FdInfo fd, int at, ReadOnlySpan<byte> address)
    {
        if (address.Length == 8)
            fd.Socket.Set(at, address);
    }
}
