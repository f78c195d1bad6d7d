using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>connect: who is talked to, and that the process is the client.</summary>
static class Connecting
{
    const int InProgress = -115, IsConnected = -106;
    /// <summary>Where the path begins in the tuple of a unix socket, behind the family and two addresses in the kernel.</summary>
    const int UnixPath = 17;

    /// <summary>
    /// Whether a connection is followed as the capture's own tool does. Of captures that only that tool reads, datagrams' sockets still are:
    /// their connect reaches nobody, and the address that it was for stands in the event.
    /// </summary>
    static bool AsTool(StateEngine s) => s.State.Compat
        || s.State.Generation == Generation.LaterEnterExit && s.Fd is { Type: FdType.IPv4 or FdType.IPv6 } fd && Protocol(fd) != L4.Tcp;

    public static void OnEnter(StateEngine s)
    {
        if (s.Fd is null)
            return;
        if (!AsTool(s))
            s.Store();
        if (s.Raw.ParamCount >= 2)
            Aim(s, s.Raw.Param(1));
        else if (s.IsLater && AsTool(s))
            ForgetDestination(s);
    }

    public static void OnExit(StateEngine s)
    {
        var forced = false;
        if (s.IsLater && s.Thread is { } thread && s.Fd is null && s.Raw.ParamCount > 2)
        {
            // The enter event was lost, but later drivers put the fd into the exit too.
            if (s.Raw.Int64(2) is not (>= 0 and var number))
                return;
            thread.LastFd = number;
            s.SetFd(thread, number);
            forced = true;
        }
        if (!AsTool(s))
            Connect(s, s.EnterEvent() is { } enter ? enter.Param(1) : default);
        else if (s.Fd is not null && MarkConnected(s) && s.Raw.Param(1) is var tuple && SocketTuples.IsWhole(tuple))
            Fill(s, tuple, forced ? Known.Gives : Known.Stays);
    }

    /// <summary>The exit of a newer driver: its tuple replaces what was known of the destination.</summary>
    public static void OnLoneExit(StateEngine s)
    {
        var enterAddress = s.EnterEvent() is { } enter ? enter.Param(1) : default;
        if (!AsTool(s))
        {
            Connect(s, s.Raw.Param(3) is { IsEmpty: false } address ? address : enterAddress);
            return;
        }
        if (s.Thread is null || s.Fd is null || !MarkConnected(s))
            return;
        var tuple = s.Raw.Param(1);
        if (tuple.IsEmpty)
            Aim(s, enterAddress);
        else if (SocketTuples.IsWhole(tuple) && (tuple[0] != Family.Unix || s.Fd.Type == FdType.Unix))
            Fill(s, tuple, Known.Gives);
    }

    /// <summary>A socket is for the address that it was to be connected to, whether it was or not.</summary>
    /// <param name="address">What the program has given.</param>
    static void Connect(StateEngine s, ReadOnlySpan<byte> address)
    {
        if (s.Fd is null)
            return;
        var result = s.Raw.Int64(0);
        Mark(s, result switch { >= 0 or IsConnected => FdFlags.Connected, InProgress => FdFlags.Pending, _ => FdFlags.Failed });
        if (result == IsConnected)
            return;
        var tuple = s.Raw.Param(1);
        if (!SocketTuples.IsWhole(tuple))
            FillFrom(s, address);
        else if (tuple[0] != Family.Unix || result is >= 0 or InProgress)
            Fill(s, tuple, Known.GivesToKnown);
        else
            // Nobody was reached: of the two ends only the path is known, which is all that an address has.
            FillFrom(s, address.IsEmpty ? [Family.Unix, .. tuple[UnixPath..]] : address);
    }

    static void Mark(StateEngine s, FdFlags now)
    {
        const FdFlags All = FdFlags.Pending | FdFlags.Failed | FdFlags.Connected;
        if ((s.Fd!.Flags & All) == now)
            return;
        var fd = s.EditFd();
        fd.Flags = fd.Flags & ~All | now;
    }

    /// <summary>Of an address alone the other end is known.</summary>
    static void FillFrom(StateEngine s, ReadOnlySpan<byte> address)
    {
        if (address.IsEmpty)
            return;
        Aim(s, address);
        var fd = s.EditFd();
        if (fd.Type is FdType.IPv4 or FdType.IPv6)
            fd.Name = s.SocketNames.OfFd(fd);
        BeClient(s, fd);
    }

    static bool MarkConnected(StateEngine s)
    {
        if (s.Raw.Int64(0) is < 0 and not InProgress)
            return false;
        Mark(s, FdFlags.Connected);
        return true;
    }

    /// <summary>Takes the address that the program has given.</summary>
    static void Aim(StateEngine s, ReadOnlySpan<byte> address)
    {
        if (address.IsEmpty)
            return;
        var fd = s.EditFd();
        if (address[0] == Family.IPv4 && address.Length >= 7)
            AimAt4(s, fd, address.Slice(1, 4), address.Slice(5, 2));
        else if (address[0] == Family.IPv6 && address.Length >= 19)
        {
            if (Sockets.IsMapped(s, address.Slice(1, 16)))
                AimAt4(s, fd, address.Slice(13, 4), address.Slice(17, 2));
            else
            {
                SocketLayout.Change(fd, FdType.IPv6, AsTool(s));
                fd.Socket.Set(SocketBytes.V6.DestinationPort, address.Slice(17, 2));
                fd.Socket.Set(SocketBytes.V6.Destination, address.Slice(1, 16));
            }
        }
        else
        {
            fd.Name = s.SocketNames.OfAddress(address);
            if (address.Length >= 17 && s.State is { Compat: true, ExitOnly: false })
                SocketTuples.SetUnix(fd, address);
        }
        fd.ReadSocket();
    }

    static void AimAt4(StateEngine s, FdInfo fd, ReadOnlySpan<byte> ip, ReadOnlySpan<byte> port)
    {
        SocketLayout.Change(fd, FdType.IPv4, AsTool(s));
        fd.Socket.Set(SocketBytes.V4.Destination, ip);
        fd.Socket.Set(SocketBytes.V4.DestinationPort, port);
    }

    static void Fill(StateEngine s, ReadOnlySpan<byte> tuple, Known destination)
    {
        var fd = s.EditFd();
        if (tuple[0] is Family.IPv4 or Family.IPv6)
        {
            SocketLayout.Change(fd, SocketTuples.TypeOf(tuple), AsTool(s));
            var changed = SocketTuples.Set(fd, tuple, destination);
            if (changed && fd.IsServer && (fd.Type == FdType.IPv4 || !AsTool(s)) && Protocol(fd) == L4.Udp)
                SocketRoles.Swap(fd);
            fd.Name = s.SocketNames.OfFd(fd);
        }
        else
        {
            fd.Name = s.SocketNames.OfTuple(tuple);
            if (tuple.Length >= 17)
                SocketTuples.SetUnix(fd, tuple);
        }
        BeClient(s, fd);
    }

    /// <summary>Who connects is the client, also from a port that was bound before, which only 0.29.3 takes for a server's.</summary>
    static void BeClient(StateEngine s, FdInfo fd)
    {
        var stays = fd.IsServer && (AsTool(s) || fd.Type is not (FdType.IPv4 or FdType.IPv6) || Protocol(fd) == L4.Udp);
        if (!stays)
            fd.Flags = fd.Flags & ~FdFlags.RoleServer | FdFlags.RoleClient;
        fd.ReadSocket();
    }

    static byte Protocol(FdInfo fd) => fd.Socket[fd.Type == FdType.IPv4 ? SocketBytes.V4.Protocol : SocketBytes.V6.Protocol];

    /// <summary>Drivers without the address in the enter event: what an earlier connect said no longer holds.</summary>
    static void ForgetDestination(StateEngine s)
    {
        var fd = s.EditFd();
        if (fd.Type == FdType.IPv4)
            AimAt4(s, fd, stackalloc byte[4], stackalloc byte[2]);
        else if (fd.Type == FdType.IPv6)
        {
            fd.Socket.Set(SocketBytes.V6.DestinationPort, stackalloc byte[2]);
            fd.Socket.Set(SocketBytes.V6.Destination, stackalloc byte[16]);
        }
        fd.Name = s.SocketNames.OfFd(fd);
        fd.ReadSocket();
    }
}
