using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Parsing;

/// <summary>connect: who is talked to, and that the process is the client.</summary>
static class Connecting
{
    const int InProgress = -115;

    public static void OnEnter(StateEngine s)
    {
        if (s.Fd is null)
            return;
        if (s.Raw.ParamCount < 2)
        {
            if (s.IsLater)
                ForgetDestination(s);
            return;
        }
        Aim(s, s.Raw.Param(1));
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
        if (s.Fd is null || !MarkConnected(s))
            return;
        var tuple = s.Raw.Param(1);
        if (SocketTuples.IsWhole(tuple))
            Fill(s, tuple, forced);
    }

    /// <summary>The exit of a newer driver: its tuple replaces what was known of the destination.</summary>
    public static void OnLoneExit(StateEngine s)
    {
        if (s.Thread is null || s.Fd is null || !MarkConnected(s))
            return;
        var enterAddress = s.EnterEvent() is { } enter ? enter.Param(1) : default;
        var tuple = s.Raw.Param(1);
        if (tuple.IsEmpty)
            Aim(s, enterAddress);
        else if (SocketTuples.IsWhole(tuple) && (tuple[0] != Family.Unix || s.Fd.Type == FdType.Unix))
            Fill(s, tuple, overwrite: true);
    }

    static bool MarkConnected(StateEngine s)
    {
        if (s.Raw.Int64(0) is < 0 and not InProgress)
            return false;
        if ((s.Fd!.Flags & (FdFlags.Pending | FdFlags.Failed | FdFlags.Connected)) != FdFlags.Connected)
        {
            var fd = s.EditFd();
            fd.Flags = fd.Flags & ~(FdFlags.Pending | FdFlags.Failed) | FdFlags.Connected;
        }
        return true;
    }

    /// <summary>Takes the address that the program has given.</summary>
    static void Aim(StateEngine s, ReadOnlySpan<byte> address)
    {
        if (address.IsEmpty)
            return;
        var fd = s.EditFd();
        if (address[0] == Family.IPv4 && address.Length >= 7)
            AimAt4(fd, address.Slice(1, 4), address.Slice(5, 2));
        else if (address[0] == Family.IPv6 && address.Length >= 19)
        {
            if (SocketNames.IsMapped(address.Slice(1, 16)))
                AimAt4(fd, address.Slice(13, 4), address.Slice(17, 2));
            else
            {
                fd.Type = FdType.IPv6;
                fd.Socket.Set(SocketBytes.V6.DestinationPort, address.Slice(17, 2));
                fd.Socket.Set(SocketBytes.V6.Destination, address.Slice(1, 16));
            }
        }
        else
        {
            fd.Name = s.SocketNames.OfAddress(address);
            if (address.Length >= 17 && !s.State.ExitOnly)
                SocketTuples.SetUnix(fd, address);
        }
        fd.ReadSocket();
    }

    static void AimAt4(FdInfo fd, ReadOnlySpan<byte> ip, ReadOnlySpan<byte> port)
    {
        fd.Type = FdType.IPv4;
        fd.Socket.Set(SocketBytes.V4.Destination, ip);
        fd.Socket.Set(SocketBytes.V4.DestinationPort, port);
    }

    static void Fill(StateEngine s, ReadOnlySpan<byte> tuple, bool overwrite)
    {
        var fd = s.EditFd();
        if (tuple[0] is Family.IPv4 or Family.IPv6)
        {
            fd.Type = tuple[0] == Family.IPv6 && !SocketTuples.IsMapped(tuple) ? FdType.IPv6 : FdType.IPv4;
            var changed = SocketTuples.Set(fd, tuple, overwrite);
            if (changed && fd.IsServer && fd.Type == FdType.IPv4 && fd.Socket[SocketBytes.V4.Protocol] == L4.Udp)
                SocketRoles.Swap(fd);
            fd.Name = s.SocketNames.OfFd(fd);
        }
        else
        {
            fd.Name = s.SocketNames.OfTuple(tuple);
            if (tuple.Length >= 17)
                SocketTuples.SetUnix(fd, tuple);
        }
        if (!fd.HasRole)
            fd.Flags |= FdFlags.RoleClient;
        fd.ReadSocket();
    }

    /// <summary>Drivers without the address in the enter event: what an earlier connect said no longer holds.</summary>
    static void ForgetDestination(StateEngine s)
    {
        var fd = s.EditFd();
        if (fd.Type == FdType.IPv4)
            AimAt4(fd, stackalloc byte[4], stackalloc byte[2]);
        else if (fd.Type == FdType.IPv6)
        {
            fd.Socket.Set(SocketBytes.V6.DestinationPort, stackalloc byte[2]);
            fd.Socket.Set(SocketBytes.V6.Destination, stackalloc byte[16]);
        }
        fd.Name = s.SocketNames.OfFd(fd);
        fd.ReadSocket();
    }
}
