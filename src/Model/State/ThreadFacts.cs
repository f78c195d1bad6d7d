namespace CSysdig.Model.State;

/// <summary>What is known of a thread at every event. That of one that has ended may be put aside, and is fetched when it is asked for.</summary>
sealed class ThreadFacts(MachineState? state)
{
    public VersionLine<ThreadInfo> Versions;
    public Versioned<ThreadMemory> Memory;
    public Versioned<ProcessorTimes> Times;
    /// <summary>What it does, where that was seen.</summary>
    public Versioned<ThreadDoing> Doing;
    /// <summary>What switches tell of its time on processors.</summary>
    public RunTime RunTime;
    /// <summary>The fds that are its own.</summary>
    public FdTable Fds { get; } = new(state?.FdVersions);

    /// <summary>Looks up the newest versions, of which only the places were read.</summary>
    public void Resolve(MachineState from)
    {
        Versions.Resolve(from.ThreadVersions);
        Fds.Resolve();
    }

    /// <summary>Nobody asks about an event before this one any more: what ended before it goes.</summary>
    /// <param name="threads">Is told which versions of the thread stay, and <paramref name="fds"/> of its fds.</param>
    public void DropBefore(long number, Action<int> threads, Action<int> fds)
    {
        Versions.DropBefore(number, threads);
        Memory.DropBefore(number);
        Times.DropBefore(number);
        Doing.DropBefore(number);
        RunTime.DropBefore(number);
        Fds.DropBefore(number, fds);
    }

    /// <summary>Tells which versions there are of the thread and of its fds.</summary>
    public void Need(Action<int> threads, Action<int> fds)
    {
        Versions.Need(threads);
        foreach (var (_, line) in Fds.Lines)
            line.Need(fds);
    }

    /// <summary>About how much memory it takes.</summary>
    public long Bytes => 400 + 12L * Versions.Count + 64L * Memory.Count + 64L * Times.Count + 12L * Doing.Count + 16L * RunTime.Count + Fds.Bytes;
}

/// <summary>Facts of threads that are not in memory. Any thread may ask.</summary>
interface IThreadFacts
{
    ThreadFacts Fetch(TrackedThread thread);
}
