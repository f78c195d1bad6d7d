using CSysdig.Chisels.Printing;
using CSysdig.Chisels.Tables;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Formats;
using CSysdig.Model.Parameters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Echo;

/// <summary>All that was read and written: a line of what moved where, and the bytes below it.</summary>
sealed class EchoFds : IChisel
{
    public static ChiselDefinition Definition { get; } = new("echo_fds", "I/O", "What was read from and written to files, connections and pipes",
        [new("disable_color", "string", true, "disable_color prints without colours")], s => new EchoFds(s));

    readonly ChiselSetup _setup;
    readonly LineColours _colours;
    readonly ShownField _name, _process, _container, _containerId, _isRead, _result;
    Filter _filter = null!;
    EventFormat _data = null!;

    EchoFds(ChiselSetup setup)
    {
        _setup = setup;
        _colours = LineColours.For(setup, 0);
        _name = new("fd.name", setup);
        _process = new("proc.name", setup);
        _container = new("container.name", setup);
        _containerId = new("container.id", setup);
        _isRead = new("evt.is_io_read", setup);
        _result = new("evt.rawarg.res", setup);
    }

    public void Begin(EventStream stream)
    {
        _filter = Filter.Parse("evt.is_io=true and evt.dir=< and evt.rawres>0", stream.State);
        _data = EventFormat.Parse("%evt.arg.data", Dialect.Of(stream.State));
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e) || !_result.TryNumber(e, out var bytes) || bytes <= 0)
            return;
        var isRead = _isRead.IsTrue(e);
        var colour = isRead ? _colours.Red : _colours.Blue;
        to.Write(colour);
        to.Write(isRead ? "------ Read "u8 : "------ Write "u8);
        Amounts.WriteBytes(to, bytes);
        to.Write(isRead ? " from "u8 : " to "u8);
        if (_setup.Containers)
            WriteContainer(to, e);
        to.Write(' ');
        to.Write(colour);
        to.Write(' ');
        _name.WriteOr(to, e, "<NA>"u8);
        to.Write(" ("u8);
        _process.WriteOrNil(to, e);
        to.Write(")\n"u8);
        if (WriteData(to, e))
            to.Write('\n');
    }

    public void End(Utf8Writer to)
    {
        to.Write(_colours.Reset);
        to.Write('\n');
    }

    // What the format would write, with two copies fewer: most of the output is this.
    bool WriteData(Utf8Writer to, Event e) => _setup.Json ? _data.WriteJson(to, e)
        : _setup.Terminal || e.State.ExitOnly ? _data.Write(to, e)
        : ParamText.WriteArg(e, ParamText.IndexOf(e, "data"), to);

    void WriteContainer(Utf8Writer to, Event e)
    {
        to.Write(_container.Is(e, "host"u8) ? _colours.Green : _colours.Cyan);
        to.Write(" ["u8);
        _container.WriteOrNil(to, e);
        to.Write("] ["u8);
        _containerId.WriteOrNil(to, e);
        to.Write(']');
    }
}
