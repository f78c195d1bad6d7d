using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Parsing;
using CSysdig.Model.State;

namespace CSysdig.Model;

/// <summary>A capture as a stream of events with their state.</summary>
public sealed class EventStream : IDisposable
{
    // scap_dump_flags: the event was kept for its effect on state alone.
    const uint StateOnly = 2;

    readonly StateEngine _engine;
    bool _pending, _accepted;

    EventStream(Func<ICaptureTables, ScapReader> open, bool keepHistory)
    {
        State = new MachineState(keepHistory);
        Current = new Event(State);
        _engine = new StateEngine(State, Current);
        Reader = open(_engine.Tables);
        Current.Raw = Reader.Current;
        _pending = NextRaw();
        _engine.Start(_pending ? GenerationProbe.Of(Reader.CurrentBatch, Reader.CurrentPosition, _engine.HasAccountEvents) : Generation.EnterExit);
    }

    /// <summary>Opens a capture; "-" is standard input.</summary>
    /// <exception cref="CaptureException">The file can't be opened or is no capture.</exception>
    public static EventStream Open(string path, bool keepHistory = false) =>
        new(tables => ScapReader.Open(path, tables, new ReaderOptions { KeepBatches = keepHistory }), keepHistory);

    /// <summary>Reads a capture from a stream of bytes.</summary>
    public static EventStream Open(Stream stream, bool keepHistory = false) =>
        new(tables => ScapReader.Open(stream, tables, new ReaderOptions { KeepBatches = keepHistory }), keepHistory);

    public MachineState State { get; }
    public ScapReader Reader { get; }

    /// <summary>The event last read, valid until the next call of <see cref="Next"/>.</summary>
    public Event Current { get; }

    /// <summary>
    /// Which events <see cref="Next"/> stops at; null for all. The filter belongs in here and not behind the stream: as in sysdig
    /// it is asked before an event that changes no state is parsed, and a rejected one is not parsed at all, so that a filter
    /// sees an fd's name before the event and the exit of a rejected enter event has no fd.
    /// </summary>
    public Func<Event, bool>? Filter { get; set; }

    /// <summary>Reads and parses the next event; false at the end.</summary>
    public bool Next()
    {
        while (true)
        {
            if (_accepted)
                _engine.Leave();
            _accepted = false;
            if (!_pending && !NextRaw())
                return false;
            _pending = false;
            _engine.Enter();
            if (Passes())
                return _accepted = true;
        }
    }

    public void Dispose() => Reader.Dispose();

    bool Passes()
    {
        var filterLater = (_engine.Flags & EventFlags.ModifiesState) != 0;
        if (Filter is not null && !filterLater && !Filter(Current))
        {
            _engine.Reject();
            return false;
        }
        var shown = _engine.Parse();
        if (Filter is not null && filterLater && !Filter(Current))
            return false;
        return shown && (Reader.Current.DumpFlags & StateOnly) == 0;
    }

    /// <summary>
    /// Reads on to an event that is more than state: those at the start of a section that describe what was there before the
    /// capture (containers, users and groups) are taken with the tables and shown to nobody.
    /// </summary>
    bool NextRaw()
    {
        while (Reader.Next())
            if (!_engine.TakePreamble())
                return true;
        return false;
    }
}
