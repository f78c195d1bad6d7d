namespace CSysdig.Model.Fields;

/// <summary>
/// What a field's value, or a filter's answer, is decided by: where all of it is the same, so is the value. A filter reads what its parts
/// read. From this alone follows what a query may remember and under what (<see cref="Queries.ReadPlan"/>).
/// </summary>
[Flags]
public enum FieldReads
{
    /// <summary>Nothing: it is the same at every event.</summary>
    None = 0,
    /// <summary>The thread's version. An event without a thread has no value.</summary>
    Thread = 1,
    /// <summary>The thread's id, which an event of a thread that isn't known tells in its bytes.</summary>
    ThreadId = 1 << 1,
    /// <summary>
    /// The version of the process's main thread, which is the thread's own where it is that; in captures of exits only it may
    /// be more.
    /// </summary>
    MainThread = 1 << 2,
    /// <summary>
    /// The version of the thread's parent at the event's moment; an event of a thread without one has no value. In captures of exits
    /// only it may be more.
    /// </summary>
    Parent = 1 << 3,
    /// <summary>The container of the thread, where it is in one.</summary>
    Container = 1 << 4,
    /// <summary>
    /// The fd's version, at an event that has one and did not fail. Where <see cref="Model.Event.Fd"/> is null, or
    /// <see cref="Model.Event.ErrorCode"/> is not 0, the value may come from the event itself (the name of a file that could
    /// not be opened).
    /// </summary>
    Fd = 1 << 5,
    /// <summary>The fd's number.</summary>
    FdNumber = 1 << 6,
    /// <summary>The kind of the fd, if there is one of which something is known.</summary>
    FdType = 1 << 7,
    /// <summary>The event's type and, for a generic event, its call. An async event may tell its name in its bytes.</summary>
    Type = 1 << 8,
    /// <summary>Whether the thread is known, and a main one.</summary>
    Role = 1 << 9,
    /// <summary>Whether the event tells a result, and which error.</summary>
    Error = 1 << 10,
    /// <summary>Whether the event gave its fd another name.</summary>
    Renaming = 1 << 11,
    /// <summary>The number of the processor.</summary>
    Processor = 1 << 12,
    /// <summary>What the call returned. An event whose call failed, or tells no result, has none.</summary>
    Result = 1 << 13,
    /// <summary>Nanoseconds from the call to its return.</summary>
    Latency = 1 << 14,
    /// <summary>When the event happened.</summary>
    Time = 1 << 15,
    /// <summary>Anything else: the event's bytes, or what is known at its moment of other things (ancestors, memory, counts, the event before).</summary>
    Event = 1 << 16,
    /// <summary>What was asked before: events must be asked one after the other, by one thread.</summary>
    Order = 1 << 17,
}
