using CSysdig.Capture.Events;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model;

/// <summary>
/// An event with the state of its moment: all that a field may look at. One object is loaded again and again, by the
/// stream as it parses or by History for a row; a field is a pure function of it and keeps nothing.
/// </summary>
public sealed class Event
{
    RawEvent _raw = new();
    RawEvent? _enter;
    IPendingEvent? _pending;

    public Event(MachineState state) => State = state;

    public MachineState State { get; internal set; }
    /// <summary>How values of this event become text.</summary>
    public TextStyle Style { get; set; } = TextStyle.Plain;
    /// <summary>Values that the tool of the capture's age misreads are wanted as it prints them.</summary>
    internal bool IsAsMisread => State.Compat && !Style.Terminal;
    /// <summary>The event's bytes.</summary>
    public RawEvent Raw
    {
        get => _pending is null ? _raw : LoadRaw();
        internal set => _raw = value;
    }
    /// <summary>Its type, without a look at its bytes.</summary>
    public EventCode Code => _pending is null ? _raw.Code : _pending.Code;
    /// <summary>When it was, in nanoseconds since 1970, without a look at its bytes.</summary>
    public ulong Timestamp => _pending is null ? _raw.Timestamp : _pending.Timestamp;
    public EventInfo Info => EventTable.Get(Code);
    /// <summary>The id of its thread.</summary>
    public long Tid => _pending is not null && Thread is { } thread ? thread.Tid : Raw.Tid;
    /// <summary>The system call that a generic event stands for.</summary>
    internal int Call => _pending?.Call ?? Syscalls.CallOf(_raw, State.ExitOnly);
    /// <summary>What the event type does to state, as the generation of the capture means it.</summary>
    public EventFlags Flags => State.FlagsOf(Code);
    internal bool Has(EventFlags flags) => (Flags & flags) != 0;
    /// <summary>The event makes, uses or closes an fd; fd.* fields have values for such events alone.</summary>
    public bool HasFd => Has(EventFlags.CreatesFd | EventFlags.UsesFd | EventFlags.DestroysFd);
    /// <summary>The thread at this event, or null when it isn't known.</summary>
    public ThreadInfo? Thread { get; internal set; }
    /// <summary>
    /// The parser found that thread too. It leaves out a child whose own clone made its entry, and fields look it up; what the
    /// parser counts (latency) has no value then.
    /// </summary>
    internal bool HasParsedThread { get; set; } = true;
    /// <summary>The fd this event is about, or null.</summary>
    public FdInfo? Fd { get; internal set; }
    /// <summary>
    /// The same; with --compat as the parser found it: null at the exit of an enter event that a filter turned down. What an event is
    /// about (its category, its buffer's length, its errors) goes by this one, as in sysdig.
    /// </summary>
    public FdInfo? ParsedFd { get => State.Compat ? field : Fd; internal set; }
    /// <summary>The number of that fd, also when nothing is known of it; -1 when the event has none.</summary>
    public long FdNumber { get; internal set; } = -1;
    /// <summary>The enter event of this exit where it is paired and kept, else null.</summary>
    public RawEvent? Enter
    {
        get
        {
            if (_pending is not null)
                LoadRaw();
            return _enter;
        }
        internal set => _enter = value;
    }
    /// <summary>The number of that enter event, 0 when <see cref="Enter"/> is null.</summary>
    public long EnterNumber { get; internal set; }
    /// <summary>Nanoseconds since the thread's last enter event, as sysdig counts them; 0 for enter events.</summary>
    public ulong Latency { get; internal set; }
    /// <summary>Time of the event before this one in the capture; this event's own for the first.</summary>
    public ulong PreviousTimestamp { get; internal set; }
    /// <summary>Time of this thread's event before this one, 0 when there was none.</summary>
    public ulong ThreadPreviousTimestamp { get; internal set; }
    /// <summary>The errno of a failed call, positive; 0 when it succeeded or is an enter event.</summary>
    public int ErrorCode { get; internal set; }
    /// <summary>This event gave the fd another name (fd.name_changed).</summary>
    public bool FdNameChanged { get; internal set; }

    /// <summary>Where parameters are written before they are shown.</summary>
    internal ParamScratch Scratch { get; } = new();

    /// <summary>Who has the bytes, until somebody has asked for them; else null.</summary>
    internal IPendingEvent? Pending => _pending;

    /// <summary>The event's number in the capture: the moment at which state is looked up.</summary>
    public long Number => StandsAt != 0 ? StandsAt : _pending is null ? _raw.Number : _pending.Number;

    /// <summary>For an event that is in no capture (a thread that a table counts): the number of the event it stands behind; else 0.</summary>
    internal long StandsAt { get; set; }

    /// <summary>For such an event: the threads to which the last switches gave processors; null where that isn't known.</summary>
    internal IReadOnlySet<long>? Running { get; set; }

    /// <summary>The thread's process: its main thread's version at this event, or the thread itself where that is unknown.</summary>
    public ThreadInfo? MainThread => Thread is null || Thread.IsMain ? Thread : State.Threads.Info(Thread.Pid, Number) ?? Thread;

    /// <summary>The parent at this event, or null.</summary>
    public ThreadInfo? Parent => Thread is null ? null : State.Threads.Info(Thread.Ptid, Number);

    /// <summary>The bytes of this event and of its enter event are fetched when somebody asks for them.</summary>
    internal void Await(IPendingEvent pending) => _pending = pending;

    RawEvent LoadRaw()
    {
        var pending = _pending!;
        _pending = null;
        pending.Load(_raw, out _enter);
        return _raw;
    }

    /// <summary>An fd of this event's thread at this event, or null.</summary>
    public FdInfo? FindFd(long fd) => fd < 0 ? null : Thread?.Thread?.Fds.Find(fd, Number);
}

/// <summary>An event whose bytes lie elsewhere: many questions about kept events never look at them.</summary>
interface IPendingEvent
{
    EventCode Code { get; }
    long Number { get; }
    ulong Timestamp { get; }
    /// <summary>See <see cref="Event.Call"/>.</summary>
    int Call { get; }
    /// <summary>What the call returned, without a look at the bytes where that is known; false when the event does not tell.</summary>
    bool TryResult(out long result);
    void Load(RawEvent into, out RawEvent? enter);
}
