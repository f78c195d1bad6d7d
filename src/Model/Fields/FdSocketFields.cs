using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>
/// The two ends of a socket. Client and server are the connection's source and destination; local and remote depend on which
/// of them is an address of this machine, or of the thread's container.
/// </summary>
static class FdSocketFields
{
    public static FieldDefinition[] All { get; } =
    [
        Address("fd.cip", "address of the client", End.Client),
        Address("fd.sip", "address of the server", End.Server),
        Address("fd.lip", "address of this side", End.Local),
        Address("fd.rip", "address of the other side", End.Remote),
        Port("fd.cport", "port of the client", End.Client),
        Port("fd.sport", "port of the server", End.Server),
        Port("fd.lport", "port of this side", End.Local),
        Port("fd.rport", "port of the other side", End.Remote),
        Protocol("fd.cproto", "port of the client, by its service's name where names are asked for", End.Client),
        Protocol("fd.sproto", "port of the server, by its service's name where names are asked for", End.Server),
        Protocol("fd.lproto", "port of this side, by its service's name where names are asked for", End.Local),
        Protocol("fd.rproto", "port of the other side, by its service's name where names are asked for", End.Remote),
        Network("fd.cnet", "network of the client, to be compared with one such as 10.0.0.0/8", End.Client),
        Network("fd.snet", "network of the server, to be compared with one such as 10.0.0.0/8", End.Server),
        Network("fd.lnet", "network of this side, to be compared with one such as 10.0.0.0/8", End.Local),
        Network("fd.rnet", "network of the other side, to be compared with one such as 10.0.0.0/8", End.Remote),
        HostName("fd.cip.name", "host name of the client; none, as nothing is looked up in the network", End.Client),
        HostName("fd.sip.name", "host name of the server; none, as nothing is looked up in the network", End.Server),
        HostName("fd.lip.name", "host name of this side; none, as nothing is looked up in the network", End.Local),
        HostName("fd.rip.name", "host name of the other side; none, as nothing is looked up in the network", End.Remote),
        Either("fd.ip", ParamType.IPAddr, PrintFormat.NotApplicable, "address of either side"),
        Either("fd.net", ParamType.IPNet, PrintFormat.NotApplicable, "network of either side"),
        Either("fd.port", ParamType.Port, PrintFormat.Dec, "port of either side"),
        Either("fd.proto", ParamType.Port, PrintFormat.NotApplicable, "port of either side, as a number or a service's name"),
        Define.Text("fd.l4proto", "protocol of the socket: tcp, udp, icmp or raw", (e, _, ref text) =>
        {
            text = FdText.L4Proto(FdFields.Of(e)) switch
            {
                L4.Tcp => "tcp"u8,
                L4.Udp => "udp"u8,
                L4.Icmp => "icmp"u8,
                L4.Raw => "raw"u8,
                _ => "<NA>"u8,
            };
            return FdFields.Of(e) is not null;
        }, FieldReads.Fd),
        Define.Text("fd.sockfamily", "family of the socket: ip or unix", (e, _, ref text) =>
        {
            var fd = FdFields.Of(e);
            text = fd is { Type: FdType.Unix } ? "unix"u8 : "ip"u8;
            return fd is { IsSocket: true };
        }, FieldReads.Fd),
        Define.Bool("fd.is_server", "true where this machine is the server of the connection", (Event e, out long value) =>
        {
            var fd = FdFields.Of(e);
            value = fd is not null && (fd.Type is FdType.IPv4Server or FdType.IPv6Server
                || fd.Type is FdType.IPv4 or FdType.IPv6 && LocalAddress.Is(e, fd.DestinationIp)) ? 1 : 0;
            return fd is not null;
        }),
    ];

    static FieldDefinition Address(string name, string description, End end) =>
        Define.Text(name, description, (e, _, ref text) => SocketEnd.FindAddress(e, end, out text), ReadsOf(end), type: ParamType.IPAddr);

    static FieldDefinition Network(string name, string description, End end) =>
        Define.Text(name, description, (e, _, ref text) => SocketEnd.FindAddress(e, end, out text), ReadsOf(end),
            FieldFlags.FilterOnly | FieldFlags.NoRhs | FieldFlags.NoTransformer, ParamType.IPNet);

    static FieldDefinition Port(string name, string description, End end) =>
        Define.Number(name, ParamType.Port, PrintFormat.Dec, description, (Event e, out long value) =>
        {
            var found = SocketEnd.Find(e, end, out _, out var port);
            value = port;
            return found || end == End.Client && e.State is { Compat: true, ExitOnly: false } && FdFields.Of(e) is { HasRole: true };
        }, ReadsOf(end));

    static FieldDefinition Protocol(string name, string description, End end) => Define.Text(name, description, (e, scratch, ref text) =>
    {
        var found = SocketEnd.Find(e, end, out _, out var port);
        text = default;
        if (!found || FdFields.Of(e) is not { Type: FdType.IPv4 or FdType.IPv6 } fd)
            return found || end == End.Client && e.State.Compat && FdFields.Of(e) is { HasRole: true };
        // The tools read the port of a local or remote end as signed, and turn it back.
        AddressText.WritePort(scratch, port, FdText.L4Proto(fd), e.Style.PortNames);
        text = scratch.Written;
        return true;
    }, ReadsOf(end));

    static FieldDefinition HostName(string name, string description, End end) =>
        Define.Plain(name, ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.NoRhs | FieldFlags.NoTransformer, description, d => new HostNameField(d, end));

    static FieldDefinition Either(string name, ParamType type, PrintFormat format, string description) =>
        Define.Plain(name, type, format, FieldFlags.FilterOnly | FieldFlags.NoRhs | FieldFlags.NoTransformer, description, d => new EitherEndField(d));

    static FieldReads ReadsOf(End end) => end is End.Client or End.Server ? FieldReads.Fd : FieldReads.Fd | FieldReads.Container;
}
