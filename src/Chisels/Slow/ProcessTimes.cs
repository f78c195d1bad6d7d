using CSysdig.Chisels.Printing;
using CSysdig.Chisels.Tables;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Slow;

/// <summary>Processes that have ended, and how long they ran.</summary>
sealed class ProcessTimes : IChisel
{
    public static ChiselDefinition Definition { get; } = new("proc_exec_time", "Performance", "How long the processes ran that have ended",
        [new("disable_color", "string", true, "disable_colors prints without colours")], s => new ProcessTimes(s));

    const double Long = 3e9, VeryLong = 10e9;
    const int TimeWidth = 13, ProcessWidth = 12;

    readonly LineColours _colours;
    readonly ContainerColumns _container;
    readonly ShownField _duration, _process, _arguments;
    Filter _filter = null!;

    ProcessTimes(ChiselSetup setup)
    {
        _colours = LineColours.For(setup, 0, "disable_colors");
        _duration = new("proc.duration", setup);
        _container = new(setup);
        _process = new("proc.name", setup);
        _arguments = new("proc.args", setup);
    }

    public void Begin(EventStream stream) => _filter = Filter.Parse("evt.type=procexit", stream.State);

    public void Head(Utf8Writer to)
    {
        PrintfColumns.Title(to, "proc.duration"u8, TimeWidth);
        _container.Titles(to);
        PrintfColumns.Title(to, "proc.name"u8, ProcessWidth);
        to.Write("proc.args\n"u8);
        PrintfColumns.Rule(to, TimeWidth);
        _container.Rules(to);
        PrintfColumns.Rule(to, ProcessWidth);
        to.Fill((byte)'-', 20);
        to.Write('\n');
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e) || !_duration.TryNumber(e, out var duration))
            return;
        to.Write(duration > VeryLong ? _colours.Red : duration > Long ? _colours.Yellow
            : _container.IsHost(e) ? _colours.Green : _colours.Blue);
        var start = to.Length;
        Amounts.WriteTime(to, duration);
        PrintfColumns.Fit(to, start, TimeWidth);
        to.Write(' ');
        _container.Write(to, e);
        _process.WriteColumn(to, e, ProcessWidth);
        to.Write(' ');
        _arguments.WriteOrNil(to, e);
        to.Write('\n');
    }

    public void End(Utf8Writer to)
    {
        to.Write(_colours.Reset);
        to.Write('\n');
    }
}
