using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Sockets are made, bound, connected and accepted.</summary>
static class Sockets
{
    const int ProtocolIp = 0, ProtocolIcmp = 1, ProtocolTcp = 6, ProtocolUdp = 17, ProtocolRaw = 255;
    const int Stream = 1, Datagram = 2, RawSocket = 3;
    /// <summary>The bits of a socket's type that are no flags.</summary>
    const uint TypeBits = 15;

    public static void OnSocket(StateEngine s)
    {
        if (s.Thread is null || s.Raw.Int64(0) is not (>= 0 and var fd))
            return;
        if (s.EnterEvent() is { } enter)
            Add(s, fd, enter.UInt32(0), enter.UInt32(1), enter.UInt32(2), s.Raw.UInt32(4));
        else if (s.Raw.ParamCount > 4 && !s.State.Compat)
            OnLoneSocket(s);
    }

    public static void OnLoneSocket(StateEngine s)
    {
        if (s.Thread is not null && s.Raw.Int64(0) is var fd and >= 0)
            Add(s, fd, s.Raw.UInt32(1), s.Raw.UInt32(2), s.Raw.UInt32(3), s.Raw.UInt32(4));
    }

    /// <summary>Opens a socket in the event's thread; one of a family that libs does not follow has no type.</summary>
    public static void Add(StateEngine s, long fd, uint domain, uint type, uint protocol, uint openFlags = 0)
    {
        var info = new FdInfo { OpenFlags = CloseOnExec.IsOfSocket(type) ? openFlags | CloseOnExec.Flag : openFlags };
        if (!s.State.Compat)
            type &= TypeBits;
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
            Serve4(s, fd, address.Slice(1, 4), address.Slice(5, 2), fd.Socket[SocketBytes.V4.Protocol]);
        else if (address[0] == Family.IPv6 && address.Length >= 19 && (address[17] | address[18]) != 0)
        {
            var protocol = fd.Socket[SocketBytes.V6.Protocol];
            if (IsMapped(s, address.Slice(1, 16)))
                Serve4(s, fd, address.Slice(13, 4), address.Slice(17, 2), protocol);
            else
            {
                SocketLayout.Change(fd, FdType.IPv6Server, s.State.Compat);
                fd.Socket.Set(SocketBytes.V6Server.Port, address.Slice(17, 2));
                fd.Socket.Set(SocketBytes.V6Server.Ip, address.Slice(1, 16));
                fd.Socket.Set(SocketBytes.V6Server.Protocol, [protocol]);
                fd.Flags |= FdFlags.RoleServer;
            }
        }
        fd.Name = s.SocketNames.OfAddress(address);
        fd.ReadSocket();
        if (address[0] == Family.IPv6 && fd.Type == FdType.IPv4Server && !s.State.Compat)
            fd.Name = s.SocketNames.OfListed(fd);
    }

    /// <summary>An address of IPv4 in IPv6's clothes. That of all zeros is IPv6's own, though the tools take it for a mapped one.</summary>
    public static bool IsMapped(StateEngine s, ReadOnlySpan<byte> ip) => SocketNames.IsMapped(ip) && (s.State.Compat || ip.ContainsAnyExcept((byte)0));

    static void Serve4(StateEngine s, FdInfo fd, ReadOnlySpan<byte> ip, ReadOnlySpan<byte> port, byte protocol)
    {
        SocketLayout.Change(fd, FdType.IPv4Server, s.State.Compat);
        fd.Socket.Set(SocketBytes.V4Server.Ip, ip);
        fd.Socket.Set(SocketBytes.V4Server.Port, port);
        fd.Socket.Set(SocketBytes.V4Server.Protocol, [protocol]);
        fd.Flags |= FdFlags.RoleServer;
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
                SocketTuples.Set(fd, tuple, Known.Stays);
                fd.Type = FdType.IPv4;
                fd.Socket.Set(SocketBytes.V4.Protocol, [L4.Tcp]);
                break;
            case Family.IPv6:
                SocketTuples.Set(fd, tuple, Known.Stays);
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
        fd.Name = s.SocketNames.OfTuple(tuple);
        fd.Flags = FdFlags.RoleServer | FdFlags.Connected;
        fd.OpenFlags = CloseOnExec.OfAccept(s);
        fd.ReadSocket();
        s.AddFd(number, fd);
    }

    public static void OnGetSockOpt(StateEngine s)
    {
        if (s.Thread is not { } thread || s.Raw.ParamCount == 0)
            return;
        var fd = s.Raw.Int64(1);
        if (!s.IsLater && s.Threads.MainOf(thread) is { } main)
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
