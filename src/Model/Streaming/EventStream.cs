using System.Runtime.CompilerServices;
using CSysdig.Capture;
using CSysdig.Capture.Events;
using CSysdig.Capture.Older;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using CSysdig.Model.Tracking;

namespace CSysdig.Model.Streaming;

/// <summary>A capture as a stream of events with their state.</summary>
public sealed partial class EventStream : IDisposable
{
    readonly StateEngine _engine;
    readonly IStreamObserver? _observer;
    readonly SuppressedThreads? _suppressed;
    readonly bool _compat;
    OlderSource? _older;
    bool _pending, _rejected;
    /// <summary>The last event that was taken with the tables, until the filter has seen it.</summary>
    RawEvent? _preamble;

    EventStream(Func<ICaptureTables, ScapReader> open, StreamOptions? options, IStreamObserver? observer)
    {
        options ??= new StreamOptions();
        _observer = observer;
        _compat = options.Compat;
        _suppressed = options.Suppressed.Count > 0 ? new SuppressedThreads(options.Suppressed) : null;
        State = new MachineState(options.KeepHistory, options.Compat) { NamelessHost = options.NamelessHost };
        Current = new Event(State);
        _engine = new StateEngine(State, Current, options);
        Reader = open(observer?.Tables is { } also ? new SharedTables(_engine.Tables, also) : _engine.Tables);
        Reader.PassedOver = observer is null ? null : observer.OnBlock;
        _engine.Follow(Reader.Current);
        _pending = NextRaw();
        _engine.Start(GenerationProbe.Stated(Reader.Origin) ?? (_pending ? GenerationProbe.Of(Reader.CurrentBatch, Reader.CurrentPosition, Reader.IsBefore012, _engine.HasAccountEvents) : Generation.EnterExit));
        if (_suppressed is null || State.Generation == Generation.EnterExit)
            return;
        _suppressed.AddFrom(State.Threads);
        if (_pending && IsSuppressed())
            _pending = NextRaw();
    }

    /// <summary>Opens a capture; "-" is standard input.</summary>
    /// <exception cref="CaptureException">The file can't be opened or is no capture.</exception>
    public static EventStream Open(string path, StreamOptions? options = null, IStreamObserver? observer = null) =>
        Open(ScapReader.SourceOf(path), options, observer);

    /// <summary>Reads a capture from a stream of bytes.</summary>
    public static EventStream Open(Stream stream, StreamOptions? options = null, IStreamObserver? observer = null) =>
        new(tables => ScapReader.Open(stream, tables), options, observer);

    /// <summary>Reads what a source gives, such as this machine.</summary>
    public static EventStream Open(IEventSource source, StreamOptions? options = null, IStreamObserver? observer = null)
    {
        var older = options is { AsOlder: true } ? new OlderSource(source) : null;
        var resumed = new ResumedSource(older ?? source);
        var stream = new EventStream(tables => ScapReader.Open(resumed, tables), options, observer) { _older = older };
        resumed.Resync = new Resync(stream._engine);
        return stream;
    }

    public MachineState State { get; }

    /// <summary>How many events were passed over because of <see cref="StreamOptions.Suppressed"/>.</summary>
    public long SuppressedEvents { get; private set; }

    public ScapReader Reader { get; }

    /// <summary>A line about the events that <see cref="StreamOptions.AsOlder"/> leaves out, or null.</summary>
    public string? LeftOut => _older?.LeftOut;

    /// <summary>The event last read, valid until the next call of <see cref="Next"/>.</summary>
    public Event Current { get; }

    /// <summary>
    /// Which events <see cref="Next"/> stops at; null for all. It only chooses: the state is followed for every event, and an event
    /// that passes is what it is without a filter. As sysdig 0.29.3 has it, see <see cref="PassesEarly"/>.
    /// </summary>
    public Func<Event, bool>? Filter { get; set; }

    /// <summary>The current event may change the state of the machine, as the generation of the capture means it.</summary>
    public bool ModifiesState => (_engine.Flags & EventFlags.ModifiesState) != 0;

    /// <summary>Reads and parses the next event; false at the end.</summary>
    public bool Next()
    {
        while (true)
        {
            if (!_rejected)
                _engine.Leave();
            else
                _rejected = false;
            if (_pending)
                _pending = false;
            else if (!NextRaw())
            {
                Doings.OnEndOfCapture(_engine);
                return false;
            }
            if (_preamble is not null)
                ShowPreamble();
            _engine.Enter();
            if (_compat && Filter is not null ? PassesEarly() : Passes())
                return true;
            if (_compat)
                _rejected = true;
            _observer?.OnPassedOver();
        }
    }

    public void Dispose() => Reader.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool Passes() => ParsesToShow() && (Filter is null || Filter(Current));

    /// <summary>Lets the event change the state; false when it is there for that alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool ParsesToShow() => _engine.Parse() && (Reader.Current.DumpFlags & ScapWriterEvents.StateOnly) == 0;

    /// <summary>The event just read is to be passed over; it has no number then.</summary>
    bool IsSuppressed()
    {
        if (!_suppressed!.Hide(Reader.Current))
            return false;
        // The turn of the thread that comes next begins here all the same.
        if (Reader.Current.Code is EventCode.Schedswitch_1E or EventCode.Schedswitch_6E)
            _engine.Processors.Switch(Reader.Current);
        Reader.Uncount();
        SuppressedEvents++;
        return true;
    }

    /// <summary>
    /// Reads on to an event that is more than state: those at the start of a section that describe what was there before the
    /// capture (containers, users and groups) are taken with the tables and shown to nobody.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool NextRaw()
    {
        while (Reader.Next())
        {
            if (_suppressed is not null && IsSuppressed())
                continue;
            if (!_engine.InPreamble || !_engine.TakePreamble())
                return true;
            if (_compat)
                (_preamble ??= new RawEvent()).CopyFrom(Reader.Current);
            _observer?.OnPreamble(Reader);
        }
        return false;
    }
}
