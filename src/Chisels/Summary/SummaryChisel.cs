using System.Globalization;
using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Summary;

/// <summary>
/// What sysdig-inspect shows on its first page: numbers over the time of a capture in 400 samples, as JSON, with lines of
/// progress before.
/// </summary>
sealed class SummaryChisel : IChisel
{
    public static ChiselDefinition Definition { get; } = new("wsysdig_summary", "NA", "Numbers over time for sysdig-inspect's first page, as JSON",
        [new("composite_args", "int", true, "how many samples to print, up to 400; after a comma, the capture's nanoseconds where they are known")],
        s => new SummaryChisel(s));

    const int SampleCount = 400;
    /// <summary>Where times leap back and forth there would be no end of samples; the last one holds the rest.</summary>
    const int MostSamples = 2 * SampleCount;
    /// <summary>Progress is told after so many samples.</summary>
    const int ProgressEvery = 12;
    const double AlmostDone = 99.99;

    readonly ChiselSetup _setup;
    readonly int _wanted;
    readonly double? _span;
    readonly SummaryMetrics _metrics = new();
    readonly ShownField _direction, _result;
    readonly IoCounts _io;
    readonly CallCounts _calls;
    EventStream _stream = null!;
    MachineSamples _machine = null!;
    int _samples;

    /// <exception cref="ChiselException">The capture can't be read twice, or the argument is no number.</exception>
    public SummaryChisel(ChiselSetup setup)
    {
        _setup = setup;
        var words = setup.Arguments.Count > 0 ? setup.Arguments[0].Split(',') : [];
        _wanted = words.Length > 0 ? (int)Math.Clamp(Number(words[0]), 0, SampleCount) : 0;
        _span = words.Length > 1 ? Number(words[1]) : null;
        if (_span is null && setup.File is null or "-")
            throw new ChiselException("wsysdig_summary needs the capture to be read twice, which standard input can't give; read a file");
        _direction = new("evt.dir", setup);
        _result = new("evt.rawres", setup);
        _io = new IoCounts(setup, _metrics);
        _calls = new CallCounts(setup, _metrics);
    }

    public ChiselInterval Interval { get; private set; }

    public void Begin(EventStream stream)
    {
        _stream = stream;
        _machine = new MachineSamples(stream, _setup.Filter);
        Interval = new ChiselInterval((ulong)Math.Max(0, (_span ?? CaptureSpan.Of(_setup.File!)) / (SampleCount - 1)), Steady: true);
    }

    public void Head(Utf8Writer to) => to.Write("{\"slices\": [\n"u8);

    public void Add(Event e, Utf8Writer to)
    {
        _metrics.Calls.Count();
        if (_direction.Is(e, ">"u8))
            _calls.AddEnter(e);
        else if (!_direction.Is(e, "<"u8))
            return;
        else if (!_result.TryNumber(e, out var result))
            _calls.AddFailure(e, null);
        else if (result < 0)
            _calls.AddFailure(e, result);
        else if (!_io.Add(e))
            _calls.AddSuccess(e, result, _machine);
    }

    public void Tick(ulong time, ulong passed, Utf8Writer to)
    {
        if (_samples >= MostSamples)
            return;
        _machine.Take(_metrics);
        _metrics.EndSample(time);
        if (_samples++ % ProgressEvery == 0)
            WriteProgress(to);
    }

    public void End(Utf8Writer to)
    {
        var reader = _stream.Reader;
        _machine.TakePorts(_metrics);
        _metrics.EndSample(reader.Current.Timestamp);
        to.Write("{\"progress\": 100, \"data\": "u8);
        new SummaryJson(_metrics, _wanted is 0 or SampleCount ? null : _wanted, _setup.Filter).Write(
            to, _machine.ContainerNames, _stream.State.FirstTimestamp, reader.Current.Timestamp);
        to.Write("}\n]}\n"u8);
    }

    void WriteProgress(Utf8Writer to)
    {
        var reader = _stream.Reader;
        var read = reader.BytesTotal > 0 ? Math.Min(100.0 * reader.BytesRead / reader.BytesTotal, AlmostDone) : 0;
        to.Write("{\"progress\": "u8);
        LuaNumber.Write(to, read);
        to.Write(" },\n"u8);
    }

    static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
        ? number : throw new ChiselException($"wsysdig_summary takes a number of samples, not '{text}'");
}
