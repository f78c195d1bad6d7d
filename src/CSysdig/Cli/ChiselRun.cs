using CSysdig.Chisels;
using CSysdig.Model;

namespace CSysdig.Cli;

/// <summary>Leads the events that pass the filter through the chisels asked for, and prints what they find.</summary>
sealed class ChiselRun : IEventSink
{
    readonly OutputBuffer _output;
    readonly IChisel[] _chisels;
    EventStream _stream = null!;

    /// <exception cref="Model.Fields.FieldException">An argument should name a field and doesn't.</exception>
    public ChiselRun(SysdigOptions options, OutputBuffer output, bool terminal)
    {
        _output = output;
        _chisels = [.. options.Chisels.Select(c => c.Chisel.Create(new ChiselSetup(c.Arguments, options.Containers, options.Json, terminal)))];
    }

    public IStreamObserver? Open() => null;

    public void Begin(EventStream stream)
    {
        _stream = stream;
        foreach (var chisel in _chisels)
            chisel.Begin(stream);
    }

    public void Add()
    {
        foreach (var chisel in _chisels)
            chisel.Add(_stream.Current);
    }

    public void End()
    {
        foreach (var chisel in _chisels)
            chisel.End(_output.Text);
    }
}
