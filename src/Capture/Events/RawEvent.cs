using System.Buffers.Binary;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Events;

/// <summary>
/// One framed event, borrowed: it points into a batch and holds true until the reader moves on.
/// The same object is loaded again and again; keeping an event means keeping its position, or copying its bytes.
/// Every access is bounded by the event's own length: a parameter that is absent or too short reads as empty or zero.
/// </summary>
public sealed class RawEvent
{
    /// <summary>More parameters than any event type has; an event that claims more is damaged.</summary>
    public const int MaxParams = 64;

    /// <summary>Filling up to four bytes, and the block's length.</summary>
    const int BlockEnd = 7;

    const int MemorySize = 8, StateSize = 4;

    readonly int[] _starts = new int[MaxParams + 1];
    readonly EventInfo[] _types = EventTable.Types;
    readonly bool[] _wide = EventBlock.Wide;
    EventHeader _header;
    int _lengthsAt;
    byte[]? _owned;
    bool _split;

    /// <summary>The batch that holds the event's bytes.</summary>
    public byte[] Buffer { get; private set; } = [];
    /// <summary>Where the event's header starts in <see cref="Buffer"/>.</summary>
    public int Offset => _header.Offset;
    /// <summary>Header and parameters, in bytes.</summary>
    public int Length => _header.Length;
    /// <summary>Counts from 1 in the order of the capture.</summary>
    public long Number { get; set; }
    /// <summary>Nanoseconds since the epoch.</summary>
    public ulong Timestamp => _header.Timestamp;
    public long Tid => _header.Tid;
    public EventCode Code => (EventCode)_header.Code;
    public EventInfo Info => _types[_header.Code];
    public int ParamCount => _header.ParamCount;
    public int Cpu => _header.Cpu;
    /// <summary>The flags of an event block that has them (scap_dump_flags), else 0.</summary>
    public uint DumpFlags => _header.DumpFlags;

    public bool IsEnter => (_header.Code & 1) == 0;
    public bool IsExit => (_header.Code & 1) != 0;

    /// <summary>The event's bytes, header first.</summary>
    public ReadOnlySpan<byte> Bytes => Buffer.AsSpan(Offset, Length);

    /// <summary>The path by which the kernel knows the file that this call has opened, where that is told: it is not the text that the call gave.</summary>
    public ReadOnlySpan<byte> ResolvedPath => Behind(BlockOption.ResolvedPath);

    /// <summary>Virtual and resident memory in KB of the process that this procinfo event is about, where they are told.</summary>
    public (uint SizeKb, uint ResidentKb)? Memory => (Behind(BlockOption.State) is { Length: StateSize + MemorySize } both ? both[StateSize..] : Behind(BlockOption.Memory)) is { Length: MemorySize } told
        ? (BinaryPrimitives.ReadUInt32LittleEndian(told), BinaryPrimitives.ReadUInt32LittleEndian(told[4..])) : null;

    /// <summary>What the thread that this procinfo event is about does, by the letter of /proc, and the code of the call in which it waits, 0 for none; where that is told.</summary>
    public (char Letter, int Call)? State => Behind(BlockOption.State) is { Length: StateSize or StateSize + MemorySize } told
        ? ((char)told[0], BinaryPrimitives.ReadUInt16LittleEndian(told[2..])) : null;

    ReadOnlySpan<byte> Behind(ushort option) => _header.BlockHeader == 0 ? default : BlockOption.Behind(Buffer.AsSpan(BlockStart), _header.BlockHeader + Length, option);

    /// <summary>Where the event's block starts in <see cref="Buffer"/>.</summary>
    internal int BlockStart => _header.Offset - _header.BlockHeader;

    /// <summary>Points this object at the event of a whole block, where it has one that can be loaded.</summary>
    /// <param name="position">Where the block starts in the buffer.</param>
    internal EventBlock.Outcome Load(byte[] buffer, ReadOnlySpan<byte> block, int position)
    {
        var outcome = EventBlock.Read(block, position, _wide, ref _header);
        if (outcome == EventBlock.Outcome.Loaded)
            Loaded(buffer);
        return outcome;
    }

    void Loaded(byte[] buffer)
    {
        // Nearly always the buffer of the event before; to write a reference costs more than to compare it.
        if (!ReferenceEquals(Buffer, buffer))
            Buffer = buffer;
        _lengthsAt = _header.Offset + _header.HeaderLength;
        _split = false;
    }

    /// <summary>Where this object stands.</summary>
    public EventPlace Place => new(Buffer, _header);

    /// <summary>Points this object at an event where another one stood.</summary>
    public void Load(in EventPlace place, long number)
    {
        _header = place.Header;
        Loaded(place.Buffer!);
        Number = number;
    }

    /// <summary>Points this object at an event that is a header alone.</summary>
    public void LoadBare(byte[] header, int cpu)
    {
        _header = new EventHeader
        {
            Timestamp = BinaryPrimitives.ReadUInt64LittleEndian(header),
            Tid = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(8)),
            Code = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(20)),
            Cpu = (ushort)cpu,
            Length = header.Length,
            HeaderLength = (byte)header.Length,
        };
        Loaded(header);
    }

    /// <summary>Makes this object an event of its own: the bytes are copied into a buffer that is used again by the next copy.</summary>
    public void CopyFrom(RawEvent source)
    {
        var buffer = _owned is not null && _owned.Length >= source.Length ? _owned : _owned = new byte[Math.Max(256, source.Length * 2)];
        source.Bytes.CopyTo(buffer);
        _header = source._header;
        _header.Offset = _header.BlockHeader = 0;
        Loaded(buffer);
        Number = source.Number;
    }

    /// <summary>The bytes of a parameter; empty when the event has no such parameter.</summary>
    public ReadOnlySpan<byte> Param(int index)
    {
        if ((uint)index >= (uint)ParamCount)
            return default;
        if (!_split)
        {
            if (index == 0)
                return First();
            Split();
        }
        return Buffer.AsSpan(_starts[index], _starts[index + 1] - _starts[index]);
    }

    /// <summary>The first parameter, which every event is asked for, without looking at the lengths of the others.</summary>
    ReadOnlySpan<byte> First()
    {
        // A parameter can't be longer than the event, which lies in the buffer: nor can where it starts.
        var bytes = Buffer.AsSpan(Offset, Length);
        var lengths = bytes[_header.HeaderLength..];
        var (length, at) = _header.Wide ? (BinaryPrimitives.ReadUInt32LittleEndian(lengths), 4 * ParamCount) : (BinaryPrimitives.ReadUInt16LittleEndian(lengths), 2 * ParamCount);
        var rest = lengths[at..];
        return length < (uint)rest.Length ? rest[..(int)length] : rest;
    }

    /// <summary>
    /// The bytes from the start of a parameter up to the first NUL, wherever its end: behind the last parameter they are the
    /// filling of the event's block and the block's length. For a tool that trusted the NUL.
    /// </summary>
    public ReadOnlySpan<byte> UpToNul(int index)
    {
        if ((uint)index >= (uint)ParamCount)
            return default;
        if (!_split)
            Split();
        var rest = Buffer.AsSpan(_starts[index], Math.Min(Offset + Length + BlockEnd, Buffer.Length) - _starts[index]);
        var nul = rest.IndexOf((byte)0);
        return nul < 0 ? rest : rest[..nul];
    }

    /// <summary>A text parameter without the NUL that ends it.</summary>
    public ReadOnlySpan<byte> Text(int index)
    {
        var bytes = Param(index);
        var nul = bytes.IndexOf((byte)0);
        return nul < 0 ? bytes : bytes[..nul];
    }

    /// <summary>
    /// A parameter and, where it does not end in a NUL, what lies behind it in the event up to the first NUL: what a reader
    /// of C texts takes a list for that was cut at its limit.
    /// </summary>
    public ReadOnlySpan<byte> RunningOn(int index)
    {
        var bytes = Param(index);
        if (bytes.IsEmpty || bytes[^1] == 0)
            return bytes;
        var behind = Buffer.AsSpan(_starts[index + 1], Offset + Length - _starts[index + 1]);
        var nul = behind.IndexOf((byte)0);
        return Buffer.AsSpan(_starts[index], bytes.Length + (nul < 0 ? behind.Length : nul));
    }

    public long Int64(int index)
    {
        var p = Param(index);
        return p.Length >= 8 ? BinaryPrimitives.ReadInt64LittleEndian(p) : p.Length >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(p) : 0;
    }

    public ulong UInt64(int index)
    {
        var p = Param(index);
        return p.Length >= 8 ? BinaryPrimitives.ReadUInt64LittleEndian(p) : UInt32(index);
    }

    public uint UInt32(int index)
    {
        var p = Param(index);
        return p.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(p) : UInt16(index);
    }

    public ushort UInt16(int index)
    {
        var p = Param(index);
        return p.Length >= 2 ? BinaryPrimitives.ReadUInt16LittleEndian(p) : UInt8(index);
    }

    public byte UInt8(int index)
    {
        var p = Param(index);
        return p.Length >= 1 ? p[0] : (byte)0;
    }

    void Split()
    {
        _split = true;
        var (starts, count, end) = (_starts, ParamCount, (uint)(Offset + Length));
        var width = _header.Wide ? 4 : 2;
        var lengths = Buffer.AsSpan(_lengthsAt, count * width);
        var at = (uint)(_lengthsAt + lengths.Length);
        for (var i = 0; i < count; i++)
        {
            starts[i] = (int)at;
            var length = width == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(lengths[(2 * i)..]) : BinaryPrimitives.ReadUInt32LittleEndian(lengths[(4 * i)..]);
            // Positions end far below what 32 bits without a sign hold, so only the length may be too much.
            at = length > end - at ? end : at + length;
        }
        starts[count] = (int)at;
    }
}
