using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model;

/// <summary>A capture as a stream of events with their state.</summary>
public sealed class EventStream : IDisposable
{
    EventStream() { }

    /// <summary>Opens a capture; "-" is standard input.</summary>
    /// <exception cref="CaptureException">The file can't be opened or is no capture.</exception>
    public static EventStream Open(string path, bool keepHistory = false) => throw new NotImplementedException();

    public MachineState State => throw new NotImplementedException();
    public ScapReader Reader => throw new NotImplementedException();

    /// <summary>The event last read, valid until the next call of <see cref="Next"/>.</summary>
    public Event Current => throw new NotImplementedException();

    /// <summary>Reads and parses the next event; false at the end.</summary>
    public bool Next() => throw new NotImplementedException();

    /// <summary>
    /// Tells the state engine that the user's filter has turned the current event down. sysdig then forgets an enter event that
    /// changes no state, so that its exit has no fd; answers to filters depend on it.
    /// </summary>
    public void Reject() => throw new NotImplementedException();

    public void Dispose() { }
}
