using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Parsing;

/// <summary>Reads and writes: what they tell of a socket's addresses and of who is the server.</summary>
static class SocketTraffic
{
    public static void OnSendToEnter(StateEngine s)
    {
        // A socket that was made before the capture: sendto is taken for UDP.
        if (s.Fd is null && s.Thread is not null && s.Raw.Int64(0) is var fd and >= 0
            && s.Raw.Param(2) is { Length: > 0 } tuple && tuple[0] is Family.IPv4 or Family.IPv6)
            Sockets.Add(s, fd, s.Raw.Param(2)[0], type: 2, protocol: 17);
        s.Store();
    }

    public static void OnRead(StateEngine s)
    {
        if (s.Fd is null || s.Raw.Int64(0) < 0)
            return;
        Connect(s);
        var tupleAt = s.Raw.Code switch { EventCode.SocketRecvfromX => 2, EventCode.SocketRecvmsgX => 3, _ => -1 };
        if (tupleAt >= 0 && LearnsTuple(s.Fd))
            Learn(s, s.Raw.Param(tupleAt), incoming: true);
    }

    public static void OnWrite(StateEngine s)
    {
        if (s.Fd is null || s.Raw.Int64(0) < 0)
            return;
        Connect(s);
        if (s.Raw.Code is EventCode.SocketSendtoX or EventCode.SocketSendmsgX && LearnsTuple(s.Fd) && s.EnterEvent() is { } enter)
            Learn(s, enter.Param(2), incoming: false);
    }

    /// <summary>Traffic says that a socket is connected.</summary>
    static void Connect(StateEngine s)
    {
        if (s.Fd!.Type is not (FdType.IPv4 or FdType.IPv6)
            || (s.Fd.Flags & (FdFlags.Connected | FdFlags.Pending | FdFlags.Failed)) == FdFlags.Connected)
            return;
        var fd = s.EditFd();
        fd.Flags = fd.Flags & ~(FdFlags.Pending | FdFlags.Failed) | FdFlags.Connected;
    }

    /// <summary>The tuple of a TCP socket can't change once it is known.</summary>
    static bool LearnsTuple(FdInfo fd) => fd.Name.Length == 0 || fd.Type != FdType.IPv4 || fd.Socket[SocketBytes.V4.Protocol] != L4.Tcp;

    static void Learn(StateEngine s, ReadOnlySpan<byte> tuple, bool incoming)
    {
        if (!SocketTuples.IsWhole(tuple) || SocketTuples.IsSame(s.Fd!, tuple))
            return;
        switch (tuple[0])
        {
            case Family.Unix:
                LearnUnix(s, tuple);
                return;
            case Family.IPv4 or Family.IPv6:
                LearnTuple(s, tuple, incoming);
                return;
            default:
                s.Rename(SocketNames.OfSockTuple(tuple));
                return;
        }
    }

    static void LearnUnix(StateEngine s, ReadOnlySpan<byte> tuple)
    {
        var now = s.Fd!;
        ReadOnlySpan<byte> bytes = now.Socket;
        var name = SocketNames.OfSockTuple(tuple);
        if (now.Type == FdType.Unix && tuple.Slice(1, 16).SequenceEqual(bytes[..16]) && name.AsSpan().SequenceEqual(now.Name))
            return;
        var fd = s.EditFd();
        fd.Type = FdType.Unix;
        SocketTuples.SetUnix(fd, tuple);
        fd.Name = name;
        fd.ReadSocket();
    }

    static void LearnTuple(StateEngine s, ReadOnlySpan<byte> tuple, bool incoming)
    {
        var fd = s.EditFd();
        if (tuple[0] == Family.IPv4 && fd.Type == FdType.IPv4Server)
            fd.Socket.Set(SocketBytes.V4.Protocol, [fd.Socket[SocketBytes.V4Server.Protocol]]);
        // An IPv6 tuple leaves the type as it is: libs keeps a bound IPv6 socket a server socket.
        if (tuple[0] == Family.IPv4 || SocketTuples.IsMapped(tuple))
            fd.Type = FdType.IPv4;
        if (SocketTuples.Set(fd, tuple))
        {
            AssumeUdp(fd);
            s.Interfaces.Complete(fd);
            if (fd.Type is FdType.IPv4 or FdType.IPv6)
            {
                if (!fd.HasRole)
                    SocketRoles.Guess(fd, s.FdTable!, incoming);
                if (incoming ? fd.IsClient : fd.IsServer)
                    SocketRoles.Swap(fd);
                fd.Name = SocketNames.OfTuple(fd, fd.Name);
            }
            else
                fd.Name = SocketNames.OfSockTuple(tuple);
        }
        fd.ReadSocket();
    }

    /// <summary>An address that comes with data belongs to UDP where the protocol isn't known.</summary>
    static void AssumeUdp(FdInfo fd)
    {
        var at = fd.Type switch { FdType.IPv4 => SocketBytes.V4.Protocol, FdType.IPv6 => SocketBytes.V6.Protocol, _ => -1 };
        if (at >= 0 && fd.Socket[at] == L4.Unknown)
            fd.Socket[at] = L4.Udp;
    }
}
