using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Reads and writes: what they tell of a socket's addresses and of who is the server.</summary>
static class SocketTraffic
{
    public static void OnSendToEnter(StateEngine s)
    {
        Infer(s, fdAt: 0, tupleAt: 2, succeeded: true);
        s.Store();
    }

    /// <summary>A socket that was made before the capture: who sends to an address is taken for UDP.</summary>
    static void Infer(StateEngine s, int fdAt, int tupleAt, bool succeeded)
    {
        if (!succeeded || s.Fd is not null || s.Thread is null || s.Raw.Int64(fdAt) is not (>= 0 and var fd))
            return;
        var tuple = s.Raw.Param(tupleAt);
        if (tuple.Length > 0 && tuple[0] is Family.IPv4 or Family.IPv6)
            Sockets.Add(s, fd, tuple[0], type: 2, protocol: 17);
    }

    public static void OnRead(StateEngine s)
    {
        if (s.Fd is null || s.Raw.Int64(0) < 0)
            return;
        Connect(s);
        var tupleAt = s.Raw.Code switch
        {
            EventCode.SocketRecvfromX => 2,
            EventCode.SocketRecvmsgX => 3,
            EventCode.SocketRecvX or EventCode.SocketRecvmmsgX when s.State.ExitOnly => 4,
            _ => -1,
        };
        if (tupleAt >= 0 && LearnsTuple(s, s.Fd))
            Learn(s, s.Raw.Param(tupleAt), incoming: true);
    }

    public static void OnWrite(StateEngine s)
    {
        var isSend = s.Raw.Code is EventCode.SocketSendtoX or EventCode.SocketSendmsgX
            || s.State.ExitOnly && s.Raw.Code is EventCode.SocketSendX or EventCode.SocketSendmmsgX;
        if (isSend && s.State.ExitOnly && s.Raw.Code != EventCode.SocketSendmmsgX)
            Infer(s, fdAt: 2, tupleAt: 4, s.Raw.Int64(0) >= 0);
        if (s.Fd is null || s.Raw.Int64(0) < 0)
            return;
        Connect(s);
        if (!isSend || !LearnsTuple(s, s.Fd))
            return;
        if (s.State.ExitOnly)
            Learn(s, s.Raw.Param(4), incoming: false);
        else if (s.EnterEvent() is { } enter)
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
    static bool LearnsTuple(StateEngine s, FdInfo fd) => fd.Name.Length == 0 || fd.Type switch
    {
        FdType.IPv4 => fd.Socket[SocketBytes.V4.Protocol] != L4.Tcp,
        FdType.IPv6 => s.State.Compat || fd.Socket[SocketBytes.V6.Protocol] != L4.Tcp,
        _ => true,
    };

    /// <summary>Whatever goes through this connection, it stays as it is known.</summary>
    public static bool IsSettled(FdInfo fd) => fd.Name.Length > 0 && (fd.Flags & (FdFlags.Pending | FdFlags.Failed)) == 0
        && fd.Socket[fd.Type == FdType.IPv4 ? SocketBytes.V4.Protocol : SocketBytes.V6.Protocol] == L4.Tcp;

    static void Learn(StateEngine s, ReadOnlySpan<byte> tuple, bool incoming)
    {
        if (!SocketTuples.IsWhole(tuple) || SocketTuples.IsSame(s.Fd!, tuple))
            return;
        switch (tuple[0])
        {
            case Family.Unix:
                LearnUnix(s, tuple, incoming);
                return;
            case Family.IPv4 or Family.IPv6:
                LearnTuple(s, tuple, incoming);
                return;
            default:
                s.Rename(s.SocketNames.OfTuple(tuple));
                return;
        }
    }

    static void LearnUnix(StateEngine s, ReadOnlySpan<byte> tuple, bool incoming)
    {
        var now = s.Fd!;
        ReadOnlySpan<byte> bytes = now.Socket;
        var name = s.SocketNames.OfTuple(tuple, ofEnter: !incoming && !s.State.ExitOnly);
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
        var now = s.Fd!;
        if (now.SaysNothingNew(tuple, incoming))
            return;
        // Where the role is known the new addresses are worked out beside: a socket that always sends to the same peer stays as it is.
        var hasRole = now.HasRole;
        var fd = hasRole ? s.Scratch(now) : s.EditFd();
        var changed = Take(s, fd, tuple, incoming);
        if (hasRole)
        {
            if (fd.Type == now.Type && ((ReadOnlySpan<byte>)fd.Socket).SequenceEqual(now.Socket) && now.Name.Length > 0)
            {
                now.NothingNew(tuple, incoming);
                return;
            }
            var kept = s.EditFd();
            kept.Type = fd.Type;
            kept.Socket = fd.Socket;
            fd = kept;
        }
        if (changed)
            fd.Name = fd.Type is FdType.IPv4 or FdType.IPv6 ? s.SocketNames.OfFd(fd) : s.SocketNames.OfTuple(tuple);
        fd.ReadSocket();
    }

    /// <summary>Takes the addresses of a tuple and guesses the role; false when they are there already.</summary>
    static bool Take(StateEngine s, FdInfo fd, ReadOnlySpan<byte> tuple, bool incoming)
    {
        if (s.State.Compat)
            ChangeTypeOnly(fd, tuple);
        else
            SocketLayout.Change(fd, SocketTuples.TypeOf(tuple), compat: false);
        // What is known of the peer is what the last datagram said; 0.29.3 keeps the first.
        if (!SocketTuples.Set(fd, tuple, !s.State.Compat ? Known.GivesToKnown : s.IsLater ? Known.Gives : Known.Stays))
            return false;
        AssumeUdp(fd);
        s.Interfaces.Complete(fd);
        if (fd.Type is not (FdType.IPv4 or FdType.IPv6))
            return true;
        if (!fd.HasRole)
            SocketRoles.Guess(fd, s.FdTable!, incoming, s.State.Compat);
        if (incoming ? fd.IsClient : fd.IsServer)
            SocketRoles.Swap(fd);
        return true;
    }

    /// <summary>0.29.3 reads the bytes of the type before anew, and keeps a bound IPv6 socket a server socket.</summary>
    static void ChangeTypeOnly(FdInfo fd, ReadOnlySpan<byte> tuple)
    {
        if (tuple[0] == Family.IPv4 && fd.Type == FdType.IPv4Server)
            fd.Socket.Set(SocketBytes.V4.Protocol, [fd.Socket[SocketBytes.V4Server.Protocol]]);
        if (SocketTuples.TypeOf(tuple) == FdType.IPv4)
            fd.Type = FdType.IPv4;
    }

    /// <summary>An address that comes with data belongs to UDP where the protocol isn't known.</summary>
    static void AssumeUdp(FdInfo fd)
    {
        var at = fd.Type switch { FdType.IPv4 => SocketBytes.V4.Protocol, FdType.IPv6 => SocketBytes.V6.Protocol, _ => -1 };
        if (at >= 0 && fd.Socket[at] == L4.Unknown)
            fd.Socket[at] = L4.Udp;
    }
}
