using System.Collections.Concurrent;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.State;

/// <summary>Everything known of the captured machine. With <see cref="KeepHistory"/> also of every earlier event.</summary>
public sealed class MachineState(bool keepHistory, bool compat = false)
{
    RunTime _unknownRunTime;
    Versioned<List<InterfaceEntry>> _interfaces = NoInterfaces(keepHistory);
    EventFlags[] _flags = EventFlagTable.Of(Generation.EnterExit);

    /// <summary>Old versions are kept, so that any event can be asked again.</summary>
    public bool KeepHistory { get; } = keepHistory;
    /// <summary>
    /// What the tools of the capture's age print is wanted with their mistakes: sysdig 0.29.3 for enter and exit events, later ones
    /// for later captures. Without it, what happened.
    /// </summary>
    public bool Compat { get; } = compat;
    /// <summary>The machine is this one, now.</summary>
    public bool IsLive { get; internal set; }
    public MachineInfo Machine { get; internal set; } = new();
    /// <summary>What the machine is called where its capture does not say so; empty for nothing.</summary>
    public string NamelessHost { get; internal set; } = "";
    /// <summary>What the machine is called.</summary>
    public string HostName => Machine.HostName is { Length: > 0 } name ? name : NamelessHost;
    public ThreadTable Threads { get; } = new(keepHistory);
    public VersionedTable<uint, UserInfo> Users { get; } = new(keepHistory);
    public VersionedTable<uint, GroupInfo> Groups { get; } = new(keepHistory);
    public VersionedTable<string, ContainerInfo> Containers { get; } = new(keepHistory);
    /// <summary>The machine's addresses; another section of a capture brings others.</summary>
    public ref Versioned<List<InterfaceEntry>> Interfaces => ref _interfaces;
    /// <summary>Every version, in order, where history is kept; an event's row holds the index.</summary>
    public PagedList<ThreadInfo> ThreadVersions { get; internal init; } = new();
    public PagedList<FdInfo> FdVersions { get; internal init; } = new();
    /// <summary>Every thread there was, by its number, where history is kept.</summary>
    internal ConcurrentDictionary<int, TrackedThread> Tracked { get; } = [];
    /// <summary>How many there were.</summary>
    internal int Registered { get; private set; }
    /// <summary>Threads that have ended, with the number of the event that ended them, until somebody takes them from here to put their facts aside.</summary>
    internal Queue<(TrackedThread Thread, long Number)> Ended { get; } = new();
    /// <summary>Bytes that came into the state, beside what every version takes; where history is kept they are all still there.</summary>
    public long TextBytes { get; internal set; }
    /// <summary>As much of that as belongs to versions that were put aside.</summary>
    public long TextsAside { get; internal set; }
    /// <summary>Processes of which nothing is known any more, or was ever, because all together need too much memory.</summary>
    public long ForgottenProcesses { get; internal set; }
    /// <summary>One line on them, or null.</summary>
    public string? Forgotten => ForgottenProcesses == 0 ? null
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ForgottenProcesses:N0} processes were forgotten, for what the capture tells of all of them takes too much memory: they have no names");
    /// <summary>What switches tell of threads that are in no table, of all together.</summary>
    public ref RunTime UnknownRunTime => ref _unknownRunTime;
    /// <summary>The time of the first event, in nanoseconds since the epoch; 0 before it.</summary>
    public ulong FirstTimestamp { get; internal set; }
    /// <summary>Known as soon as the stream is open: decided by the first batch of events.</summary>
    public Generation Generation
    {
        get;
        internal set
        {
            field = value;
            _flags = EventFlagTable.Of(value);
        }
    }

    /// <summary>What an event type does to state, as the capture's generation means it.</summary>
    public EventFlags FlagsOf(EventCode code) => _flags[(int)code];

    /// <summary>Events are exits only, with everything in them (drivers of libs 0.21 and later); no enter events.</summary>
    public bool ExitOnly => Generation == Generation.ExitOnly;

    /// <summary>How long calls took is told by the events of their beginning. Tools of then say 0 where there are none.</summary>
    public bool TellsLatency => !ExitOnly || Compat;

    internal int Register(TrackedThread thread)
    {
        if (!KeepHistory)
            return -1;
        Tracked[Registered] = thread;
        return Registered++;
    }

    /// <summary>Nobody asks about an event before this one any more.</summary>
    internal void DropBefore(long number)
    {
        while (Ended.TryPeek(out var first) && first.Number < number)
            Ended.Dequeue();
        Threads.DropBefore(number);
        Users.DropBefore(number);
        Groups.DropBefore(number);
        Containers.DropBefore(number);
        Interfaces.DropBefore(number);
    }

    static Versioned<List<InterfaceEntry>> NoInterfaces(bool keep)
    {
        var none = new Versioned<List<InterfaceEntry>>();
        none.Add([], 0, keep);
        return none;
    }
}
