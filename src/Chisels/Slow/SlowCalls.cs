using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Slow;

/// <summary>System calls that took longer than a number of milliseconds.</summary>
sealed class SlowCalls : IChisel
{
    public static ChiselDefinition Definition { get; } = new("scallslower", "Performance", "Slow system calls",
        [
            new("min_ms", "int", false, "how many milliseconds are no longer worth telling"),
            new("disable_color", "string", true, "disable_color prints without colours"),
        ], s => new SlowCalls(s));

    const int TimeWidth = 23, ProcessWidth = 23, LatencyWidth = 20;

    readonly bool _terminal;
    readonly double _least;
    readonly LineColours _colours;
    readonly ContainerColumns _container;
    readonly ShownField _time, _process, _type, _latency;

    SlowCalls(ChiselSetup setup)
    {
        _terminal = setup.Terminal;
        _least = NumberArgument.Read(setup, 0, "min_ms");
        _colours = LineColours.For(setup, 1);
        _time = new("evt.datetime", setup);
        _container = new(setup);
        _process = new("proc.name", setup);
        _type = new("evt.type", setup);
        _latency = new("evt.latency", setup);
    }

    public void Begin(EventStream stream)
    {
    }

    public void Head(Utf8Writer to)
    {
        PrintfColumns.Title(to, "evt.datetime"u8, TimeWidth);
        // One blank too many, as in the original.
        _container.Titles(to, between: " ");
        PrintfColumns.Title(to, "proc.name"u8, ProcessWidth);
        PrintfColumns.Title(to, "LATENCY(ms)"u8, LatencyWidth);
        to.Write("evt.type\n"u8);
        PrintfColumns.Rule(to, TimeWidth);
        _container.Rules(to);
        PrintfColumns.Rule(to, ProcessWidth);
        PrintfColumns.Rule(to, LatencyWidth);
        to.Fill((byte)'-', 20);
        to.Write('\n');
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (!_latency.TryNumber(e, out var latency) || (latency /= 1e6) <= _least)
            return;
        to.Write(_container.IsHost(e) ? _colours.Green : _colours.Blue);
        _time.WriteColumn(to, e, TimeWidth);
        to.Write(' ');
        _container.Write(to, e);
        _process.WriteColumn(to, e, ProcessWidth);
        to.Write(' ');
        var start = to.Length;
        LuaNumber.Write(to, latency);
        PrintfColumns.Fill(to, start, LatencyWidth);
        to.Write(' ');
        _type.WriteOrNil(to, e);
        to.Write('\n');
    }

    public void End(Utf8Writer to)
    {
        // The original leaves a terminal in the colour of the last line.
        if (_terminal)
            to.Write(_colours.Reset);
    }
}
