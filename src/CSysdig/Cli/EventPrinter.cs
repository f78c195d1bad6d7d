using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Cli.Live;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Formats;
using CSysdig.Model.Parameters;
using CSysdig.Model.State;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Cli;

/// <summary>Reads captures one after the other and prints what passes the filter.</summary>
sealed class EventPrinter(SysdigOptions options, string format, OutputBuffer output, EventCounts? counts, bool terminal, IEventSink? sink = null)
{
    /// <summary>So many unknown types are told one by one.</summary>
    const int MaxTypes = 8;

    /// <summary>Events of the driver about itself, and of the capture about what was there before it.</summary>
    static readonly bool[] s_isInternal = [.. EventTable.All.ToArray().Select(type => (type.Category & EventCategory.Internal) != 0)];

    readonly TextStyle _style = new()
    {
        Buffer = options.Buffer,
        Json = options.Json,
        BufferLimit = options.Verbose || options.Chisels.Count > 0 ? 0 : TextStyle.Plain.BufferLimit,
        Time = options.Time,
        PortNames = options.Following.PortNames,
        Terminal = terminal,
        Form = options.Following.Compat ? TextForm.AsTool : TextForm.Escaped,
    };

    Filter? _filter;
    /// <summary>What went past a filter that asks for types which may go by other names.</summary>
    EventCounts? _seen;
    string? _hint;
    long _events, _suppressed;
    ulong _first;
    PercentLine? _progress;
    CaptureLosses _losses = new();
    string? _forgotten, _leftOut;

    /// <summary>The dialect of the capture read last.</summary>
    public Dialect Dialect { get; private set; } = Dialect.Pairs;

    /// <exception cref="CaptureException">The file can't be read.</exception>
    /// <exception cref="EventFormatException">The format is wrong.</exception>
    /// <exception cref="FilterException">The filter is wrong.</exception>
    public void Print(string file) => Print(EventStream.Open(file, options.Following, sink?.Open()));

    /// <summary>Prints what happens on this machine.</summary>
    public void Print(LiveRun live) => Print(EventStream.Open(live, options.Following, sink?.Open()), live);

    void Print(EventStream opened, LiveRun? live = null)
    {
        using var stream = opened;
        stream.Current.Style = _style;
        _filter = options.Filter.Length > 0 ? Filter.Parse(options.Filter, stream.State, asPrinted: !terminal) : null;
        _hint = null;
        Dialect = Dialect.Of(stream.State);
        if (_filter is not null && !options.FilterShownOnly)
        {
            stream.Filter = options.Debug ? e => s_isInternal[(int)e.Code] || TestForSink(e) : sink is null ? _filter.Test : TestForSink;
            if (live?.MarksOf(stream.State, asPrinted: !terminal) is { } marks)
                stream.Filter = Marking(stream.Filter, marks);
            if (_filter.AskedTypes.Count > 0 && !stream.State.Compat)
                stream.Filter = Counting(stream.Filter, _seen = new EventCounts());
        }
        using var progress = live is null ? ProgressLine.Of(stream.Reader, options) : null;
        sink?.Begin(stream);
        ReadAll(stream, () => EventFormat.Parse(format, Dialect), live is not null);
        sink?.End();
        if (_seen is not null && _events == 0 && sink is not { IsStopped: true })
            _hint = SiblingTypes.Hint(_filter!.AskedTypes, type => _seen.Of(type, Dialect));
        _losses = stream.Reader.Losses;
        (_forgotten, _leftOut) = (stream.State.Forgotten, stream.LeftOut);
        _suppressed = stream.SuppressedEvents;
    }

    /// <summary>Says on standard error what was lost, and with -v how fast it went.</summary>
    public void Report(TimeSpan took)
    {
        if (options.Progress)
            StandardStreams.Error.Rewrite("100.00\n");
        if (_losses.Message is not null)
            Console.Error.WriteLine("sysdig: " + _losses.Message);
        if (_forgotten is not null)
            Console.Error.WriteLine("sysdig: " + _forgotten);
        if (_leftOut is not null)
            Console.Error.WriteLine("sysdig: " + _leftOut);
        if (_losses.UnknownEvents.Count > 0)
            Console.Error.WriteLine($"sysdig: {_losses.UnknownEventCount} events of types this version does not know were passed over: "
                + string.Join(", ", _losses.UnknownEvents.Take(MaxTypes).Select(u => $"{u.Value} of type {u.Key}")) + (_losses.UnknownEvents.Count > MaxTypes ? " ..." : ""));
        if (_hint is not null)
            Console.Error.WriteLine("sysdig: " + _hint);
        if (options.Verbose)
            Console.Error.WriteLine(FormattableString.Invariant(
                $"{(options.IsLive ? "" : "Driver Events:0\nDriver Drops:0\n")}Suppressed by Comm:{_suppressed}\nElapsed time: {took.TotalSeconds:F3}, Captured Events: {_events}, {_events / Math.Max(took.TotalSeconds, 1e-9):F2} eps"));
    }

    static Func<Event, bool> Counting(Func<Event, bool> filter, EventCounts seen) => e =>
    {
        seen.Add(e.Raw);
        return filter(e);
    };

    static Func<Event, bool> Marking(Func<Event, bool> filter, KernelMarks marks) => e =>
    {
        if (filter(e))
            return true;
        marks.Consider(e);
        return false;
    };

    bool TestForSink(Event e)
    {
        if (_filter!.Test(e))
            return true;
        if (sink is null)
            return false;
        sink.Pass(e);
        // The user need not wait for an event that passes.
        return sink.IsStopped;
    }

    void ReadAll(EventStream stream, Func<EventFormat> format, bool isLive)
    {
        (_events, _first) = (0, 0);
        _progress = options.Progress ? new PercentLine(stream.Reader) : null;
        var lines = format();
        if (MayShare(stream.State, isLive) && lines.IsLong)
            new SharedPrinting(stream, () => NextShown(stream), output).Print(() => new LineGroup(format(), options.Json, stream.State, _style));
        else
            while (NextShown(stream))
                PrintOne(stream.Current, lines);
    }

    /// <summary>Nobody waits for a line, and no line depends on the one before.</summary>
    bool MayShare(MachineState state, bool isLive) => Environment.ProcessorCount > 1 && !isLive && !output.EachLine && !state.Compat
        && options is { Quiet: false, FilterShownOnly: false, Time: not TimeStyle.Delta };

    /// <summary>Goes on to the next event that is to be printed; false when there is none.</summary>
    bool NextShown(EventStream stream)
    {
        var e = stream.Current;
        while (_events < options.Limit && !output.IsClosed && sink is not { IsStopped: true } && stream.Next())
        {
            if (sink is { IsStopped: true })
                return false;
            if (options.Duration > 0)
            {
                _first = _first == 0 ? e.Timestamp : _first;
                if (e.Timestamp - _first >= options.Duration && e.Timestamp >= _first)
                    return false;
            }
            _events++;
            if (_progress is not null && e.Number % 10000 == 0)
                _progress.Show();
            counts?.Add(e.Raw);
            sink?.Add();
            if (!options.Quiet && (options.Debug || !s_isInternal[(int)e.Code]))
                return true;
        }
        return false;
    }

    void PrintOne(Event e, EventFormat lines)
    {
        var start = output.Text.Length;
        if (!(options.Json ? lines.WriteJson(output.Text, e) : lines.Write(output.Text, e)))
            return;
        if (options.FilterShownOnly && _filter is not null && !_filter.Test(e))
            output.Text.Truncate(start);
        else
            output.EndLine();
    }
}
