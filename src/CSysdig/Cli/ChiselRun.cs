using CSysdig.Capture.Live;
using CSysdig.Chisels;
using CSysdig.Cli.Writing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Cli;

/// <summary>Leads the events that pass the filter through the chisels asked for, and prints what they find.</summary>
sealed class ChiselRun : IEventSink
{
    readonly OutputBuffer _output;
    readonly IChisel[] _chisels;
    readonly ChiselClock[] _clocks;
    readonly Interruption _interruption;
    EventStream _stream = null!;

    /// <exception cref="Model.Fields.FieldException">An argument should name a field and doesn't.</exception>
    public ChiselRun(SysdigOptions options, OutputBuffer output, bool terminal, Interruption interruption)
    {
        _interruption = interruption;
        _output = output;
        var rules = RuleFiles.Read(options.RuleFiles, "sysdig");
        _chisels = [.. options.Chisels.Select(c => c.Chisel.Create(Setup(options, c.Arguments, terminal) with { Rules = rules, Interrupted = () => _interruption.HasCome }))];
        _clocks = [.. _chisels.Select(c => new ChiselClock(c))];
    }

    /// <summary>The event types that any of the chisels looks at; null for all.</summary>
    public IReadOnlySet<string>? EventTypes => Array.TrueForAll(_chisels, c => c.EventTypes is not null) ? _chisels.SelectMany(c => c.EventTypes!).ToHashSet() : null;

    /// <summary>All chisels have seen enough, or the user has: what they found so far is printed all the same.</summary>
    public bool IsStopped => _interruption.HasCome || Array.TrueForAll(_chisels, c => c.IsDone);

    public IStreamObserver? Open() => null;

    public void Begin(EventStream stream)
    {
        _stream = stream;
        foreach (var chisel in _chisels)
        {
            try
            {
                chisel.Begin(stream);
            }
            catch (Exception e) when (e is ChiselExit or ChiselException)
            {
                // What it has printed so far may be why: how it wants to be called.
                chisel.LeaveOff(_output.Text);
                throw;
            }
        }
        foreach (var chisel in _chisels)
            if (chisel.StreamFilter is { } filter)
                Narrow(stream, filter);
        foreach (var chisel in _chisels)
            chisel.Head(_output.Text);
    }

    public void Add()
    {
        var e = _stream.Current;
        for (var i = 0; i < _chisels.Length; i++)
        {
            _clocks[i].Advance(e.Timestamp, _output.Text);
            _chisels[i].Add(e, _output.Text);
        }
        _output.Offer();
    }

    public void Pass(Event e)
    {
        // Descriptions of containers before the first event are older than the capture; its time has not begun.
        if (_stream.State.FirstTimestamp == 0)
            return;
        foreach (var clock in _clocks)
            clock.Advance(e.Timestamp, _output.Text);
    }

    public void End()
    {
        foreach (var chisel in _chisels)
            chisel.End(_output.Text);
    }

    /// <summary>The run that a script asks for when this one is over, or null.</summary>
    public ScriptRun? NextRun => _chisels.Select(c => c.NextRun).FirstOrDefault(r => r is not null);

    /// <summary>All captures have been read: tells what the chisels say beside their output, and gives the captures they want written.</summary>
    public List<CaptureExport> Finish()
    {
        foreach (var chisel in _chisels)
            if (chisel.Remark is { } remark)
                Console.Error.WriteLine("sysdig: " + remark);
        return [.. _chisels.Select(c => c.Export).OfType<CaptureExport>()];
    }

    /// <summary>Events that a chisel's filter for all turns down are passed over as those that the user's does.</summary>
    void Narrow(EventStream stream, Filter filter)
    {
        var before = stream.Filter;
        stream.Filter = e =>
        {
            if (before is not null && !before(e))
                return false;
            if (filter.Test(e))
                return true;
            Pass(e);
            return false;
        };
    }

    static ChiselSetup Setup(SysdigOptions options, IReadOnlyList<string> arguments, bool terminal) =>
        new(arguments, options.Containers, options.Json, terminal)
        {
            Buffer = options.Buffer,
            Form = options.Following.Compat ? TextForm.AsTool : TextForm.Escaped,
            Colours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            File = options.Files.Count > 0 ? options.Files[0] : null,
            Filter = options.Filter,
            Tell = line => Console.Error.WriteLine("sysdig: " + line),
            Width = Width(terminal),
        };

    static int Width(bool terminal)
    {
        const int Least = 40, Usual = 80, Most = 1000;
        var width = terminal ? OutputDescriptor.TerminalSize?.Width ?? 0 : int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var columns) ? columns : 0;
        return width <= 0 ? Usual : Math.Clamp(width, Least, Most);
    }
}
