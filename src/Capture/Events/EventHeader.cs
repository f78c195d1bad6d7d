namespace CSysdig.Capture.Events;

/// <summary>
/// What stands before an event's parameters, once it has been checked that header and lengths lie within the event's block.
/// </summary>
struct EventHeader
{
    /// <summary>Nanoseconds since the epoch.</summary>
    public ulong Timestamp;
    public long Tid;
    /// <summary>Where the event starts in its buffer.</summary>
    public int Offset;
    /// <summary>Header and parameters, in bytes.</summary>
    public int Length;
    /// <summary>The flags of a block that has them (scap_dump_flags), else 0.</summary>
    public uint DumpFlags;
    public ushort Code;
    public ushort Cpu;
    /// <summary>How far after its block's start the event begins.</summary>
    public byte BlockHeader;
    /// <summary>26, or 22 in old blocks whose header has no parameter count.</summary>
    public byte HeaderLength;
    public byte ParamCount;
    /// <summary>Parameter lengths are 32 bits wide instead of 16.</summary>
    public bool Wide;
}
