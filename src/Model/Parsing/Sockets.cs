using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Parsing;

/// <summary>Sockets are made, bound, connected and accepted.</summary>
static class Sockets
{
    const int ProtocolIp = 0, ProtocolIcmp = 1, ProtocolTcp = 6, ProtocolUdp = 17, ProtocolRaw = 255;
    const int Stream = 1, Datagram = 2, RawSocket = 3;
    const int InProgress = -115;

    public static void OnSocket(StateEngine s)
    {
        if (s.Thread is not null && s.Raw.Int64(0) is var fd and >= 0 && s.EnterEvent() is { } enter)
            Add(s, fd, enter.UInt32(0), enter.UInt32(1), enter.UInt32(2));
    }

    /// <summary>Opens a socket in the event's thread; one of a family that libs does not follow has no type.</summary>
    public static void Add(StateEngine s, long fd, uint domain, uint type, uint protocol)
    {
        var info = new FdInfo();
        switch (domain)
        {
            case Family.Unix:
                info.Type = FdType.Unix;
                break;
            case Family.IPv4:
                info.Type = FdType.IPv4;
                info.Socket.Set(SocketBytes.V4.Protocol, [Protocol(type, protocol)]);
                break;
            case Family.IPv6:
                info.Type = FdType.IPv6;
                info.Socket.Set(SocketBytes.V6.Protocol, [Protocol(type, protocol)]);
                break;
            case Family.Netlink:
                info.Type = FdType.Netlink;
                break;
            default:
                info.Type = FdType.Unknown;
                break;
        }
        info.ReadSocket();
        s.AddFd(fd, info);
    }

    public static void OnBind(StateEngine s)
    {
        var address = s.Raw.Param(1);
        if (s.Fd is null || s.Raw.Int64(0) < 0 || address.IsEmpty)
            return;
        var fd = s.EditFd();
        if (address[0] == Family.IPv4 && address.Length >= 7 && (address[5] | address[6]) != 0)
            Serve4(fd, address.Slice(1, 4), address.Slice(5, 2), fd.Socket[SocketBytes.V4.Protocol]);
        else if (address[0] == Family.IPv6 && address.Length >= 19 && (address[17] | address[18]) != 0)
        {
            var protocol = fd.Socket[SocketBytes.V6.Protocol];
            if (SocketNames.IsMapped(address.Slice(1, 16)))
                Serve4(fd, address.Slice(13, 4), address.Slice(17, 2), protocol);
            else
            {
                fd.Type = FdType.IPv6Server;
                fd.Socket.Set(SocketBytes.V6Server.Port, address.Slice(17, 2));
                fd.Socket.Set(SocketBytes.V6Server.Ip, address.Slice(1, 16));
                fd.Socket.Set(SocketBytes.V6Server.Protocol, [protocol]);
                fd.Flags |= FdFlags.RoleServer;
            }
        }
        fd.Name = SocketNames.OfSockAddr(address);
        fd.ReadSocket();
    }

    static void Serve4(FdInfo fd, ReadOnlySpan<byte> ip, ReadOnlySpan<byte> port, byte protocol)
    {
        fd.Type = FdType.IPv4Server;
        fd.Socket.Set(SocketBytes.V4Server.Ip, ip);
        fd.Socket.Set(SocketBytes.V4Server.Port, port);
        // The port lies where the protocol is read from: libs reads it after writing the port, at another place.
        fd.Socket.Set(SocketBytes.V4Server.Protocol, [protocol]);
        fd.Flags |= FdFlags.RoleServer;
    }

    public static void OnConnectEnter(StateEngine s)
    {
        var address = s.Raw.Param(1);
        if (s.Fd is null || s.Raw.ParamCount < 2 || address.IsEmpty)
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
            fd.Name = SocketNames.OfSockAddr(address);
            if (address.Length >= 17)
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

    public static void OnConnect(StateEngine s)
    {
        if (s.Fd is null || s.Raw.Int64(0) is var result && result < 0 && result != InProgress)
            return;
        var fd = s.EditFd();
        fd.Flags = fd.Flags & ~(FdFlags.Pending | FdFlags.Failed) | FdFlags.Connected;
        var tuple = s.Raw.Param(1);
        if (!SocketTuples.IsWhole(tuple))
            return;
        if (tuple[0] is Family.IPv4 or Family.IPv6)
        {
            fd.Type = tuple[0] == Family.IPv6 && !SocketTuples.IsMapped(tuple) ? FdType.IPv6 : FdType.IPv4;
            var changed = SocketTuples.Set(fd, tuple);
            if (changed && fd.IsServer && fd.Type == FdType.IPv4 && fd.Socket[SocketBytes.V4.Protocol] == L4.Udp)
                SocketRoles.Swap(fd);
            fd.Name = SocketNames.OfTuple(fd, fd.Name);
        }
        else
        {
            fd.Name = SocketNames.OfSockTuple(tuple);
            if (tuple.Length >= 17)
                SocketTuples.SetUnix(fd, tuple);
        }
        if (!fd.HasRole)
            fd.Flags |= FdFlags.RoleClient;
        fd.ReadSocket();
    }

    public static void OnAccept(StateEngine s)
    {
        if (s.Thread is not { } thread || s.Raw.Int64(0) is not (>= 0 and var number))
            return;
        thread.LastFd = number;
        var tuple = s.Raw.Param(1);
        if (!SocketTuples.IsWhole(tuple))
            return;
        var fd = new FdInfo();
        switch (tuple[0])
        {
            case Family.IPv4:
            case Family.IPv6 when SocketTuples.IsMapped(tuple):
                SocketTuples.Set(fd, tuple);
                fd.Type = FdType.IPv4;
                fd.Socket.Set(SocketBytes.V4.Protocol, [L4.Tcp]);
                break;
            case Family.IPv6:
                SocketTuples.Set(fd, tuple);
                fd.Type = FdType.IPv6;
                fd.Socket.Set(SocketBytes.V6.Protocol, [L4.Tcp]);
                break;
            case Family.Unix:
                fd.Type = FdType.Unix;
                SocketTuples.SetUnix(fd, tuple);
                break;
            default:
                return;
        }
        fd.Name = SocketNames.OfSockTuple(tuple);
        fd.Flags = FdFlags.RoleServer | FdFlags.Connected;
        fd.ReadSocket();
        s.AddFd(number, fd);
    }

    public static void OnGetSockOpt(StateEngine s)
    {
        if (s.Thread is not { } thread || s.Raw.ParamCount == 0)
            return;
        var fd = s.Raw.Int64(1);
        if (s.MainOf(thread) is { } main)
            s.SetFd(main, fd);
        thread.LastFd = fd;
    }

    static byte Protocol(uint type, uint protocol) => protocol switch
    {
        ProtocolTcp => type == RawSocket ? L4.Raw : L4.Tcp,
        ProtocolUdp => type == RawSocket ? L4.Raw : L4.Udp,
        ProtocolIp => (type & 0xFF) switch { Stream => L4.Tcp, Datagram => L4.Udp, _ => L4.Unknown },
        ProtocolIcmp => type == RawSocket ? L4.Raw : L4.Icmp,
        ProtocolRaw => L4.Raw,
        _ => L4.Unknown,
    };
}
