using CSysdig.Capture.Scap;
using CSysdig.Model.Parameters;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Tracking;

/// <summary>Writes socket addresses as fd.name shows them.</summary>
sealed class SocketNames(StateEngine engine)
{
    static readonly byte[] s_unknown = "<unknown>"u8.ToArray();
    static readonly byte[] s_null = "NULL"u8.ToArray();

    static readonly TextStyle s_portNames = new() { PortNames = true };

    readonly Utf8Writer _writer = new(256);
    readonly bool _portNames = engine.Options.PortNames;
    TextForm Form => engine.State.Compat ? TextForm.AsTool : TextForm.Bytes;
    readonly TextStyle _style = engine.Options.PortNames ? s_portNames : TextStyle.Plain;

    /// <summary>"ip:port->ip:port" of an fd from the process list.</summary>
    public byte[] OfListed(FdInfo fd)
    {
        _writer.Clear();
        WriteEnd(fd.SourceIp, fd.SourcePort, fd.L4Proto);
        if (fd.DestinationIp.Length > 0)
        {
            _writer.Write("->"u8);
            WriteEnd(fd.DestinationIp, fd.DestinationPort, fd.L4Proto);
        }
        return _writer.Written.ToArray();
    }

    /// <summary>
    /// The name of a socket after its tuple has changed (sinsp_utils::sockinfo_to_str): without ports for ICMP and raw sockets;
    /// the tools of captures with enter events say "&lt;unknown&gt;" where the protocol isn't known.
    /// </summary>
    public byte[] OfFd(FdInfo fd)
    {
        ReadOnlySpan<byte> s = fd.Socket;
        _writer.Clear();
        if (fd.Type == FdType.IPv4)
        {
            var protocol = s[SocketBytes.V4.Protocol];
            if (protocol is not (L4.Tcp or L4.Udp or L4.Icmp or L4.Raw) && AsTool)
                return Unknown();
            Write4(fd, s.Slice(SocketBytes.V4.Source, 4), s.Slice(SocketBytes.V4.Destination, 4), protocol is not (L4.Icmp or L4.Raw));
        }
        else if (fd.Type == FdType.IPv6)
        {
            var protocol = s[SocketBytes.V6.Protocol];
            if (protocol is not (L4.Tcp or L4.Udp or L4.Icmp) && AsTool)
                return Unknown();
            Write6(fd, s.Slice(SocketBytes.V6.Source, 16), s.Slice(SocketBytes.V6.Destination, 16), protocol is not (L4.Icmp or L4.Raw));
        }
        else
            return fd.Name;
        engine.Leave(_writer.Written);
        return NulTexts.Intern(_writer.Written, fd.Name);
    }

    bool AsTool => engine.State.Compat || engine.State.Generation == Generation.LaterEnterExit;

    byte[] Unknown()
    {
        engine.Leave(s_unknown);
        return s_unknown;
    }

    /// <summary>A parameter of type sockaddr as libs prints it.</summary>
    public byte[] OfAddress(ReadOnlySpan<byte> address)
    {
        if (address.IsEmpty)
            return s_null;
        _writer.Clear();
        SocketText.WriteAddress(_writer, address, FdText.L4Proto(engine.Fd), _style, Form, engine.State.ExitOnly);
        engine.Leave(_writer.Written);
        return _writer.Written.ToArray();
    }

    /// <summary>A parameter of type socktuple as libs prints it.</summary>
    /// <param name="ofEnter">It stands in the enter event, not in the one that is parsed.</param>
    public byte[] OfTuple(ReadOnlySpan<byte> tuple, bool ofEnter = false)
    {
        if (tuple.IsEmpty)
            return s_null;
        _writer.Clear();
        SocketText.WriteTuple(_writer, tuple, FdText.L4Proto(engine.Fd), _style, Form, engine.State.ExitOnly);
        if (!ofEnter)
            engine.Leave(_writer.Written);
        return _writer.Written.ToArray();
    }

    /// <summary>An IPv4 address in IPv6 clothes; the address of all zeros counts as one too.</summary>
    public static bool IsMapped(ReadOnlySpan<byte> ip) => AddressText.IsMappedIPv4(ip);

    void Write4(FdInfo fd, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, bool ports)
    {
        var protocol = ((ReadOnlySpan<byte>)fd.Socket)[SocketBytes.V4.Protocol];
        if (ports)
            WriteTuple(protocol, source, fd.Socket.Port(SocketBytes.V4.SourcePort), destination, fd.Socket.Port(SocketBytes.V4.DestinationPort));
        else
            WritePair(source, destination);
    }

    void Write6(FdInfo fd, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, bool ports)
    {
        var mapped = engine.State.Compat && IsMapped(source) && IsMapped(destination);
        if (!ports)
            WritePair(mapped ? source[12..] : source, mapped ? destination[12..] : destination);
        else if (mapped)
            // libs takes the ports from where an IPv4 tuple has them, and so from the middle of the IPv6 source.
            Write4(fd, source[12..], destination[12..], ports: true);
        else
            WriteTuple(((ReadOnlySpan<byte>)fd.Socket)[SocketBytes.V6.Protocol], source, fd.Socket.Port(SocketBytes.V6.SourcePort), destination, fd.Socket.Port(SocketBytes.V6.DestinationPort));
    }

    void WriteTuple(byte protocol, ReadOnlySpan<byte> source, ushort sourcePort, ReadOnlySpan<byte> destination, ushort destinationPort)
    {
        WriteEnd(source, sourcePort, protocol);
        _writer.Write("->"u8);
        WriteEnd(destination, destinationPort, protocol);
    }

    void WritePair(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination)
    {
        AddressText.Write(_writer, source);
        _writer.Write("->"u8);
        AddressText.Write(_writer, destination);
    }

    void WriteEnd(ReadOnlySpan<byte> ip, ushort port, byte protocol)
    {
        AddressText.Write(_writer, ip);
        _writer.Write(':');
        AddressText.WritePort(_writer, port, protocol, _portNames);
    }
}

/// <summary>Address families as captures number them.</summary>
static class Family
{
    public const byte Unix = 1, IPv4 = 2, IPv6 = 10, Netlink = 16;
}
