using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Tracers;

/// <summary>Sends how long each span took, in milliseconds, to a statsd server as a timer of the name of its tags.</summary>
sealed class TracersToStatsd : IChisel
{
    public static ChiselDefinition Definition { get; } = new("tracers_2_statsd", "Tracers", "Durations of tracers' spans to a statsd server",
        [new("server_addr", "string", true, "address of the server, 127.0.0.1 without"), new("server_port", "string", true, "its UDP port, 8125 without")],
        s => new TracersToStatsd(s)) { SendsTo = Server };

    /// <summary>So many spans may be open; whoever begins more loses the old ones.</summary>
    const int MostOpen = 1 << 16;
    const double Millisecond = 1e6;

    readonly IPEndPoint _server;
    readonly ShownField _process, _parent;
    readonly Dictionary<string, ulong> _open = [];
    readonly Utf8Writer _text = new();
    Socket? _socket;
    Filter _filter = null!;
    long _sent;

    /// <exception cref="ChiselException">The address or the port is none.</exception>
    public TracersToStatsd(ChiselSetup setup)
    {
        var (address, port) = (Server(setup.Arguments), setup.Arguments.Count > 1 ? setup.Arguments[1] : "8125");
        if (!IPAddress.TryParse(address, out var ip))
            throw new ChiselException($"tracers_2_statsd needs the server's IP address, not '{address}'");
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            throw new ChiselException($"tracers_2_statsd needs a UDP port, not '{port}'");
        _server = new IPEndPoint(ip, number);
        _process = new("proc.pid", setup);
        _parent = new("proc.ppid", setup);
    }

    static string Server(IReadOnlyList<string> arguments) => arguments.Count > 0 ? arguments[0] : "127.0.0.1";

    public string? Remark => $"{_sent} durations were sent to {_server}";

    public void Begin(EventStream stream)
    {
        _socket ??= new Socket(_server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _filter = Filter.Parse("evt.type=write and evt.dir=< and fd.name=/dev/null", stream.State);
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e) || !TracerMark.TryParse(e.Raw.Param(1), out var mark))
            return;
        var tags = System.Text.Encoding.UTF8.GetString(mark.Tags);
        var key = IdOf(mark, e) + ":" + tags;
        if (mark.IsEnd)
        {
            if (_open.Remove(key, out var since) && e.Timestamp >= since)
                Send(tags, (e.Timestamp - since) / Millisecond);
            return;
        }
        if (_open.Count >= MostOpen)
            _open.Clear();
        _open[key] = e.Timestamp;
    }

    public void End(Utf8Writer to)
    {
        _socket?.Dispose();
        _socket = null;
    }

    string IdOf(TracerMark mark, Event e)
    {
        var field = mark.Id.SequenceEqual("p"u8) ? _process : mark.Id.SequenceEqual("pp"u8) ? _parent : null;
        if (field is not null && field.TryNumber(e, out var number))
            return number.ToString(CultureInfo.InvariantCulture);
        return mark.Id.SequenceEqual("t"u8) ? e.Raw.Tid.ToString(CultureInfo.InvariantCulture) : System.Text.Encoding.UTF8.GetString(mark.Id);
    }

    // What has a meaning in statsd's lines, and what could end one, becomes an underline.
    void Send(string name, double milliseconds)
    {
        _text.Clear();
        foreach (var c in name)
            _text.Write(c is ':' or '|' or '@' || char.IsControl(c) ? "_" : c.ToString());
        _text.Write(':');
        LuaNumber.Write(_text, milliseconds);
        _text.Write("|ms"u8);
        try
        {
            _socket!.SendTo(_text.Written, _server);
            _sent++;
        }
        catch (SocketException)
        {
            // Nobody listens, as may be with statsd; the durations that follow may find it back.
        }
    }
}
