using System.Text;
using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Logs;

/// <summary>Lines written to log files.</summary>
sealed class SpyLogs : IChisel
{
    public static ChiselDefinition Definition { get; } =
        new("spy_logs", "Logs", "Lines written to log files; what happened around them can be saved to a capture", LogExport.Arguments, s => new SpyLogs(s)) { Writes = LogExport.File };

    const string Files = "(fd.name contains .log or fd.name contains _log or fd.name contains /var/log) and not (fd.name contains .gz or fd.name contains .tgz)";

    readonly ChiselSetup _setup;
    readonly LineColours _colours;
    readonly LogExport _export;
    readonly ShownField _text, _process, _file, _container;
    readonly Utf8Writer _lines = new();
    Filter _filter = null!;

    SpyLogs(ChiselSetup setup)
    {
        _setup = setup;
        _colours = LineColours.For(setup, 2);
        _export = new LogExport(setup);
        _text = new("evt.arg.data", setup, keepLines: true);
        _process = new("proc.name", setup);
        _file = new("fd.name", setup);
        _container = new("container.name", setup);
    }

    public CaptureExport? Export => _export.Capture;

    public void Begin(EventStream stream)
    {
        BufferLines.Prefer(stream);
        _filter = Filter.Parse($"({Files}) and evt.is_io_write=true and evt.dir=< and evt.failed=false", stream.State);
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e))
            return;
        _lines.Clear();
        _text.Write(_lines, e);
        var rest = _lines.Written;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!line.IsEmpty)
                WriteLine(e, line, to);
        }
        _export.Add(e);
    }

    public void End(Utf8Writer to) => _export.End(to, _colours);

    void WriteLine(Event e, ReadOnlySpan<byte> line, Utf8Writer to)
    {
        if (_setup.Terminal)
            Colour(e, ColourOf(line), to);
        else if (_setup.Containers)
        {
            _container.WriteOrNil(to, e);
            to.Write(' ');
        }
        _process.WriteOr(to, e, "<NA>"u8);
        to.Write(' ');
        _file.WriteOr(to, e, "<NA>"u8);
        to.Write(' ');
        to.Write(line);
        to.Write('\n');
    }

    void Colour(Event e, ReadOnlySpan<byte> colour, Utf8Writer to)
    {
        to.Write(colour);
        to.Write(' ');
        if (!_setup.Containers)
            return;
        to.Write(_container.Is(e, "host"u8) ? colour : _colours.Blue);
        to.Write(' ');
        _container.WriteOrNil(to, e);
        to.Write(' ');
        to.Write(colour);
        to.Write(' ');
    }

    ReadOnlySpan<byte> ColourOf(ReadOnlySpan<byte> line) => Mentions(line, "warn"u8) ? _colours.Yellow
        : line.IndexOf("err"u8) >= 0 ? _colours.Red : _colours.Green;

    static bool Mentions(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word)
    {
        for (var i = 0; i + word.Length <= line.Length; i++)
            if (Ascii.EqualsIgnoreCase(line.Slice(i, word.Length), word))
                return true;
        return false;
    }
}
