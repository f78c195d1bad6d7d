using CSysdig.Model.History.Packing;

namespace CSysdig.Model.History;

/// <summary>
/// The rows of 65,536 events, column by column: 30 bytes an event, and what many of them share (<see cref="RowClass"/>). What does not
/// fit (an errno of a damaged capture, a gap of hours) lies in <see cref="Odd"/>, so that a loaded event is exactly the one the stream had.
/// </summary>
sealed class EventChunk : ILent
{
    public const int Shift = 16;
    public const int Size = 1 << Shift;
    public const int Mask = Size - 1;

    /// <summary>The number of the chunk that holds a row.</summary>
    public static int NumberOf(long row) => (int)(row >> Shift);

    /// <summary>The row's place in its chunk.</summary>
    public static int IndexOf(long row) => (int)row & Mask;

    /// <summary>What the columns of a chunk take.</summary>
    public const int ColumnBytes = Size * 30;

    /// <summary>What it takes of memory, with what its classes sum up to when they are asked, and the wide ones.</summary>
    public long MemoryBytes => ColumnBytes + 2 * Classes.Bytes;

    public const int WideResult = int.MinValue;

    /// <summary>The block of the first row's bytes.</summary>
    public int FirstBlock;

    public readonly ulong[] Timestamp = new ulong[Size];
    /// <summary>The row's place among <see cref="Classes"/>.</summary>
    public readonly ushort[] Class = new ushort[Size];
    /// <summary>Nanoseconds; what is longer than four seconds lies in <see cref="Odd"/>.</summary>
    public readonly uint[] Latency = new uint[Size];
    /// <summary>How many rows before this one the enter event is, 0 when there is none; what is farther lies in <see cref="Odd"/>.</summary>
    public readonly ushort[] EnterDistance = new ushort[Size];
    /// <summary>What the call returned, where <see cref="RowFlags.HasResult"/> says that it did; <see cref="WideResult"/> where it must be looked up.</summary>
    public readonly int[] Result = new int[Size];
    /// <summary>The block of the event's bytes, counted from <see cref="FirstBlock"/>.</summary>
    public readonly ushort[] Block = new ushort[Size];
    /// <summary>Where in its block the event's own block begins.</summary>
    public readonly int[] Position = new int[Size];
    /// <summary>Nanoseconds since the thread's event before; <see cref="uint.MaxValue"/> when there was none.</summary>
    public readonly uint[] ThreadGap = new uint[Size];
    /// <summary>What rows have in common.</summary>
    public RowClasses Classes { get; } = new();
    ClassSums? _sums, _oldSums;
    /// <summary>Rows with a value that its column can't hold.</summary>
    public readonly Dictionary<int, OddRow> Odd = [];

    public int Holders { get; set; } = 1;

    /// <summary>Makes it an empty one. The columns may hold what they will.</summary>
    public void Clear()
    {
        FirstBlock = 0;
        Classes.Fill([]);
        _oldSums = _sums ?? _oldSums;
        _sums = null;
        Odd.Clear();
    }

    /// <summary>What the classes of so many rows sum up to; whoever asks first counts.</summary>
    public ClassSums SumsOf(int rows)
    {
        var sums = Volatile.Read(ref _sums);
        if (sums?.Rows != rows)
            Volatile.Write(ref _sums, sums = new ClassSums(this, 0, rows, Interlocked.Exchange(ref _oldSums, null)));
        return sums;
    }

    /// <summary>The class of a row.</summary>
    public ref readonly RowClass ClassOf(int i) => ref Classes[Class[i]];
}

/// <summary>The values of a row that its columns can't hold or that can't be derived from its neighbours.</summary>
sealed record OddRow(long FdNumber, int Error, ulong Latency, ulong PreviousTimestamp, ulong ThreadPreviousTimestamp, long Enter);
