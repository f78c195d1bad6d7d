using CSysdig.Capture;
using CSysdig.Capture.Buckets;
using CSysdig.Capture.Live;
using CSysdig.Capture.Remote;
using CSysdig.Capture.Scap;
using CSysdig.Model.History.Bytes;
using CSysdig.Model.History.Packing;
using CSysdig.Model.History.Pages;
using CSysdig.Model.State;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Model.Tracking;
using Microsoft.Win32.SafeHandles;

namespace CSysdig.Model.History;

/// <summary>
/// Every event of a capture as a row that can be asked again, filled by a thread of its own while it is asked already, or at once
/// from the cache. Rows count from 0 in the capture's order and never change; those from <see cref="First"/> to before
/// <see cref="End"/> are there, and both only grow.
/// </summary>
public sealed class CaptureHistory : IDisposable
{
    internal const int ManyEvents = 1_000_000;
    internal const long MostRecentBytes = 16 << 20;

    readonly IHistoryFeed _feed;
    readonly BlockStore _blocks;
    readonly ChunkStore _chunks;
    readonly StatePages _pages;
    readonly StateSpill? _spill;
    readonly HistoryWindow? _window;
    readonly Tidying _tidying = new();
    readonly Task _logged = Task.CompletedTask;
    readonly CancellationTokenSource _closing = new();

    /// <summary>Begins to load.</summary>
    internal CaptureHistory(string path, EventStream stream, HistoryOptions options)
    {
        (Path, Log, IsFile) = (path, options.Log, path.Length > 0 && path != "-" && !BucketAddress.IsMeant(path));
        Following = options.Following;
        Style = StyleOf(options);
        var reader = stream.Reader;
        _blocks = new BlockStore(reader.Release, reader.IsPlainFile ? OpenAgain(path) : null, new Spool(options.SpoolFolder, options.Memory / 2),
            Math.Min(MostRecentBytes, options.Memory / 8));
        reader.BatchPassed = _blocks.Passed;
        _chunks = new ChunkStore(_blocks.Spool, new ChunkReader(_blocks.Spool), [], long.MaxValue)
        {
            PutAside = options.Log is null ? null : (chunk, section) => options.Log(
                Line($"columns of events {((long)chunk << EventChunk.Shift) + 1} to {(long)(chunk + 1) << EventChunk.Shift} are put aside: {section.Length} bytes packed")),
        };
        Rows = new EventRows(_blocks, _chunks, stream.State);
        _pages = new StatePages(stream.State, _blocks.Spool, options.FetchedState);
        _spill = new StateSpill(stream.State, _pages, _blocks.Spool);
        IsWindow = options.IsWindow;
        _window = new HistoryWindow(Rows, _blocks.Spool, _spill, stream.State, options);
        var loader = new HistoryLoader(stream, Rows, _blocks, _spill, _window, options);
        _feed = loader;
        _logged = loader.Completion.ContinueWith(_ => LogEnd(loader, options.Log), TaskScheduler.Default);
        loader.Start();
    }

    /// <summary>One that is complete.</summary>
    internal CaptureHistory(string path, EventRows rows, BlockStore blocks, IHistoryFeed feed, StatePages pages, HistoryOptions options)
    {
        (Path, Log, IsFile) = (path, options.Log, true);
        Following = options.Following;
        Style = StyleOf(options);
        (Rows, _blocks, _feed, _chunks, _pages) = (rows, blocks, feed, rows.Chunks, pages);
        _chunks.FetchAhead();
    }

    /// <summary>The path it was opened by; empty for a stream.</summary>
    public string Path { get; }

    /// <summary>It lies in a file, and can be read again from there.</summary>
    public bool IsFile { get; internal init; }

    /// <summary>This machine, where its events are no capture's; else null.</summary>
    public LiveSource? Live { get; internal init; }

    /// <summary>Another machine, where that is watched from here; else null.</summary>
    public RemoteSource? Other { get; internal init; }

    /// <summary>What the other machine is called.</summary>
    public string? Remote => Other?.Name;

    /// <summary>Its events are a machine's as they happen.</summary>
    public bool IsLive => Live is not null || Remote is not null;

    /// <summary>See <see cref="HistoryOptions.Log"/>.</summary>
    internal Action<string>? Log { get; }

    /// <summary>How the capture was followed.</summary>
    public StreamOptions Following { get; }

    /// <summary>The cache file that it came from, or null.</summary>
    internal string? CacheFile { get; init; }

    /// <summary>It came from the cache.</summary>
    public bool IsFromCache => CacheFile is not null;

    /// <summary>The cache had a file for it that could not be used, and is made anew.</summary>
    public bool IsRebuilt { get; internal init; }

    /// <summary>Completes when the cache has its file, or will get none.</summary>
    public Task Caching { get; internal set; } = Task.CompletedTask;

    /// <summary>It is closed before it was loaded.</summary>
    internal CancellationToken Closing => _closing.Token;

    /// <summary>All of the capture is loaded, and nothing of it is missing.</summary>
    internal bool IsWhole => _feed is { IsWhole: true, Progress.Failure: null } && Forgotten is null && _blocks.Failure is null;

    /// <summary>How long loading took; zero while it goes on.</summary>
    internal TimeSpan Took => _feed.Took;

    internal EventRows Rows { get; }

    /// <summary>The events' bytes.</summary>
    internal BlockStore Blocks => _blocks;

    /// <summary>State that was put aside.</summary>
    internal StatePages Pages => _pages;

    /// <summary>A question was answered, and what it needed is needed no more.</summary>
    internal void Tidy()
    {
        // That stops all threads for as long as a hundred milliseconds.
        if (Count > ManyEvents && IsComplete)
            _tidying.Consider();
    }

    /// <summary>What it has and takes at this moment.</summary>
    public HistoryStatistics Statistics => new(Count, _feed.Took, State.ThreadVersions.Count, State.FdVersions.Count, _spill?.Aside ?? 0, _chunks.Count, _chunks.InMemory, _chunks.Bytes,
        _chunks.Fetched, _blocks.Spool.Size, _blocks.Spool.MemoryBytes, GC.GetTotalMemory(false), Environment.WorkingSet);

    /// <summary>How values become text where they are asked for: csysdig cuts no buffer, unlike sysdig's lines.</summary>
    public TextStyle Style { get; }

    /// <summary>The same for what is read as text, such as JSON.</summary>
    public TextStyle ShownStyle => Style with { Form = Following.Compat ? TextForm.AsTool : TextForm.Escaped };

    static TextStyle StyleOf(HistoryOptions options) => new()
    {
        BufferLimit = 0,
        PortNames = options.Following.PortNames,
        Form = options.Following.Compat ? TextForm.AsTool : TextForm.Bytes,
    };

    /// <summary>Events go while others come.</summary>
    internal bool IsWindow { get; }

    /// <summary>The row of the first event that is there.</summary>
    public long First => Rows.First;

    /// <summary>The row behind the last event that can be asked now.</summary>
    public long End => Rows.End;

    /// <summary>How many events can be asked now.</summary>
    public long Count => End - First;

    /// <summary>Time of the first event in nanoseconds since the epoch; 0 while there is none.</summary>
    public ulong FirstTimestamp => End == 0 ? 0 : Rows.Marks[First >> TimeMarks.Shift];

    /// <summary>Time of the newest event that can be asked; 0 while there is none.</summary>
    public ulong LastTimestamp => Rows.LastTimestamp;

    /// <summary>Time of an event in nanoseconds since the epoch.</summary>
    public ulong TimestampAt(long row) => Rows.TimestampAt(row);

    /// <summary>The first row later than a time; <see cref="End"/> when there is none. Captures stand in the order of time.</summary>
    /// <param name="tolerance">Nanoseconds: where a few rows take less, one of them will do if columns had to be fetched to tell which.</param>
    public long RowAfter(ulong time, ulong tolerance = 0)
    {
        var (first, count) = (First, End);
        var marks = TimeMarks.CountOf(count);
        var mark = Rows.Marks.LastUntil(time, first >> TimeMarks.Shift, marks);
        if (mark < first >> TimeMarks.Shift)
            return first;
        var row = mark << TimeMarks.Shift;
        var end = Math.Min(count, mark + 1 << TimeMarks.Shift);
        var (since, until) = (Rows.Marks[mark], mark + 1 < marks ? Rows.Marks[mark + 1] : LastTimestamp);
        if (until - since <= tolerance && !Rows.IsInMemory(row))
            return time >= until ? end : row + Math.Max(1, (long)((time - since) / (double)(until - since) * (end - row)));
        while (row < end && TimestampAt(row) <= time)
            row++;
        return row;
    }

    /// <summary>The number of an event in the capture, from 1; events that could not be read leave gaps.</summary>
    public long NumberAt(long row) => Rows.NumberOf(row);

    /// <summary>The row of an event by its number, or -1 where it is not there.</summary>
    public long RowOf(long number)
    {
        var (low, high) = (First, End);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (NumberAt(middle) < number)
                low = middle + 1;
            else
                high = middle;
        }
        return low < End && NumberAt(low) == number ? low : -1;
    }

    /// <summary>How far reading is.</summary>
    public LoadProgress Progress => _feed.Progress;

    /// <summary>One line on bytes of events that can't be had again because a file has changed, or null. The columns still answer.</summary>
    public string? Problem => _blocks.Problem ?? _chunks.Problem ?? _pages.Problem;

    /// <summary>One line on processes there was no room for, or null.</summary>
    public string? Forgotten => _feed.State.Forgotten;

    public bool IsComplete => _feed.Completion.IsCompleted;

    /// <summary>Completes when nothing more will come; never fails (<see cref="LoadProgress.Failure"/> tells).</summary>
    public Task Completion => _feed.Completion;

    /// <summary>What could not be read so far.</summary>
    public CaptureLosses Losses => _feed.Losses;

    /// <summary>When events were lost while the capture was taken.</summary>
    public LostStretches Lost => Rows.Lost;

    /// <summary>The machine's state. While loading, ask it about events that can be asked now, by their numbers.</summary>
    public MachineState State => _feed.State;

    /// <summary>Called on the loader's thread, some times a second, when rows were added and once when loading ends.</summary>
    public event Action? Grown
    {
        add => _feed.Grown += value;
        remove => _feed.Grown -= value;
    }

    /// <summary>Keeps events from a row on although a window moves; null where nothing ever goes.</summary>
    public HistoryPin? Pin(long row) => _window?.Pin(row);

    /// <summary>A reader of rows with an event of its own: one a thread.</summary>
    public HistoryCursor CreateCursor() => new(this);

    /// <summary>The calling thread, its asker's own, lets the loader go first while there is one.</summary>
    internal void StandBack()
    {
        if (!IsComplete)
            ThreadTurns.StandBack();
    }

    /// <summary>Stops loading; what is there stays.</summary>
    public void Stop() => _feed.Stop();

    /// <summary>Stops loading; but a cache file that is being written is written to its end, for it is the next opening's time.</summary>
    public void Dispose()
    {
        if (!IsComplete)
            _closing.Cancel();
        _feed.Stop();
        _feed.Completion.Wait();
        Caching.Wait();
        _logged.Wait();
        _feed.Dispose();
        var isBroken = Problem is not null;
        _chunks.Dispose();
        _spill?.Dispose();
        _blocks.Dispose();
        if (isBroken && CacheFile is not null)
            Spool.TryDelete(CacheFile);
    }

    void LogEnd(HistoryLoader loader, Action<string>? log)
    {
        if (log is null)
            return;
        log(Line($"{Count} events were loaded in {loader.Took.TotalSeconds:F2} s, {State.ThreadVersions.Count} versions of threads, {State.FdVersions.Count} of fds; {_chunks.InMemory} of {_chunks.Count} chunks are in memory"));
        foreach (var loss in (string?[])[loader.Progress.Failure, Forgotten, Losses.Message])
            if (loss is not null)
                log(loss);
    }

    static string Line(FormattableString text) => text.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal static SafeFileHandle OpenAgain(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{path} can't be read again: {FileProblem.Of(e)}");
        }
    }
}
