using CSysdig.Capture;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;
using CSysdig.Model.Opening;

namespace CSysdig.Model.Fleets;

/// <summary>
/// Many captures that are looked at together, of a host each. Every one keeps a history and a machine's state of its own, so that nothing of two hosts mixes;
/// a few are loaded at a time, and each has its share of the memory.
/// </summary>
public sealed class Fleet : IDisposable
{
    /// <summary>A capture does not do with less.</summary>
    internal const long LeastShare = 16 << 20;

    readonly HistoryOptions _options;
    readonly FleetCapture[] _captures;
    readonly List<int> _order;
    readonly TaskCompletionSource<CaptureHistory?> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource _closing = new();
    readonly List<string> _notes = [];
    readonly long _size;
    int _begun = -1;

    Fleet(string name, IReadOnlyList<CaptureFile> files, HistoryOptions options, string? wanted)
    {
        Name = name;
        _options = options;
        _captures = Distinct(files);
        _size = Math.Max(1, _captures.Sum(capture => capture.Size));
        Tell(_captures);
        if (LeastShare * _captures.Length > options.Memory)
            throw new CaptureException(FormattableString.Invariant($"{_captures.Length} captures need {LeastShare * _captures.Length >> 20}M of memory at least, and {options.Memory >> 20}M may be used: give more by --memory, or fewer captures"));
        Wanted = wanted is null ? null : Meant(wanted);
        _order = [.. Enumerable.Range(0, _captures.Length).OrderBy(at => _captures[at] == Wanted ? 0 : 1)];
        var workers = Enumerable.Range(0, Math.Min(_captures.Length, Math.Max(2, Environment.ProcessorCount)))
            .Select(_ => Task.Factory.StartNew(Load, _closing.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Completion = Task.WhenAll(workers);
        Completion.ContinueWith(_ => _first.TrySetResult(null), TaskScheduler.Default);
    }

    /// <summary>Begins to load captures; comes back when the first is there.</summary>
    /// <param name="name">What they are called together.</param>
    /// <param name="wanted">The host or file that is to be loaded first; null for none.</param>
    /// <exception cref="CaptureException">None can be opened, they need more memory than may be used, or what is wanted is not among them.</exception>
    public static Fleet Open(string name, IReadOnlyList<CaptureFile> files, HistoryOptions options, string? wanted = null)
    {
        var fleet = new Fleet(name, files, options, wanted);
        if (fleet._first.Task.Result is not null)
            return fleet;
        fleet.Dispose();
        throw new CaptureException(fleet.Wanted?.Problem ?? $"none of the {fleet._captures.Length} captures can be opened; of the first: {fleet._captures[0].Problem}");
    }

    /// <summary>The history that was there first: by it others go for what is the same of all.</summary>
    public CaptureHistory First => _first.Task.Result!;

    /// <summary>What they are called together: the folder.</summary>
    public string Name { get; }

    /// <summary>All of them, in the order in which they were named.</summary>
    public IReadOnlyList<FleetCapture> Captures => _captures;

    /// <summary>The one that is to be loaded first, or null.</summary>
    public FleetCapture? Wanted { get; }

    /// <summary>What was found out before anything was loaded, a line each: captures that are the same.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The histories that are there; loading goes on in some.</summary>
    public IEnumerable<CaptureHistory> Histories => _captures.Select(capture => capture.History).OfType<CaptureHistory>();

    /// <summary>How many are loaded, or never will be.</summary>
    public int Settled => _captures.Count(capture => capture.IsSettled);

    /// <summary>All are loaded that can be.</summary>
    public bool IsComplete => Completion.IsCompleted;

    /// <summary>How far reading is of all together.</summary>
    public LoadProgress Progress => new(Histories.Sum(history => history.End), _captures.Sum(BytesReadOf), _captures.Sum(capture => capture.Size), IsComplete, null);

    static long BytesReadOf(FleetCapture capture) => capture.IsSettled ? capture.Size : capture.History?.Progress.BytesRead ?? 0;

    /// <summary>Completes when nothing more will come.</summary>
    public Task Completion { get; }

    /// <summary>The time from the first event of all to the last.</summary>
    public TimeRange Span
    {
        get
        {
            var (from, until) = (ulong.MaxValue, 0UL);
            foreach (var history in Histories)
                if (history.Count > 0)
                    (from, until) = (Math.Min(from, history.FirstTimestamp), Math.Max(until, history.LastTimestamp));
            return from > until ? default : new TimeRange(from, until);
        }
    }

    /// <summary>Called on any thread when a capture is opened or loaded.</summary>
    public event Action? Changed;

    public void Dispose()
    {
        _closing.Cancel();
        foreach (var history in Histories)
            history.Stop();
        Completion.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        foreach (var history in Histories)
            history.Dispose();
    }

    // The same capture twice would count everything twice.
    FleetCapture[] Distinct(IReadOnlyList<CaptureFile> files)
    {
        var known = new Dictionary<string, FleetCapture>(StringComparer.Ordinal);
        // Of another size it is another.
        var sizes = files.GroupBy(file => file.Size).Where(size => size.Skip(1).Any()).Select(size => size.Key).ToHashSet();
        var captures = new List<FleetCapture>(files.Count);
        foreach (var file in files)
        {
            var capture = new FleetCapture(captures.Count, file);
            if (sizes.Contains(file.Size) && file.Content is { } content && !known.TryAdd(content, capture))
                _notes.Add($"{file.Path} is the same capture as {known[content].Path}: it is looked at once");
            else
                captures.Add(capture);
        }
        return [.. captures];
    }

    static void Tell(FleetCapture[] captures)
    {
        foreach (var host in captures.GroupBy(capture => capture.Host, StringComparer.Ordinal).Where(host => host.Skip(1).Any()))
            foreach (var capture in host)
                capture.Label = $"{capture.Host} {capture.File}";
    }

    FleetCapture Meant(string word) => _captures.Where(capture => capture.IsCalled(word)).ToList() switch
    {
        [var one] => one,
        [] => throw new CaptureException($"none of the {_captures.Length} captures is of a host {word}"),
        var several => throw new CaptureException($"{several.Count} captures are of the host {word}: name one by its file, as in {several[0].File}"),
    };

    void Load()
    {
        while (!_closing.IsCancellationRequested && Interlocked.Increment(ref _begun) is var turn && turn < _order.Count)
        {
            var capture = _captures[_order[turn]];
            try
            {
                capture.History = !capture.IsEmpty ? CaptureHistory.Open(capture.Path, OptionsOf(capture)) : throw new CaptureException($"{capture.Path} is empty");
                if (Wanted is null || capture == Wanted)
                    _first.TrySetResult(capture.History);
                Changed?.Invoke();
                if (_closing.IsCancellationRequested)
                    capture.History.Stop();
                capture.History.Completion.Wait();
            }
            catch (Exception e) when (e is CaptureException or IOException or UnauthorizedAccessException)
            {
                capture.Miss(FileProblem.Of(e));
                if (capture == Wanted)
                    _first.TrySetResult(null);
            }
            Changed?.Invoke();
        }
    }

    /// <summary>Half of the memory is shared out equally, half by what the files take.</summary>
    HistoryOptions OptionsOf(FleetCapture capture) => _options with
    {
        Memory = ShareOf(capture.Size),
        Follows = false,
        Following = _options.Following with { NamelessHost = capture.IsNameless ? capture.Host : "" },
    };

    internal long ShareOf(long size)
    {
        var spare = _options.Memory - LeastShare * _captures.Length;
        return LeastShare + spare / 2 / _captures.Length + (long)(spare / 2 * (size / (double)_size));
    }
}
