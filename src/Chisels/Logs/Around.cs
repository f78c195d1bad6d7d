using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Logs;

/// <summary>Writes to a capture what threads did around the events that pass the user's filter.</summary>
sealed class Around : IChisel
{
    public static ChiselDefinition Definition { get; } = new("around", "Misc", "Save to a capture what happened around the events of a filter",
        [
            new("dump_file_name", "string", false, "the capture to write"),
            new("dump_range_ms", "int", true, "how many milliseconds before and after, 1000 if not given"),
        ], s => new Around(s)) { Writes = a => a[0] };

    readonly ChiselSetup _setup;
    readonly LineColours _colours;
    readonly Surroundings _moments;
    readonly ShownField _time, _process;

    Around(ChiselSetup setup)
    {
        if (setup.Filter.Length == 0)
            throw new ChiselException("around needs a filter after its arguments: it saves what happened around the events that pass");
        _setup = setup;
        _colours = LineColours.For(setup);
        _moments = new Surroundings(setup.Arguments.Count > 1 ? setup.Arguments[1] : "1000");
        _time = new("evt.time", setup);
        _process = new("proc.name", setup);
    }

    public CaptureExport? Export => new(_setup.Arguments[0], _moments.Has);

    public void Begin(EventStream stream)
    {
    }

    public void Add(Event e, Utf8Writer to)
    {
        _time.WriteOrNil(to, e);
        to.Write(' ');
        _process.WriteOr(to, e, "<NA>"u8);
        to.Write('(');
        to.Write(e.Raw.Tid);
        to.Write(")\n"u8);
        _moments.Add(e);
    }

    public void End(Utf8Writer to)
    {
        if (_setup.Terminal)
        {
            to.Write(_colours.Reset);
            to.Write('\n');
        }
        to.Write($"\nSaving events around {_moments.Count} syslog entries to {_setup.Arguments[0]}\n");
    }
}
