using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Counts;

/// <summary>Bytes read and written, a line a second.</summary>
sealed class ByteCounter : IChisel
{
    public static ChiselDefinition[] All { get; } =
    [
        new("iobytes", "I/O", "Bytes read and written each second", [], s => new ByteCounter(s, "evt.is_io=true")),
        new("iobytes_file", "I/O", "Bytes read from and written to files each second", [], s => new ByteCounter(s, "evt.is_io=true and fd.type=file")),
        new("iobytes_net", "Net", "Bytes received and sent over the network each second", [],
            s => new ByteCounter(s, "evt.is_io=true and (fd.type=ipv4 or fd.type=ipv6)")),
    ];

    readonly string _filterText;
    readonly ShownField _result, _isRead;
    Filter _filter = null!;
    double _in, _out;

    ByteCounter(ChiselSetup setup, string filter)
    {
        _filterText = filter;
        _result = new("evt.rawarg.res", setup);
        _isRead = new("evt.is_io_read", setup);
    }

    public ChiselInterval Interval => ChiselInterval.Seconds(1);

    public void Begin(EventStream stream) => _filter = Filter.Parse(_filterText, stream.State);

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e) || !_result.TryNumber(e, out var bytes) || bytes <= 0)
            return;
        if (_isRead.IsTrue(e))
            _in += bytes;
        else
            _out += bytes;
    }

    public void Tick(ulong time, ulong passed, Utf8Writer to)
    {
        TimeText.WriteClock(to, time, nanoseconds: false);
        to.Write(" in:"u8);
        LuaNumber.Write(to, _in);
        to.Write(" out:"u8);
        LuaNumber.Write(to, _out);
        to.Write(" tot:"u8);
        LuaNumber.Write(to, _in + _out);
        to.Write('\n');
        _in = _out = 0;
    }

    public void End(Utf8Writer to)
    {
    }
}
