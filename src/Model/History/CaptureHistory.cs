using CSysdig.Capture.Scap;
using CSysdig.Model.History.Bytes;
using CSysdig.Model.State;
using Microsoft.Win32.SafeHandles;

namespace CSysdig.Model.History;

/// <summary>
/// Every event of a capture as a row that can be asked again, filled by a thread of its own while it is asked already.
/// Rows count from 0 in the capture's order and never change; <see cref="Count"/> only grows.
/// </summary>
public sealed class CaptureHistory : IDisposable
{
    const long MostRecentBytes = 32 << 20;

    readonly HistoryLoader _loader;
    readonly BlockStore _blocks;

    CaptureHistory(string path, EventStream stream, HistoryOptions options)
    {
        Path = path;
        var reader = stream.Reader;
        _blocks = new BlockStore(reader.Release, reader.IsPlainFile ? OpenAgain(path) : null, new Spool(options.SpoolFolder, options.Memory / 2),
            Math.Min(MostRecentBytes, options.Memory / 8));
        reader.BatchPassed = _blocks.Passed;
        Rows = new EventRows(_blocks);
        _loader = new HistoryLoader(stream, Rows, _blocks, options);
    }

    /// <summary>Opens a capture ("-" is standard input) and starts to load it.</summary>
    /// <exception cref="CaptureException">The file can't be opened or is no capture.</exception>
    public static CaptureHistory Open(string path, HistoryOptions? options = null)
    {
        options ??= new HistoryOptions();
        var history = new CaptureHistory(path, EventStream.Open(path, options.Following with { KeepHistory = true }), options);
        history._loader.Start();
        return history;
    }

    /// <summary>Loads from a stream of bytes.</summary>
    /// <exception cref="CaptureException">The bytes are no capture.</exception>
    public static CaptureHistory Open(Stream stream, HistoryOptions? options = null)
    {
        options ??= new HistoryOptions();
        var history = new CaptureHistory("", EventStream.Open(stream, options.Following with { KeepHistory = true }), options);
        history._loader.Start();
        return history;
    }

    /// <summary>The path it was opened by; empty for a stream.</summary>
    public string Path { get; }

    internal EventRows Rows { get; }

    /// <summary>How many events can be asked now.</summary>
    public int Count => Rows.Count;

    /// <summary>Time of the first event in nanoseconds since the epoch; 0 while there is none.</summary>
    public ulong FirstTimestamp => Count == 0 ? 0 : Rows.TimestampAt(0);

    /// <summary>Time of the newest event that can be asked; 0 while there is none.</summary>
    public ulong LastTimestamp => Count == 0 ? 0 : Rows.TimestampAt(Count - 1);

    /// <summary>Time of an event in nanoseconds since the epoch.</summary>
    public ulong TimestampAt(int row) => Rows.TimestampAt(row);

    /// <summary>The first row later than a time; <see cref="Count"/> when there is none. Captures stand in the order of time.</summary>
    public int RowAfter(ulong time, int from = 0)
    {
        var (low, high) = (from, Count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (TimestampAt(middle) <= time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>The number of an event in the capture, from 1; events that could not be read leave gaps.</summary>
    public long NumberAt(int row) => Rows.NumberOf(row);

    /// <summary>How far reading is.</summary>
    public LoadProgress Progress => _loader.Progress;

    /// <summary>One line on bytes of events that can't be had again because a file has changed, or null. The columns still answer.</summary>
    public string? Problem => _blocks.Problem;

    public bool IsComplete => _loader.Completion.IsCompleted;

    /// <summary>Completes when nothing more will come; never fails (<see cref="LoadProgress.Failure"/> tells).</summary>
    public Task Completion => _loader.Completion;

    /// <summary>What could not be read. Read it under <see cref="Read"/> while loading.</summary>
    public CaptureLosses Losses => _loader.Stream.Reader.Losses;

    /// <summary>The machine's state. Look at it only under <see cref="Read"/> while loading.</summary>
    public MachineState State => _loader.Stream.State;

    /// <summary>Called on the loader's thread, some times a second, when rows were added and once when loading ends.</summary>
    public event Action? Grown
    {
        add => _loader.Grown += value;
        remove => _loader.Grown -= value;
    }

    /// <summary>
    /// Holds the loader between two of its slices, so that state can be read. Hold it for a few milliseconds at most.
    /// </summary>
    public ReadScope Read() => _loader.Gate.Read();

    /// <summary>A reader of rows with an event of its own: one a thread.</summary>
    public HistoryCursor CreateCursor() => new(this);

    /// <summary>Stops loading; what is there stays.</summary>
    public void Stop() => _loader.Stop();

    public void Dispose()
    {
        _loader.Stop();
        _loader.Completion.Wait();
        _blocks.Dispose();
        _loader.Stream.Dispose();
    }

    static SafeFileHandle OpenAgain(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{path} can't be read again: {e.Message.TrimEnd('.')}");
        }
    }
}
