using System.Runtime.InteropServices;

namespace CSysdig.Capture.Live.Bpf;

/// <summary>The probe's own memory, as record.h lays it out.</summary>
[StructLayout(LayoutKind.Explicit, Size = ChangedAt + MarksLength)]
unsafe struct ProbeMemory
{
    public const int RowsLength = RowCount * RowSize, RowSize = 32, RowCount = 2 * MaxCalls, MaxCalls = 512, MaxCpus = 512;
    public const int Marks = 0x10000;
    const int MarksLength = Marks * sizeof(ulong);
    const int RowsAt = 64, CountersAt = RowsAt + RowsLength, MarksAt = CountersAt + MaxCpus * ProbeCounters.Size, ChangedAt = MarksAt + MarksLength;

    [FieldOffset(0)] public ProbeSettings Settings;
    [FieldOffset(RowsAt)] public fixed byte Rows[RowsLength];
    [FieldOffset(CountersAt)] fixed byte _counters[MaxCpus * ProbeCounters.Size];

    [FieldOffset(MarksAt)] public fixed ulong MarksOf[Marks];

    public ProbeCounters CountersOf(int cpu)
    {
        fixed (byte* first = _counters)
            return ((ProbeCounters*)first)[cpu];
    }
}

[StructLayout(LayoutKind.Sequential)]
struct ProbeSettings
{
    public uint OwnPid, OnlyPid, OnlyTid, OnlyFailed, SnapLength, SpecialSnapLength;
    public ushort PortFrom, PortTo;
    public uint Enters, IsRunning, HasMarks, SharesFds;
    public ulong AllChanged;
}

/// <summary>What a processor has told, and what was lost on it by cause.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
struct ProbeCounters
{
    public const int Size = 64;

    /// <summary>Events told, events lost because the ring was full, buffers that could not be read, events that were too large.</summary>
    public ulong Taken, Full, Unread, Large;

    public readonly ulong Lost => Full + Large;
}

/// <summary>The beginning of struct bpf_prog_info.</summary>
[StructLayout(LayoutKind.Explicit, Size = 208)]
struct ProgramInfo
{
    [FieldOffset(192)] public ulong RunTimeNs;
}
