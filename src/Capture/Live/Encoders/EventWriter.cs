using System.Buffers.Binary;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live.Encoders;

/// <summary>Lays out one event block in room that is large enough: header, lengths, parameters, padding, trailing length.</summary>
ref struct EventWriter
{
    const int BlockHeader = 8, Cpu = 2, EventHeader = 26, LengthSize = 2;

    readonly Span<byte> _to;
    readonly int _count;
    int _at, _index;

    public EventWriter(Span<byte> to, EventCode code, int cpu, ulong time, long tid)
        : this(to, code, EventTable.Types[(int)code].Params.Length, cpu, time, tid)
    {
    }

    /// <param name="count">How many parameters an event of this type has.</param>
    public EventWriter(Span<byte> to, EventCode code, int count, int cpu, ulong time, long tid)
    {
        _to = to;
        _count = count;
        BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)BlockType.EventV2);
        BinaryPrimitives.WriteUInt16LittleEndian(to[BlockHeader..], (ushort)cpu);
        var e = to[(BlockHeader + Cpu)..];
        BinaryPrimitives.WriteUInt64LittleEndian(e, time);
        BinaryPrimitives.WriteInt64LittleEndian(e[8..], tid);
        BinaryPrimitives.WriteUInt16LittleEndian(e[20..], (ushort)code);
        BinaryPrimitives.WriteUInt32LittleEndian(e[22..], (uint)_count);
        _at = BlockHeader + Cpu + EventHeader + _count * LengthSize;
    }

    /// <summary>The time of an event that was written.</summary>
    public static ulong TimeOf(ReadOnlySpan<byte> block) => BinaryPrimitives.ReadUInt64LittleEndian(block[(BlockHeader + Cpu)..]);

    /// <summary>Where the next parameter's bytes go; <see cref="Took"/> says how many they were.</summary>
    public readonly Span<byte> Room => _to[_at..];

    public void Took(int length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_to[(BlockHeader + Cpu + EventHeader + _index++ * LengthSize)..], (ushort)length);
        _at += length;
    }

    public void Empty() => Took(0);

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, ushort.MaxValue)];
        bytes.CopyTo(Room);
        Took(bytes.Length);
    }

    /// <summary>Text with the NUL that ends it; nothing where there is none.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            Empty();
            return;
        }
        var nul = text.IndexOf((byte)0);
        text = nul < 0 ? text : text[..nul];
        text.CopyTo(Room);
        Room[text.Length] = 0;
        Took(text.Length + 1);
    }

    public void U8(byte value)
    {
        Room[0] = value;
        Took(1);
    }

    public void U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Room, value);
        Took(2);
    }

    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Room, value);
        Took(4);
    }

    public void U64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Room, value);
        Took(8);
    }

    public void I64(long value) => U64((ulong)value);

    /// <summary>A number of 1, 2, 4 or 8 bytes.</summary>
    public void Number(ulong value, int width)
    {
        switch (width)
        {
            case 1: U8((byte)value); break;
            case 2: U16((ushort)value); break;
            case 4: U32((uint)value); break;
            default: U64(value); break;
        }
    }

    /// <summary>Where the bytes of an option go that is to stand behind the event, once all parameters are written.</summary>
    public readonly Span<byte> OptionRoom => _to[(BlockOption.Aligned(_at) + BlockOption.Header)..];

    /// <summary>Ends the block; its length.</summary>
    /// <param name="optionLength">How many bytes lie in <see cref="OptionRoom"/>.</param>
    public int End(ushort option = 0, int optionLength = 0)
    {
        while (_index < _count)
            Empty();
        var length = _at - BlockHeader - Cpu;
        _to[_at..BlockOption.Aligned(_at)].Clear();
        var total = BlockOption.Aligned(_at);
        if (optionLength is > 0 and <= BlockOption.Longest)
            total += BlockOption.End(_to[total..], option, optionLength);
        total += sizeof(uint);
        BinaryPrimitives.WriteUInt32LittleEndian(_to[4..], (uint)total);
        BinaryPrimitives.WriteUInt32LittleEndian(_to[(total - 4)..], (uint)total);
        BinaryPrimitives.WriteUInt32LittleEndian(_to[(BlockHeader + Cpu + 16)..], (uint)length);
        return total;
    }
}
