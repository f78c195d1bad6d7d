using CSysdig.Capture.Events;

namespace CSysdig.Capture.Scap;

/// <summary>How a capture is to be read.</summary>
public sealed record ReaderOptions
{
    /// <summary>Batches stay valid after the reader has moved on; else their memory is used again.</summary>
    public bool KeepBatches { get; init; }
}

/// <summary>Reads a capture event by event: plain, gzip or zstd by its first bytes, from a file or standard input.</summary>
public sealed class ScapReader : IDisposable
{
    ScapReader() { }

    /// <summary>Opens a capture; "-" is standard input.</summary>
    /// <exception cref="CaptureException">The file can't be opened or is no capture.</exception>
    public static ScapReader Open(string path, ICaptureTables tables, ReaderOptions? options = null) => throw new NotImplementedException();

    /// <summary>Reads from a stream of bytes, compressed or not.</summary>
    public static ScapReader Open(Stream stream, ICaptureTables tables, ReaderOptions? options = null) => throw new NotImplementedException();

    /// <summary>The event last read; valid until the next call of <see cref="Next"/>.</summary>
    public RawEvent Current { get; } = new();

    /// <summary>The batch that holds <see cref="Current"/>.</summary>
    public EventBatch CurrentBatch => throw new NotImplementedException();

    /// <summary>Where the block of <see cref="Current"/> starts in <see cref="CurrentBatch"/>.</summary>
    public int CurrentPosition => throw new NotImplementedException();

    public CaptureLosses Losses { get; } = new();

    /// <summary>Bytes of the file consumed so far, compressed as they lie on disk.</summary>
    public long BytesRead => throw new NotImplementedException();

    /// <summary>The file's size, or -1 where it isn't known (a pipe).</summary>
    public long BytesTotal => throw new NotImplementedException();

    /// <summary>The capture has exit events with everything in them, and no enter events (drivers of 2024 and later).</summary>
    public bool Next() => throw new NotImplementedException();

    /// <summary>Loads an event of a kept batch again. False when there is none at that place.</summary>
    public static bool TryLoad(EventBatch batch, int position, RawEvent into) => throw new NotImplementedException();

    public void Dispose() { }
}
