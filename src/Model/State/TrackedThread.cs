using CSysdig.Capture.Events;

namespace CSysdig.Model.State;

/// <summary>A thread from its birth to its end, under one identity however often its id is used again.</summary>
public sealed class TrackedThread
{
    Timeline<ThreadInfo> _versions;
    Timeline<ThreadMemory> _memory;
    Timeline<ProcessorTimes> _times;
    RunTime _runTime;
    FdTable? _fds;
    IStoredState? _stored;

    public TrackedThread()
    {
    }

    /// <summary>A thread of a cache file, from where it has its versions and fds when they are first asked for.</summary>
    internal TrackedThread(IStoredState stored, int number)
    {
        _stored = stored;
        Number = number;
    }

    /// <summary>Every version of what is known of it.</summary>
    public ref Timeline<ThreadInfo> Versions
    {
        get
        {
            Fill();
            return ref _versions;
        }
    }

    public ref Timeline<ThreadMemory> Memory
    {
        get
        {
            Fill();
            return ref _memory;
        }
    }

    public ref Timeline<ProcessorTimes> Times
    {
        get
        {
            Fill();
            return ref _times;
        }
    }

    /// <summary>What switches tell of its time on processors.</summary>
    public ref RunTime RunTime
    {
        get
        {
            Fill();
            return ref _runTime;
        }
    }

    public required long Tid { get; init; }

    /// <summary>The file descriptors it sees: those of its process's main thread where it was cloned with CLONE_FILES.</summary>
    public FdTable Fds
    {
        get
        {
            Fill();
            return _fds ?? Interlocked.CompareExchange(ref _fds, new FdTable(), null) ?? _fds;
        }
        internal set => _fds = value;
    }

    /// <summary>Its number in a cache file.</summary>
    internal int Number { get; }

    /// <summary>Takes what a cache file knows of it.</summary>
    internal void Restore(in Timeline<ThreadInfo> versions, in Timeline<ThreadMemory> memory, in Timeline<ProcessorTimes> times, in RunTime runTime)
    {
        (_versions, _memory, _times, _runTime) = (versions, memory, times, runTime);
        _fds = _stored!.TableOf(this);
        Volatile.Write(ref _stored, null);
    }

    void Fill() => Volatile.Read(ref _stored)?.Fill(this);

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
    /// <summary>The how manyeth thread of the capture it is.</summary>
    internal long Born;
    /// <summary>How many threads refer to this main thread (libs before 0.12).</summary>
    internal int Threads;
    /// <summary>Its process and the processes it has started (libs since 0.12).</summary>
    internal ThreadGroup? Group;
    internal List<TrackedThread>? Children;

    internal const int NoEnter = -1;
}
