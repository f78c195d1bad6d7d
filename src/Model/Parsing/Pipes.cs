using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Parsing;

/// <summary>Calls that make two fds.</summary>
static class Pipes
{
    public static void OnPipe(StateEngine s)
    {
        if (s.Thread is null || s.Raw.Int64(0) < 0)
            return;
        var ino = s.Raw.UInt64(3);
        s.AddFd(s.Raw.Int64(1), new FdInfo { Type = FdType.Fifo, Ino = ino });
        s.AddFd(s.Raw.Int64(2), new FdInfo { Type = FdType.Fifo, Ino = ino });
    }

    public static void OnSocketPair(StateEngine s)
    {
        if (s.Thread is null || s.Raw.Int64(0) < 0)
            return;
        var fd = new FdInfo { Type = FdType.Unix };
        fd.Socket.Set(SocketBytes.Unix.Source, s.Raw.Param(3) is { Length: 8 } source ? source : new byte[8]);
        fd.Socket.Set(SocketBytes.Unix.Destination, s.Raw.Param(4) is { Length: 8 } peer ? peer : new byte[8]);
        fd.ReadSocket();
        var (first, second) = (s.Raw.Int64(1), s.Raw.Int64(2));
        // The event is about the first, though the second is what the thread's last fd is then.
        s.AddFd(second, fd.Clone());
        s.AddFd(first, fd);
        s.Thread.LastFd = second;
    }
}
