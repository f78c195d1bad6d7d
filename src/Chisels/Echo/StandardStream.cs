using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Echo;

/// <summary>The bytes that went through one of the three standard streams of processes.</summary>
sealed class StandardStream : IChisel
{
    public static ChiselDefinition Input { get; } = new("stdin", "I/O", "What processes read from standard input", [], s => new StandardStream(s, 0));

    public static ChiselDefinition Output { get; } = new("stdout", "I/O", "What processes wrote to standard output", [], s => new StandardStream(s, 1));

    public static ChiselDefinition Error { get; } = new("stderr", "I/O", "What processes wrote to standard error",
        [new("disable_color", "string", true, "disable_color prints without colours")], s => new StandardStream(s, 2));

    const int IdWidth = 20;

    readonly int _fd;
    readonly bool _containers;
    readonly LineColours _colours;
    readonly ShownField _data, _container, _containerId;
    Filter _filter = null!;

    StandardStream(ChiselSetup setup, int fd)
    {
        _fd = fd;
        // Only the one of standard error knows of containers.
        _containers = setup.Containers && fd == 2;
        _colours = LineColours.For(setup, 0);
        _data = new("evt.rawarg.data", setup, keepLines: true);
        _container = new("container.name", setup);
        _containerId = new("container.id", setup);
    }

    public void Begin(EventStream stream) => _filter = Filter.Parse($"fd.num={_fd} and evt.is_io=true", stream.State);

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e))
            return;
        var start = to.Length;
        if (_containers)
        {
            to.Write(_container.Is(e, "host"u8) ? _colours.Green : _colours.Blue);
            _containerId.WriteColumn(to, e, IdWidth);
            to.Write(' ');
            _container.WriteColumn(to, e, IdWidth);
            to.Write(' ');
        }
        if (_data.Write(to, e))
            to.Write('\n');
        else
            to.Truncate(start);
    }

    public void End(Utf8Writer to)
    {
    }
}
