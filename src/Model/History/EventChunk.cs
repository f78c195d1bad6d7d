namespace CSysdig.Model.History;

/// <summary>
/// The rows of 65,536 events, column by column: 45 bytes an event. What does not fit its column (an errno of a damaged
/// capture, a gap of hours) lies in <see cref="Odd"/>, so that a loaded event is exactly the one the stream had.
/// </summary>
sealed class EventChunk
{
    public const int Shift = 16;
    public const int Size = 1 << Shift;
    public const int Mask = Size - 1;

    /// <summary>What a chunk takes.</summary>
    public const int Bytes = Size * 45;

    public const int WideResult = int.MinValue;

    /// <summary>The block of the first row's bytes.</summary>
    public int FirstBlock;

    public readonly ulong[] Timestamp = new ulong[Size];
    /// <summary>Index in MachineState.ThreadVersions, or -1.</summary>
    public readonly int[] Thread = new int[Size];
    /// <summary>Index in MachineState.FdVersions, or -1.</summary>
    public readonly int[] Fd = new int[Size];
    /// <summary>What is no small number lies in <see cref="Odd"/>.</summary>
    public readonly short[] FdNumber = new short[Size];
    public readonly ushort[] Code = new ushort[Size];
    public readonly ushort[] Cpu = new ushort[Size];
    public readonly short[] Error = new short[Size];
    public readonly RowFlags[] Flags = new RowFlags[Size];
    /// <summary>Nanoseconds; what is longer than four seconds lies in <see cref="Odd"/>.</summary>
    public readonly uint[] Latency = new uint[Size];
    /// <summary>How many rows before this one the enter event is, 0 when there is none; what is farther lies in <see cref="Odd"/>.</summary>
    public readonly ushort[] EnterDistance = new ushort[Size];
    /// <summary>What the call returned, where <see cref="RowFlags.HasResult"/> says that it did; <see cref="WideResult"/> where it must be looked up. Of a generic event the system call that it stands for.</summary>
    public readonly int[] Result = new int[Size];
    /// <summary>The block of the event's bytes, counted from <see cref="FirstBlock"/>.</summary>
    public readonly ushort[] Block = new ushort[Size];
    /// <summary>Where in its block the event's own block begins.</summary>
    public readonly int[] Position = new int[Size];
    /// <summary>Nanoseconds since the thread's event before; <see cref="uint.MaxValue"/> when there was none.</summary>
    public readonly uint[] ThreadGap = new uint[Size];
    /// <summary>Rows with a value that its column can't hold.</summary>
    public readonly Dictionary<int, OddRow> Odd = [];
}

[Flags]
enum RowFlags : byte
{
    None = 0,
    /// <summary>The event gave its fd another name.</summary>
    FdNameChanged = 1,
    /// <summary>Some values are in <see cref="EventChunk.Odd"/>.</summary>
    Odd = 2,
    /// <summary>The event tells what its call returned.</summary>
    HasResult = 4,
}

/// <summary>The values of a row that its columns can't hold or that can't be derived from its neighbours.</summary>
sealed record OddRow(long FdNumber, int Error, ulong Latency, ulong PreviousTimestamp, ulong ThreadPreviousTimestamp, int Enter);
