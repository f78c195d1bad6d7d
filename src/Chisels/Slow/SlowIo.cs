using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Slow;

/// <summary>Reads and writes that took longer than a number of milliseconds.</summary>
sealed class SlowIo : IChisel
{
    static readonly ChiselArgument[] s_arguments =
    [
        new("min_ms", "int", false, "how many milliseconds are no longer worth telling; 0 shows all but the shortest"),
        new("disable_color", "string", true, "disable_color prints without colours"),
    ];

    public static ChiselDefinition Files { get; } = new("fileslower", "Performance", "Slow reads from and writes to files",
        s_arguments, s => new SlowIo(s, "evt.is_io=true and fd.type=file", skipDevices: true));

    public static ChiselDefinition Network { get; } = new("netlower", "Performance", "Slow traffic of the network",
        s_arguments, s => new SlowIo(s, "evt.is_io=true and (fd.type=ipv4 or fd.type=ipv6)", skipDevices: false));

    const int TimeWidth = 23, ProcessWidth = 12, TypeWidth = 8, LatencyWidth = 12;

    readonly string _filterText;
    readonly bool _skipDevices, _terminal;
    readonly double _least;
    readonly LineColours _colours;
    readonly ContainerColumns _container;
    readonly ShownField _time, _process, _type, _latency, _name;
    Filter _filter = null!;

    SlowIo(ChiselSetup setup, string filter, bool skipDevices)
    {
        _filterText = $"evt.dir=< and {filter}";
        _skipDevices = skipDevices;
        _terminal = setup.Terminal;
        _least = NumberArgument.Read(setup, 0, "min_ms");
        _colours = LineColours.For(setup, 1);
        _time = new("evt.datetime", setup);
        _container = new(setup);
        _process = new("proc.name", setup);
        _type = new("evt.type", setup);
        _latency = new("evt.latency", setup);
        _name = new("fd.name", setup);
    }

    public void Begin(EventStream stream) => _filter = Filter.Parse(_filterText, stream.State);

    public void Head(Utf8Writer to)
    {
        PrintfColumns.Title(to, "evt.datetime"u8, TimeWidth);
        _container.Titles(to);
        PrintfColumns.Title(to, "proc.name"u8, ProcessWidth);
        PrintfColumns.Title(to, "evt.type"u8, TypeWidth);
        PrintfColumns.Title(to, "LATENCY(ms)"u8, LatencyWidth);
        to.Write("fd.name\n"u8);
        PrintfColumns.Rule(to, TimeWidth);
        _container.Rules(to);
        PrintfColumns.Rule(to, ProcessWidth);
        PrintfColumns.Rule(to, TypeWidth);
        PrintfColumns.Rule(to, LatencyWidth);
        to.Fill((byte)'-', 41);
        to.Write('\n');
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (!_latency.TryNumber(e, out var latency) || (latency /= 1e6) <= _least || !_filter.Test(e))
            return;
        if (_skipDevices && e.Fd is { } fd && fd.Name.AsSpan().StartsWith("/dev/"u8))
            return;
        to.Write(_container.IsHost(e) ? _colours.Green : _colours.Blue);
        _time.WriteColumn(to, e, TimeWidth);
        to.Write(' ');
        _container.Write(to, e);
        _process.WriteColumn(to, e, ProcessWidth);
        to.Write(' ');
        var start = to.Length;
        _type.WriteOrNil(to, e);
        PrintfColumns.Fill(to, start, TypeWidth);
        to.Write(' ');
        PrintfColumns.Right(to, (long)latency, LatencyWidth);
        to.Write(' ');
        _name.WriteOrNil(to, e);
        to.Write('\n');
    }

    public void End(Utf8Writer to)
    {
        // The originals leave a terminal in the colour of the last line.
        if (_terminal)
            to.Write(_colours.Reset);
    }
}
