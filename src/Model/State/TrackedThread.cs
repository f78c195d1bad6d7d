using CSysdig.Capture.Events;

namespace CSysdig.Model.State;

/// <summary>A thread from its birth to its end, under one identity however often its id is used again.</summary>
public sealed class TrackedThread
{
    /// <summary>Every version of what is known of it.</summary>
    public Timeline<ThreadInfo> Versions;
    public Timeline<ThreadMemory> Memory;
    public Timeline<ProcessorTimes> Times;

    public required long Tid { get; init; }
    /// <summary>The file descriptors it sees: those of its process's main thread where it was cloned with CLONE_FILES.</summary>
    public FdTable Fds { get; internal set; } = new();

    public ThreadInfo Newest => Versions.Newest!;

    /// <summary>The version at an event; the newest where no history is kept.</summary>
    public ThreadInfo? At(long number) => Versions.At(number);

    // What the parser must know between an enter event and its exit; true only at the newest event.

    /// <summary>The fds that are its own; <see cref="Fds"/> may be another thread's.</summary>
    internal FdTable OwnFds = null!;
    /// <summary>The code of the last enter event, or <see cref="NoEnter"/> when its exit can't be paired.</summary>
    internal int LastEnter = NoEnter;
    internal long LastEnterNumber;
    /// <summary>The fd that the last event was about.</summary>
    internal long LastFd;
    internal ulong EnterTimestamp, Latency, LastTimestamp;
    /// <summary>A copy of the last enter event whose exit needs it.</summary>
    internal RawEvent? Enter;
    internal bool EnterStored, EnterPaired;
    /// <summary>Its process's main thread once looked up.</summary>
    internal TrackedThread? Main;
    internal bool Removed, Dead;
    /// <summary>How many threads refer to this main thread (libs before 0.12).</summary>
    internal int Threads;
    /// <summary>Its process and the processes it has started (libs since 0.12).</summary>
    internal Parsing.ThreadGroup? Group;
    internal List<TrackedThread>? Children;

    internal const int NoEnter = -1;
}
