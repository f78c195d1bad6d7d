namespace CSysdig.Model.State;

/// <summary>A thread from its birth to its end, under one identity however often its id is used again.</summary>
public sealed class TrackedThread
{
    readonly MachineState _state;
    ThreadFacts? _facts;
    IThreadFacts? _aside;
    TrackedThread? _sharesFds;

    public TrackedThread(MachineState state)
    {
        _state = state;
        _facts = new ThreadFacts(state);
        Number = state.Register(this);
    }

    /// <summary>A thread whose facts lie in a cache file.</summary>
    internal TrackedThread(MachineState state, IThreadFacts aside, int place)
    {
        (_state, _aside, Place) = (state, aside, place);
        Number = state.Register(this);
    }

    public required long Tid { get; init; }

    /// <summary>Its number in <see cref="MachineState.Tracked"/>; -1 where no history is kept.</summary>
    internal int Number { get; }

    /// <summary>The number of the event that ended it.</summary>
    internal long Ended { get; private set; } = long.MaxValue;

    internal void End(long number)
    {
        Ended = number;
        if (_state.KeepHistory)
            _state.Ended.Enqueue((this, number));
    }

    /// <summary>Where its facts lie among those that are put aside.</summary>
    internal int Place { get; private set; }

    /// <summary>What is known of it. Any thread may ask.</summary>
    internal ThreadFacts Facts => Volatile.Read(ref _facts) ?? _aside!.Fetch(this);

    /// <summary>Its facts are in memory alone.</summary>
    internal bool IsHome => Volatile.Read(ref _aside) is null;

    /// <summary>The facts lie at a place, from where it is fetched.</summary>
    internal void PutAside(IThreadFacts aside, int place)
    {
        Place = place;
        Volatile.Write(ref _aside, aside);
        Volatile.Write(ref _facts, null);
    }

    /// <summary>Facts that were fetched are kept at hand, or no more.</summary>
    internal void Keep(ThreadFacts? fetched)
    {
        lock (this)
            if (_aside is not null)
                Volatile.Write(ref _facts, fetched);
    }

    /// <summary>The facts are going to be changed: they are at hand from now on.</summary>
    internal void TakeBack()
    {
        var facts = Facts;
        lock (this)
        {
            Volatile.Write(ref _facts, facts);
            _aside = null;
        }
    }

    /// <summary>Every version of what is known of it.</summary>
    public ref VersionLine<ThreadInfo> Versions => ref Facts.Versions;

    public ref Versioned<ThreadMemory> Memory => ref Facts.Memory;

    public ref Versioned<ProcessorTimes> Times => ref Facts.Times;

    /// <summary>What it does, where that was seen.</summary>
    public ref Versioned<ThreadDoing> Doing => ref Facts.Doing;

    /// <summary>What switches tell of its time on processors.</summary>
    public ref RunTime RunTime => ref Facts.RunTime;

    /// <summary>The file descriptors it sees: those of its process's main thread where it was cloned with CLONE_FILES.</summary>
    public FdTable Fds => (_sharesFds ?? this).OwnFds;

    /// <summary>The thread whose fds it sees.</summary>
    internal TrackedThread FdOwner
    {
        get => _sharesFds ?? this;
        set => _sharesFds = value == this ? null : value;
    }

    /// <summary>The fds that are its own; <see cref="Fds"/> may be another thread's.</summary>
    internal FdTable OwnFds => Facts.Fds;

    public ThreadInfo Newest => Versions.Newest!;

    /// <summary>The version at an event; the newest where no history is kept.</summary>
    public ThreadInfo? At(long number) => Versions.At(number, _state.ThreadVersions);

    /// <summary>As <see cref="Versioned{T}.During"/>.</summary>
    internal ThreadInfo? During(long number, long end, out long from, out long until) => Versions.During(number, end, _state.ThreadVersions, out from, out until);
}
