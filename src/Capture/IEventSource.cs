using CSysdig.Capture.Scap;

namespace CSysdig.Capture;

/// <summary>
/// Where events come from, as batches of whole scap blocks: a section header, tables, then events. A capture is one, and this
/// machine is one; who reads them need not know which. Batches come from a thread of the source's own.
/// </summary>
public interface IEventSource : IDisposable
{
    /// <summary>How messages call it.</summary>
    string Name { get; }

    /// <summary>Bytes consumed so far, as they lie on disk; 0 where there is no file. May be asked from any thread.</summary>
    long BytesRead { get; }

    /// <summary>The file's size, or -1 where there is none (a pipe, a machine).</summary>
    long BytesTotal { get; }

    /// <summary>The blocks lie in a file as they are read: a batch can be read again from there.</summary>
    bool IsPlainFile { get; }

    /// <summary>How it ended; set when <see cref="Take"/> has returned null.</summary>
    CaptureEnd? End { get; }

    /// <summary>Waits until <see cref="Take"/> would not have to; false when it still would after that time.</summary>
    bool Await(TimeSpan limit);

    /// <summary>The next batch, waiting for it; null at the end.</summary>
    EventBatch? Take();

    /// <summary>Gives back a batch that nothing points into any more. Any thread may call it.</summary>
    void Release(EventBatch batch);
}
