using CSysdig.Capture.Events;

namespace CSysdig.Capture.Live.Encoders;

/// <summary>How an event's parameter is made of what the probe told; the names are those of calls.tsv.</summary>
enum ParamMaker : byte
{
    /// <summary>A number of the parameter's own width, in the names' values where it has names.</summary>
    Number,
    /// <summary>The bytes of a part.</summary>
    Bytes,
    /// <summary>Nothing: the parameter is empty.</summary>
    None,
    /// <summary>A socket address.</summary>
    Address,
    /// <summary>Both ends of a socket, as who sends sees them; the second operand is an address that the call named.</summary>
    Out,
    /// <summary>The same as who receives sees them.</summary>
    In,
    /// <summary>The flags of an open.</summary>
    Open,
    /// <summary>Flags named as those of files, where the parameter has no names.</summary>
    FileFlags,
    /// <summary>The mode of an open that may create a file; else 0.</summary>
    OpenMode,
    /// <summary>The device of a file.</summary>
    Device,
    /// <summary>The inode of a file.</summary>
    Inode,
    /// <summary>The fds of a poll that something happened to.</summary>
    Fds,
    /// <summary>A timespec as nanoseconds.</summary>
    Time,
    /// <summary>How full a listening socket's queue is, in percent.</summary>
    QueuePct,
    QueueLen,
    QueueMax,
    /// <summary>The second operand when the first is 2 or more; else 0.</summary>
    Second,
    /// <summary>The path by which the kernel knows a file.</summary>
    Path,
    /// <summary>The same where it is another text than the second operand, behind the event.</summary>
    Resolved,
    /// <summary>How many bytes the result says; 0 where the call failed.</summary>
    Moved,
    /// <summary>-1 where nothing was given.</summary>
    Unset,
    /// <summary>Two halves of 64 bits.</summary>
    Halves,
    /// <summary>An option of a socket, which only that level's names name.</summary>
    SockOptName,
    /// <summary>The value of an option, behind a byte that says what it is.</summary>
    SockOpt,
    PtraceAddr,
    PtraceData,
    /// <summary>The text argument of prctl where its option has one.</summary>
    PrctlText,
    /// <summary>The number argument of prctl where its option has none that is a text.</summary>
    PrctlNumber,
    /// <summary>The flags of a mount without the magic number of old.</summary>
    MountFlags,
}

/// <summary>What a maker looks at.</summary>
enum OperandKind : byte
{
    None, Value, Int, Part, Field,
}

/// <param name="Index">Which value, or which part.</param>
/// <param name="Offset">Where in the part the number or the bytes begin.</param>
/// <param name="Length">How long the number is.</param>
readonly record struct Operand(OperandKind Kind, byte Index, ushort Offset = 0, byte Length = 0);

/// <summary>One parameter of an exit event.</summary>
readonly record struct ParamSource(ParamMaker Maker, ParamType Type, KernelFlags? Flags, Operand A, Operand B, Operand C)
{
    /// <summary>How wide a number of its type is.</summary>
    public int Width { get; } = ParamWidth.Of(Type);
}

/// <summary>How a call's record becomes an event.</summary>
/// <param name="Code">The event type.</param>
/// <param name="Id">The call's code, as generic events have it.</param>
/// <param name="Params">One a parameter; those of a task's description have none.</param>
/// <param name="EnterParams">The same of the enter event.</param>
/// <param name="Parts">How many parts the takes of its row give.</param>
sealed record CallRecipe(EventCode Code, ushort Id, ParamSource[] Params, ParamSource[] EnterParams, bool IsTask, int Parts)
{
    /// <summary>How many parameters the event type has.</summary>
    public int Count { get; } = EventTable.Get(Code).Params.Length;

    /// <summary>What stands behind the event of a file that was opened.</summary>
    public ParamSource Resolved { get; init; }
}
