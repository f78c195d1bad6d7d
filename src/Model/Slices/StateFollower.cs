using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;

namespace CSysdig.Model.Slices;

/// <summary>
/// The state of the machine by all events of a stream, as it is before the current one, where a slice begins; the stream has parsed
/// that already.
/// </summary>
sealed class StateFollower
{
    readonly StateEngine _engine;

    public StateFollower(StreamOptions following)
    {
        State = new MachineState(keepHistory: false, following.Compat);
        Current = new Event(State);
        _engine = new StateEngine(State, Current, following);
    }

    public MachineState State { get; }

    /// <summary>The stream's current event with the whole state.</summary>
    public Event Current { get; }

    public ICaptureTables Tables => _engine.Tables;

    /// <summary>The stream is open: the tables have been read up to its first event.</summary>
    public void Attach(EventStream stream)
    {
        _engine.Follow(stream.Reader.Current);
        _engine.Start(stream.State.Generation);
    }

    /// <summary>Takes an event at the start of a section for what was there before it.</summary>
    public void TakePreamble(ScapReader reader)
    {
        _engine.Follow(reader.Current);
        _engine.TakePreamble();
    }

    /// <summary>Comes to the stream's current event; the state is still the one before it.</summary>
    public void Enter()
    {
        _engine.Enter();
        _engine.Publish();
    }

    /// <summary>Lets the event change the state.</summary>
    public void Leave()
    {
        _engine.Parse();
        _engine.Leave();
    }
}
