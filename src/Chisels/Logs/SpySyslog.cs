using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Logs;

/// <summary>Messages written to syslog.</summary>
sealed class SpySyslog : IChisel
{
    public static ChiselDefinition Definition { get; } =
        new("spy_syslog", "Logs", "Messages written to syslog; what happened around them can be saved to a capture", LogExport.Arguments, s => new SpySyslog(s)) { Writes = LogExport.File };

    const int Warning = 4;
    const int IdWidth = 20;

    readonly ChiselSetup _setup;
    readonly LineColours _colours;
    readonly LogExport _export;
    readonly ShownField _facility, _severity, _severityCode, _message, _process, _container, _containerId;
    Filter _filter = null!;

    SpySyslog(ChiselSetup setup)
    {
        _setup = setup;
        _colours = LineColours.For(setup, 2);
        _export = new LogExport(setup);
        _facility = new("syslog.facility.str", setup);
        _severity = new("syslog.severity.str", setup);
        _severityCode = new("syslog.severity", setup);
        _message = new("syslog.message", setup);
        _process = new("proc.name", setup);
        _container = new("container.name", setup);
        _containerId = new("container.id", setup);
    }

    public CaptureExport? Export => _export.Capture;

    public void Begin(EventStream stream) =>
        _filter = Filter.Parse("fd.name contains /dev/log and evt.is_io_write=true and evt.dir=< and evt.failed=false", stream.State);

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e))
            return;
        if (_setup.Terminal)
            to.Write(ColourOf(e));
        if (!_setup.Containers)
            _facility.WriteOrNil(to, e);
        else if (_setup.Terminal)
        {
            Column(to, e, _containerId);
            Column(to, e, _container);
            _facility.WriteOrNil(to, e);
        }
        else
        {
            // Into a pipe the original writes them in another order.
            Column(to, e, _facility);
            Column(to, e, _containerId);
            _container.WriteOrNil(to, e);
        }
        to.Write('.');
        _severity.WriteOrNil(to, e);
        to.Write(' ');
        _process.WriteOrNil(to, e);
        to.Write('[');
        to.Write(e.Raw.Tid);
        to.Write("] "u8);
        _message.WriteOrNil(to, e);
        to.Write('\n');
        _export.Add(e);
    }

    public void End(Utf8Writer to) => _export.End(to, _colours);

    ReadOnlySpan<byte> ColourOf(Event e)
    {
        if (_severityCode.TryNumber(e, out var severity) && severity <= Warning)
            return severity < Warning ? _colours.Red : _colours.Yellow;
        return _container.Is(e, "host"u8) ? _colours.Green : _colours.Blue;
    }

    static void Column(Utf8Writer to, Event e, ShownField field)
    {
        var start = to.Length;
        field.WriteOrNil(to, e);
        PrintfColumns.Fill(to, start, IdWidth);
        to.Write(' ');
    }
}
