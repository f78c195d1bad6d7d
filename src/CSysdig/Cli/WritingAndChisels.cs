using CSysdig.Cli.Writing;
using CSysdig.Model;
using CSysdig.Model.Streaming;

namespace CSysdig.Cli;

/// <summary>A capture is written (-w) while chisels (-c) see the same events.</summary>
sealed class WritingAndChisels(CaptureWriting writing, ChiselRun chisels) : IEventSink
{
    /// <summary>A chisel that has seen enough does not end what is written.</summary>
    public bool IsStopped => writing.IsStopped;

    public IStreamObserver? Open() => writing.Open();

    public void Begin(EventStream stream)
    {
        writing.Begin(stream);
        chisels.Begin(stream);
    }

    public void Add()
    {
        writing.Add();
        if (!chisels.IsStopped)
            chisels.Add();
    }

    public void Pass(Event e)
    {
        if (!chisels.IsStopped)
            chisels.Pass(e);
    }

    public void End()
    {
        writing.End();
        chisels.End();
    }
}
