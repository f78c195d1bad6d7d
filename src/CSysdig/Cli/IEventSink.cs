using CSysdig.Model;
using CSysdig.Model.Streaming;

namespace CSysdig.Cli;

/// <summary>Takes the events that pass the filter, beside their being printed.</summary>
interface IEventSink
{
    /// <summary>The user wants no more of it.</summary>
    bool IsStopped => false;

    /// <summary>A capture is about to be opened; what sees it being read, or null.</summary>
    IStreamObserver? Open();

    /// <summary>The capture is open, and no event has been taken from it.</summary>
    void Begin(EventStream stream);

    /// <summary>The stream's current event passed.</summary>
    void Add();

    /// <summary>An event did not pass the filter: time goes on.</summary>
    void Pass(Event e)
    {
    }

    /// <summary>No more events of this capture come.</summary>
    void End();
}
