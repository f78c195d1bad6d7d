namespace CSysdig.Capture.Live;

/// <summary>What is to be taken of the machine, and how much.</summary>
public sealed record LiveOptions
{
    public const int LeastBuffer = 64 << 10, DefaultBuffer = 8 << 20, MostBuffer = 1 << 30;

    /// <summary>Bytes of a processor's ring, rounded up to a power of two.</summary>
    public int BufferBytes { get; init; } = DefaultBuffer;
    /// <summary>So many bytes of what is read and written are kept; 0 for none.</summary>
    public int SnapLength { get; init; } = 80;
    /// <summary>The same of terminals, and of connections with one of these ports.</summary>
    public int SpecialSnapLength { get; init; } = 16000;
    public (int From, int To) SpecialPorts { get; init; }
    /// <summary>Only this process's calls; 0 for all. Of others is taken what changes what is known of processes and their fds.</summary>
    public int OnlyPid { get; init; }
    /// <summary>The same of one thread.</summary>
    public int OnlyTid { get; init; }
    /// <summary>The same of calls that failed.</summary>
    public bool OnlyFailed { get; init; }
    /// <summary>The same of events of these names; null for all.</summary>
    public IReadOnlySet<string>? OnlyTypes { get; init; }
    /// <summary>What passes is marked while it runs (<see cref="LiveMarks"/>).</summary>
    public bool Marks { get; init; }
    public bool PageFaults { get; init; }
    /// <summary>Events of this program itself too.</summary>
    public bool OwnEvents { get; init; }
    /// <summary>An enter event before every exit event, as older captures have them.</summary>
    public bool Pairs { get; init; }
    /// <summary>Watching may cost so many percent of a processor; beyond it less is taken. 0 for no bound.</summary>
    public int MaxCpu { get; init; }
    /// <summary>Let the kernel's part of the cost be measured.</summary>
    public bool CountsCost { get; init; }
    /// <summary>Each second a procinfo event for every thread that has used a processor, and for every process whose memory has changed.</summary>
    public bool ProcessorTimes { get; init; }
    /// <summary>Sockets of the container runtime interface that are asked about containers; none for the usual ones.</summary>
    public IReadOnlyList<string> CriSockets { get; init; } = [];
    /// <summary>How long those are waited for; null for as long as other engines.</summary>
    public TimeSpan? CriTimeout { get; init; }
    /// <summary>It ends by itself after this time; zero for never.</summary>
    public TimeSpan Duration { get; init; }
}
