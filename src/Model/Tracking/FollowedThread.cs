using CSysdig.Capture.Events;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>
/// What following a living thread takes beside what is known of it, which is <see cref="Tracked"/>. It is true at the newest event alone, and
/// goes when the thread ends: nothing that stays refers to it.
/// </summary>
sealed class FollowedThread(TrackedThread tracked, long born)
{
    public const int NoEnter = -1;

    public readonly TrackedThread Tracked = tracked;
    public readonly long Tid = tracked.Tid;
    /// <summary>The how manyeth thread of the capture it is.</summary>
    public readonly long Born = born;

    /// <summary>The code of the last enter event, or <see cref="NoEnter"/> when its exit can't be paired.</summary>
    public int LastEnter = NoEnter;
    public bool EnterStored, EnterPaired;
    /// <summary>It is out of the table: only the event that ended it and relatives that ask for it still see it.</summary>
    public bool Removed;
    /// <summary>Its exit has been seen.</summary>
    public bool Dead;
    public long LastEnterNumber;
    /// <summary>The fd that the last event was about.</summary>
    public long LastFd;
    public ulong EnterTimestamp, Latency, LastTimestamp;
    /// <summary>A copy of the last enter event whose exit needs it.</summary>
    public RawEvent? Enter;
    /// <summary>Its process's main thread once looked up (libs before 0.12).</summary>
    public FollowedThread? Main;
    /// <summary>How many threads refer to this main thread (libs before 0.12).</summary>
    public int Threads;
    /// <summary>Its process and the processes it has started (libs since 0.12).</summary>
    public ThreadGroup? Group;
    public List<FollowedThread>? Children;

    /// <summary>The newest version of what is known of it, at hand.</summary>
    public ThreadInfo Newest { get; private set; } = null!;

    /// <summary>The fds that are its own; it may see those of its process's main thread (<see cref="LiveThreads.TableOf"/>).</summary>
    public FdTable OwnFds => Tracked.OwnFds;

    /// <summary>From this event on that is what is known of it.</summary>
    public void Add(ThreadInfo info, long number, bool keep)
    {
        Tracked.Versions.Add(info, number, keep);
        Newest = info;
    }
}
