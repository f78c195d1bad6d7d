using CSysdig.Capture.Events;

namespace CSysdig.Model.State;

/// <summary>A thread from its birth to its end, under one identity however often its id is used again.</summary>
public sealed class TrackedThread
{
    /// <summary>Every version of what is known of it.</summary>
    public Timeline<ThreadInfo> Versions;
    public Timeline<ThreadMemory> Memory;

    public required long Tid { get; init; }
    /// <summary>The file descriptors it sees: its process's, unless it was cloned without CLONE_FILES.</summary>
    public FdTable Fds { get; set; } = new();

    public ThreadInfo Newest => Versions.Newest!;

    /// <summary>The version at an event; the newest where no history is kept.</summary>
    public ThreadInfo? At(long number) => Versions.At(number);

    // What the parser must know between an enter event and its exit; true only at the newest event.

#pragma warning disable CS0649 // until the parsers are there
    /// <summary>The code of the last enter event, or null when its exit can't be paired.</summary>
    internal EventCode? LastEnter;
    internal long LastFd = -1;
    internal ulong EnterTimestamp;
    /// <summary>The time of this thread's event before the last.</summary>
    internal ulong PreviousTimestamp, LastTimestamp;
    /// <summary>A copy of the last enter event whose exit needs it.</summary>
    internal readonly RawEvent Enter = new();
    internal byte[] EnterBytes = [];
    internal bool EnterValid;
}
