using System.Net;
using CSysdig.Chisels.Printing;
using CSysdig.Chisels.Tables;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Echo;

/// <summary>What was exchanged with one address, or over one port.</summary>
sealed class SpyPeer : IChisel
{
    static readonly ChiselArgument s_colour = new("disable_color", "string", true, "disable_colors prints without colours");

    public static ChiselDefinition Ip { get; } = new("spy_ip", "Net", "What was exchanged with an IP address",
        [new("host_ip", "ipv4", false, "the address"), s_colour], s => new SpyPeer(s, "fd.ip", Address(s.Arguments[0]), "------ Read "));

    public static ChiselDefinition Port { get; } = new("spy_port", "Net", "What was exchanged over a port",
        [new("host_port", "int", false, "the port"), s_colour], s => new SpyPeer(s, "fd.port", PortNumber(s.Arguments[0]), "------ Write "));

    readonly string _filterText;
    readonly byte[] _writes;
    readonly LineColours _colours;
    readonly ShownField _data, _isRead, _result;
    readonly Utf8Writer _title = new(64), _shown = new();
    Filter _filter = null!;
    bool? _wasRead;

    /// <param name="writes">How the title of what was written begins; the original of spy_ip calls all of it read.</param>
    SpyPeer(ChiselSetup setup, string field, string value, string writes)
    {
        _filterText = $"evt.is_io=true and (fd.type=ipv4 or fd.type=ipv6) and {field}={value}";
        _writes = System.Text.Encoding.UTF8.GetBytes(setup.Terminal ? "------ Write " : writes);
        _colours = LineColours.For(setup, 1, "disable_colors");
        _data = new("evt.arg.data", setup, keepLines: true);
        _isRead = new("evt.is_io_read", setup);
        _result = new("evt.rawarg.res", setup);
    }

    public void Begin(EventStream stream) => _filter = Filter.Parse(_filterText, stream.State);

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e) || !_result.TryNumber(e, out var bytes) || bytes <= 0)
            return;
        _shown.Clear();
        if (!_data.Write(_shown, e))
            return;
        var isRead = _isRead.IsTrue(e);
        // The title tells the size of the first of several in the same direction, as in the original.
        if (isRead != _wasRead)
            WriteTitle(isRead, bytes);
        _wasRead = isRead;
        to.Write(_title.Written);
        to.Write('\n');
        to.Write(_shown.Written);
        to.Write('\n');
    }

    public void End(Utf8Writer to)
    {
        to.Write(_colours.Reset);
        to.Write('\n');
    }

    void WriteTitle(bool isRead, double bytes)
    {
        _title.Clear();
        _title.Write(isRead ? _colours.Red : _colours.Blue);
        _title.Write(isRead ? "------ Read "u8 : _writes);
        Amounts.WriteBytes(_title, bytes);
    }

    static string Address(string text) => IPAddress.TryParse(text, out _) ? text
        : throw new ChiselException($"spy_ip needs an IP address such as 192.0.2.7, not '{text}'");

    static string PortNumber(string text) => ushort.TryParse(text, out _) ? text
        : throw new ChiselException($"spy_port needs a port from 0 to 65535, not '{text}'");
}
