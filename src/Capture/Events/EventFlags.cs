namespace CSysdig.Capture.Events;

/// <summary>What an event type does to state (libs' ppm_event_flags).</summary>
[Flags]
public enum EventFlags : ushort
{
    None = 0,
    CreatesFd = 1 << 0,
    DestroysFd = 1 << 1,
    UsesFd = 1 << 2,
    ReadsFromFd = 1 << 3,
    WritesToFd = 1 << 4,
    ModifiesState = 1 << 5,
    Unused = 1 << 6,
    Waits = 1 << 7,
    SkipParseReset = 1 << 8,
    OldVersion = 1 << 9,
    LargePayload = 1 << 10,
    ConverterManaged = 1 << 11,
}

/// <summary>The kind of an event type; the upper half says where it comes from (libs' ppm_event_category).</summary>
[Flags]
public enum EventCategory : uint
{
    Unknown = 0, Other = 1, File = 2, Net = 3, Ipc = 4, Memory = 5, Process = 6, Sleep = 7, System = 8,
    Signal = 9, User = 10, Time = 11, Processing = 12, IoRead = 32, IoWrite = 33, IoOther = 34, Wait = 64,
    Scheduler = 128, Internal = 256,
    Syscall = 1 << 16, Tracepoint = 1 << 17, Plugin = 1 << 18, MetaEvent = 1 << 19,
    SourceMask = 0xFFFF0000, KindMask = 0x0000FFFF,
}
