using System.Globalization;
using CSysdig.Capture;
using CSysdig.Capture.Live;
using CSysdig.Capture.Remote;
using CSysdig.Capture.Scap;
using CSysdig.Cli.Writing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.State;

namespace CSysdig.Cli.Live;

/// <summary>A run of sysdig without a file: this machine's events, until the user, a limit or the time ends it.</summary>
sealed class LiveRun : IEventSource
{
    readonly LiveSource _source;
    const long SettleEveryMs = 1000, FlushEveryMs = 100;
    /// <summary>
    /// What processes leave behind that have ended is old when they end, and the collector looks for such so seldom that hours of watching
    /// would grow by megabytes. Little is alive: a look that moves it together takes some milliseconds, for which rings are long enough.
    /// </summary>
    const long TidyEveryMs = 60_000;

    readonly OutputBuffer _output;
    readonly CaptureWriting? _writing;
    readonly bool _verbose, _tellsPulse;
    readonly KernelFilter _pushed;
    readonly StatusTelling? _status;
    string _givenUp = "";
    TimeSpan _cost = Environment.CpuUsage.TotalTime;
    long _lost, _settled = Environment.TickCount64, _tidied = Environment.TickCount64, _flushed;

    /// <param name="types">Nobody looks at events of other types; null for all.</param>
    /// <exception cref="CaptureException">This machine can't be watched, or not by this user.</exception>
    public LiveRun(SysdigOptions options, OutputBuffer output, CaptureWriting? writing, Interruption interruption, Reload? reload, IReadOnlySet<string>? types)
    {
        (_output, _writing, _verbose, _tellsPulse) = (output, writing, options.Verbose, options.Pulse);
        _pushed = PushedOf(options);
        if (!MayPush(options))
            types = null;
        if (_verbose && options.Filter.Length > 0)
            Console.Error.WriteLine($"sysdig: decided in the kernel: {(_pushed.Text.Length > 0 ? _pushed.Text : "nothing of the filter")}");
        if (_verbose && types is not null)
            Console.Error.WriteLine($"sysdig: decided in the kernel: the {types.Count} event types that anything is asked of: {string.Join(", ", types.Order(StringComparer.Ordinal))}");
        _source = LiveSource.Open(options.Live with
        {
            OnlyPid = _pushed.Pid,
            OnlyTid = _pushed.Tid,
            OnlyFailed = _pushed.FailedOnly,
            OnlyTypes = _pushed.Types is { } asked && types is not null ? asked.Intersect(types).ToHashSet() : _pushed.Types ?? types,
            Marks = _pushed.HasMarks,
            SnapLength = options.Writing.SnapLength ?? options.Live.SnapLength,
            Duration = TimeSpan.FromMicroseconds(options.Duration / 1000.0),
            OwnEvents = options.Debug,
            ProcessorTimes = true,
            CountsCost = options.Verbose || options.Pulse || options.Writing.Keep is not null,
        });
        if (writing?.Segments is { } segments)
            _status = new StatusTelling(_source, segments, options);
        interruption.Ending = _source.Stop;
        if (interruption.HasCome)
            _source.Stop();
        if (reload is not null)
            reload.Ending = _source.Stop;
    }

    /// <summary>Who tells the kernel what the filter turns down by what is known of threads and fds; null where the filter has no such part.</summary>
    public KernelMarks? MarksOf(MachineState state, bool asPrinted) => _pushed.HasMarks ? new KernelMarks(_pushed, state, asPrinted, _source.Marks) : null;

    public string Name => _source.Name;

    public long BytesRead => _source.BytesRead;

    public long BytesTotal => _source.BytesTotal;

    public bool IsPlainFile => _source.IsPlainFile;

    public CaptureEnd? End => _source.End;

    public bool Await(TimeSpan limit) => _source.Await(limit);

    /// <summary>Nothing is held back while nothing comes, nor for longer than a tenth of a second: whoever looks on would see it late.</summary>
    public EventBatch? Take()
    {
        var now = Environment.TickCount64;
        if (now - _flushed >= FlushEveryMs || !_source.Await(TimeSpan.Zero))
        {
            _output.Flush();
            _flushed = now;
        }
        if (now - _settled >= SettleEveryMs)
        {
            if (_verbose)
                TellLosses();
            TellThrift();
            if (_tellsPulse)
                TellPulse(TimeSpan.FromMilliseconds(now - _settled));
            _writing?.Settle();
            _status?.Tell(_writing!);
            _settled = now;
        }
        if (now - _tidied >= TidyEveryMs)
        {
            Tidying.Compact();
            _tidied = now;
        }
        return _source.Take();
    }

    public void Release(EventBatch batch) => _source.Release(batch);

    /// <summary>With -v what was taken, what was lost, and what it has cost; without, what was lost.</summary>
    public void Report(TimeSpan took)
    {
        var statistics = _source.Statistics;
        if (statistics.LossText is { } lost)
            Console.Error.WriteLine("sysdig: " + lost);
        if (!_verbose)
            return;
        var user = Environment.CpuUsage.TotalTime;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Driver Events:{statistics.Taken}\nDriver Drops:{statistics.Lost}\nBuffers that could not be read:{statistics.Unread}\n"
            + $"Cost: {Percent(user, took)} of a processor here{(statistics.KernelTime > TimeSpan.Zero ? $", {Percent(statistics.KernelTime, took)} in the kernel" : "")}"));
    }

    public void Dispose()
    {
        _status?.Dispose();
        _source.Dispose();
    }

    static KernelFilter PushedOf(SysdigOptions options) => MayPush(options) ? KernelFilter.Of(options.Filter, FilterDialect.Newer) : KernelFilter.None;

    /// <summary>With -d the filter decides what is shown alone; 0.29.3 asks it before what an event changes is known. The variable is there for comparing.</summary>
    static bool MayPush(SysdigOptions options) =>
        !options.FilterShownOnly && !options.Following.Compat && Environment.GetEnvironmentVariable("CSYSDIG_KERNEL_FILTER") != "off";

    /// <summary>Each time that it changes.</summary>
    void TellThrift()
    {
        var given = _source.GivenUp;
        if (given == _givenUp)
            return;
        _givenUp = given;
        Console.Error.WriteLine(given.Length == 0 ? "sysdig: --max-cpu: everything is taken again" : $"sysdig: --max-cpu: given up is {given}");
    }

    void TellPulse(TimeSpan since)
    {
        var cost = Environment.CpuUsage.TotalTime + _source.Statistics.KernelTime;
        Console.Error.WriteLine(new MachinePulse(LiveSource.Load ?? 0, Math.Max(0, (cost - _cost) / since * 100)).Line);
        _cost = cost;
    }

    void TellLosses()
    {
        if (_source.Lost == _lost)
            return;
        _lost = _source.Lost;
        Console.Error.WriteLine($"sysdig: {_source.Statistics.LossText}");
    }

    static string Percent(TimeSpan part, TimeSpan of) => (part.TotalSeconds / Math.Max(of.TotalSeconds, 1e-9)).ToString("P1", CultureInfo.InvariantCulture);
}
