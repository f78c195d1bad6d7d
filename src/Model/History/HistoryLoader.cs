using System.Diagnostics;
using CSysdig.Capture;
using CSysdig.Capture.Scap;
using CSysdig.Model.History.Bytes;
using CSysdig.Model.History.Pages;
using CSysdig.Model.State;
using CSysdig.Model.Streaming;

namespace CSysdig.Model.History;

/// <summary>Reads a stream into rows on a thread of its own, a slice at a time.</summary>
sealed class HistoryLoader(EventStream stream, EventRows rows, BlockStore blocks, StateSpill spill, HistoryWindow window, HistoryOptions options) : IHistoryFeed
{
    /// <summary>Events between two looks at the clock, after which they can be asked: some two milliseconds.</summary>
    const int SliceEvents = 4096;
    /// <summary>Chunks between two looks of the collector, which hold everybody up.</summary>
    const int CollectEvery = 8;
    static readonly TimeSpan NoticeInterval = TimeSpan.FromMilliseconds(50);

    readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile bool _stopped;
    string? _failure;
    long _bytesRead, _others, _texts, _compacted;
    int _measuredAt = -1, _collectedAt;

    public event Action? Grown;

    public MachineState State => stream.State;
    public CaptureLosses Losses => stream.Reader.Losses;
    public Task Completion => _completion.Task;

    public LoadProgress Progress => new(rows.End, Volatile.Read(ref _bytesRead), stream.Reader.BytesTotal, Completion.IsCompleted, Volatile.Read(ref _failure));

    /// <summary>How long it took to load all of it.</summary>
    public TimeSpan Took { get; private set; }

    public void Start() => new Thread(Run) { IsBackground = true, Name = "history loader" }.Start();

    public void Stop() => _stopped = true;

    /// <summary>The whole capture was read.</summary>
    public bool IsWhole { get; private set; }

    public void Dispose()
    {
        Stop();
        Completion.Wait();
        stream.Dispose();
    }

    void Run()
    {
        try
        {
            Load();
        }
        catch (Exception e) when (e is CaptureException or IOException or OutOfMemoryException)
        {
            Volatile.Write(ref _failure, e is OutOfMemoryException ? "out of memory: the rest of the capture is left out" : FileProblem.Of(e));
        }
        finally
        {
            rows.Chunks.Complete();
            spill.Complete();
            blocks.Complete();
            GiveRoom();
            rows.Complete();
            _completion.SetResult();
            Grown?.Invoke();
        }
    }

    void Load()
    {
        var started = Stopwatch.GetTimestamp();
        var noticed = started;
        for (var more = true; more && !_stopped;)
        {
            // Nobody is held up while a pipe is silent.
            if (!stream.Reader.Await(NoticeInterval))
                continue;
            try
            {
                more = LoadSlice() && HasRoom();
            }
            finally
            {
                rows.Publish();
            }
            Volatile.Write(ref _bytesRead, stream.Reader.BytesRead);
            if (Stopwatch.GetElapsedTime(noticed) < NoticeInterval && stream.Reader.Await(TimeSpan.Zero))
                continue;
            noticed = Stopwatch.GetTimestamp();
            Grown?.Invoke();
        }
        Took = Stopwatch.GetElapsedTime(started);
    }

    /// <summary>
    /// Lets columns have the memory that versions and blocks leave; more columns are put aside. False when that is too little, or when
    /// there is no room for what is put aside.
    /// </summary>
    bool HasRoom()
    {
        _texts = stream.State.TextBytes;
        window.Move();
        spill.Fit(options.Memory / 4, stream.Current.Number);
        if (_measuredAt != rows.Chunks.Count)
        {
            Measure();
            GiveWay();
        }
        ShareMemory(options.FetchedState);
        var failure = blocks.Failure ?? rows.Chunks.Failure ?? spill.Failure;
        if (failure is null && (options.Memory - Kept >= rows.Chunks.LeastMemory || window.GiveWay()))
            return true;
        Volatile.Write(ref _failure, $"{failure ?? $"the memory it may use ({options.Memory >> 20} MiB) is full"}: events after the first {rows.Length} are left out");
        return false;
    }

    /// <summary>What loading left behind goes, and chunks that are asked have its room, but for a quarter, which those who ask take themselves.</summary>
    void GiveRoom()
    {
        if (!rows.Chunks.ArePutAside && spill.Aside == 0)
            return;
        Tidying.Compact();
        Measure();
        ShareMemory(options.Memory / 4);
    }

    /// <summary>What can't be put aside. Loading ends by that alone.</summary>
    long Kept => blocks.MemoryBytes + spill.Bytes;

    /// <summary>What else than columns the process has, garbage too, is seen from outside.</summary>
    void Measure() => (_others, _measuredAt) = (Environment.WorkingSet - rows.Chunks.Bytes, rows.Chunks.Count);

    /// <summary>
    /// What nobody counts, such as that there was a process, grows with a window too, and garbage with it: where no room is left for columns the collector looks,
    /// and if it was no garbage the oldest events go.
    /// </summary>
    void GiveWay()
    {
        if (!options.IsWindow || _others <= options.Memory - rows.Chunks.LeastMemory || rows.Chunks.Count - _collectedAt < CollectEvery)
            return;
        _collectedAt = rows.Chunks.Count;
        var began = Stopwatch.GetTimestamp();
        var alive = Tidying.Alive() - rows.Chunks.Bytes;
        var gave = alive > options.Memory - rows.Chunks.LeastMemory && window.GiveWay();
        // What is needed lies scattered, and holds more of the system's memory than it is.
        if (Environment.WorkingSet > Math.Max(options.Memory + options.Memory / 5, _compacted + options.Memory / 8))
        {
            Tidying.Compact();
            _compacted = Environment.WorkingSet;
        }
        options.Log?.Invoke(FormattableString.Invariant(
            $"memory was full: the collector looked for {Stopwatch.GetElapsedTime(began).TotalMilliseconds:F0} ms, {alive >> 20} MiB beside columns are needed{(gave ? ", the oldest events go" : "")}"));
        Measure();
    }

    /// <summary>Columns may take what the rest of the process leaves.</summary>
    /// <param name="forOthers">What those who ask will take.</param>
    void ShareMemory(long forOthers) => rows.Chunks.Memory = options.Memory - forOthers - Math.Max(Kept, _others);

    bool LoadSlice()
    {
        for (var i = 0; i < SliceEvents && stream.Reader.Await(TimeSpan.Zero); i++)
        {
            if (rows.Length >= options.Limit)
                return false;
            // A few thousand events can bring more than there is room for.
            if (stream.State.TextBytes - _texts > options.Memory / 16)
                break;
            if (!stream.Next())
            {
                IsWhole = true;
                return false;
            }
            rows.Append(stream);
        }
        return true;
    }
}
