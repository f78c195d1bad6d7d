using System.Buffers.Binary;

namespace CSysdig.Capture.Live.Encoders;

enum RecordKind : byte
{
    Call = 1, Enter, Exec, Fork, Exit, Signal, Switch, Fault,
}

/// <summary>
/// One record of a ring (record.h). Whatever its bytes are, a part that is not there reads as empty and a number as 0: they come from the
/// kernel, and still nothing relies on that.
/// </summary>
readonly ref struct Record
{
    public const int HeaderSize = 80, KindAt = 22;
    public const int MostParts = 20;
    /// <summary>Calls of 32 bits have numbers of their own, and stand in the table behind all others.</summary>
    public const int CompatCall = 512;
    const int Absent = 0xFFFF;

    readonly ReadOnlySpan<byte> _bytes;
    readonly Span<int> _starts;

    /// <param name="starts">Room for where the parts begin.</param>
    public Record(ReadOnlySpan<byte> bytes, Span<int> starts)
    {
        _bytes = bytes;
        _starts = starts;
        var at = HeaderSize;
        var count = 0;
        while (count < starts.Length && at + 2 <= bytes.Length)
        {
            starts[count++] = at;
            var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
            at += 2 + (length == Absent ? 0 : length);
        }
        Parts = count;
    }

    public int Parts { get; }

    /// <summary>Since boot, in nanoseconds.</summary>
    public static ulong TimeOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    public ulong Time => TimeOf(_bytes);
    public uint Tid => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[8..]);
    public uint Pid => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[12..]);
    /// <summary>Where the call stands in the table: its number, of a call of 32 bits with <see cref="CompatCall"/>.</summary>
    public int Call => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[20..]);
    public RecordKind Kind => (RecordKind)_bytes[KindAt];

    /// <summary>An argument, or the result at 6.</summary>
    public ulong Value(int index) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[(24 + index * 8)..]);

    public long Result => (long)Value(Take.Result);

    /// <summary>The part could be read, be it empty.</summary>
    public bool Has(int index) =>
        (uint)index < (uint)Parts && BinaryPrimitives.ReadUInt16LittleEndian(_bytes[_starts[index]..]) != Absent;

    public ReadOnlySpan<byte> Part(int index)
    {
        if ((uint)index >= (uint)Parts)
            return default;
        var start = _starts[index];
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[start..]);
        return length == Absent || length > _bytes.Length - start - 2 ? default : _bytes.Slice(start + 2, length);
    }

    /// <summary>What an operand stands for, as a number.</summary>
    public ulong Of(in Operand operand) => operand.Kind switch
    {
        OperandKind.Value => Value(operand.Index),
        OperandKind.Int => (ulong)(int)Value(operand.Index),
        OperandKind.Field => Number(operand.Index, operand.Offset, operand.Length),
        _ => 0,
    };

    /// <summary>A number in a part; 0 where the part is shorter.</summary>
    public ulong Number(int part, int offset, int length) => Number(Part(part), offset, length);

    public static ulong Number(ReadOnlySpan<byte> bytes, int offset, int length)
    {
        if (offset + length > bytes.Length)
            return 0;
        bytes = bytes[offset..];
        return length switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        };
    }

}
