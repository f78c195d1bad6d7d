using CSysdig.Capture;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Streaming;

/// <summary>Another source with what was looked up after losses, as hidden events before those of the batch that brings it. A capture brings nothing.</summary>
sealed class ResumedSource(IEventSource source) : IEventSource
{
    EventBatch? _next;

    /// <summary>Who knows what is unknown; null until the stream is open.</summary>
    public Resync? Resync { get; set; }

    public string Name => source.Name;

    public long BytesRead => source.BytesRead;

    public long BytesTotal => source.BytesTotal;

    public bool IsPlainFile => source.IsPlainFile;

    public CaptureEnd? End => source.End;

    public bool Await(TimeSpan limit) => _next is not null || source.Await(limit);

    /// <remarks>Who follows the events asks for a batch when it has followed all of the one before, so that the state is that of this moment.</remarks>
    public EventBatch? Take()
    {
        if (_next is { } next)
        {
            _next = null;
            return next;
        }
        var batch = source.Take();
        if (batch is { Look: null, Settled: null } or null || Resync?.Tell(batch) is not { } told)
            return batch;
        _next = batch;
        return told;
    }

    public void Release(EventBatch batch) => source.Release(batch);

    public void Dispose() => source.Dispose();
}
