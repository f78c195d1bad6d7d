using CSysdig.Model.Story.Sessions;

namespace CSysdig.Model.Story;

/// <summary>One session as it goes on, told while somebody looks at it.</summary>
public sealed class TranscriptFeed : IDisposable
{
    readonly Action<TranscriptFeed> _close;
    volatile Transcript? _newest;

    internal TranscriptFeed(long session, Action<TranscriptFeed> close) => (Session, _close) = (session, close);

    /// <summary>The session's number.</summary>
    public long Session { get; }

    /// <summary>What is known by now, another object when there is more; null before anything is.</summary>
    public Transcript? Newest
    {
        get => _newest;
        internal set => _newest = value;
    }

    public void Dispose() => _close(this);
}
