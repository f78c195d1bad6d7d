using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CSysdig.Capture.Events;

namespace CSysdig.Capture.Scap;

/// <summary>
/// Event blocks: cpu u16, flags u32 where the type has them, then the event: time u64, tid i64, length u32, type u16, parameter
/// count u32 (absent in version 1), the lengths of the parameters, the parameters. (libs scap_savefile, next_event_from_file)
/// </summary>
static class EventBlock
{
    public enum Outcome : byte { Loaded, NoEvent, UnknownType, Damaged }

    /// <summary>Enough bytes of a block to know its event's length.</summary>
    public const int LongestHeader = BlockHeader + Cpu + Flags + HeaderV1;

    const int BlockHeader = 8, Cpu = 2, Flags = 4, Trailer = 4;
    const int HeaderV1 = 22, HeaderV2 = 26;

    static readonly bool[] s_wide = [.. EventTable.All.ToArray().Select(e => e.Has(EventFlags.LargePayload))];

    /// <summary>Whether a block that begins with these bytes holds an event.</summary>
    public static bool IsEvent(ReadOnlySpan<byte> block) => Start(block) > 0;

    /// <summary>Whether an event says itself, with the padding to a multiple of four and what may stand behind it, that its block is this long.</summary>
    public static bool HasLength(ReadOnlySpan<byte> block, int blockLength)
    {
        const int align = 4;
        var start = Start(block);
        if (start == 0 || block.Length < start + HeaderV1)
            return false;
        var end = start + (long)BinaryPrimitives.ReadUInt32LittleEndian(block[(start + 16)..]);
        var spare = blockLength - Trailer - end;
        if (spare < align)
            return spare >= 0;
        var option = BlockOption.Aligned((int)end);
        return BlockOption.HasLength(option < block.Length ? block[option..] : default, blockLength - Trailer - option);
    }

    /// <summary>Where the event starts in its block; 0 when the block holds none.</summary>
    public static int Start(ReadOnlySpan<byte> block) => Start((BlockType)BinaryPrimitives.ReadUInt32LittleEndian(block));

    static int Start(BlockType type) => type switch
    {
        BlockType.Event or BlockType.EventInt or BlockType.EventV2 or BlockType.EventV2Large => BlockHeader + Cpu,
        BlockType.EventFlags or BlockType.EventFlagsV2 or BlockType.EventFlagsV2Large => BlockHeader + Cpu + Flags,
        _ => 0,
    };

    /// <summary>What stands before the parameters, as it lies in the block. Captures are little-endian, and so is whatever this runs on.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    readonly record struct Head(ulong Timestamp, long Tid, uint Length, ushort Code, uint ParamCount);

    /// <summary>Which types of events have parameter lengths of 32 bits.</summary>
    public static bool[] Wide => s_wide;

    /// <summary>Reads the header of the event of a whole block, and checks that its lengths lie within the block.</summary>
    /// <param name="position">Where the block starts in its buffer.</param>
    /// <param name="wide">Those of <see cref="Wide"/>, at hand.</param>
    /// <param name="header">Left as it is unless the event can be loaded.</param>
    public static Outcome Read(ReadOnlySpan<byte> block, int position, bool[] wide, ref EventHeader header)
    {
        var type = (BlockType)BinaryPrimitives.ReadUInt32LittleEndian(block);
        if (type is not (BlockType.EventV2 or BlockType.EventFlagsV2))
            return ReadOther(type, block, position, ref header);
        var hasFlags = type == BlockType.EventFlagsV2;
        var start = hasFlags ? BlockHeader + Cpu + Flags : BlockHeader + Cpu;
        var room = block.Length - start - Trailer;
        if (room < HeaderV2)
            return Outcome.Damaged;
        ref readonly var head = ref MemoryMarshal.AsRef<Head>(block.Slice(start, HeaderV2));
        var code = head.Code;
        if (code >= wide.Length)
            return Outcome.UnknownType;
        var isWide = wide[code];
        var (length, count) = (head.Length, head.ParamCount);
        if (length < HeaderV2 || length > (uint)room || count > RawEvent.MaxParams || count * (isWide ? 4 : 2) > length - HeaderV2)
            return Outcome.Damaged;
        header.Timestamp = head.Timestamp;
        header.Tid = head.Tid;
        header.Offset = position + start;
        header.Length = (int)length;
        header.DumpFlags = hasFlags ? BinaryPrimitives.ReadUInt32LittleEndian(block[(BlockHeader + Cpu)..]) : 0;
        header.Code = code;
        header.Cpu = BinaryPrimitives.ReadUInt16LittleEndian(block[BlockHeader..]);
        header.BlockHeader = (byte)start;
        header.HeaderLength = HeaderV2;
        header.ParamCount = (byte)count;
        header.Wide = isWide;
        return Outcome.Loaded;
    }

    /// <summary>The same of the block types that few captures have.</summary>
    static Outcome ReadOther(BlockType type, ReadOnlySpan<byte> block, int position, ref EventHeader header)
    {
        var start = Start(type);
        if (start == 0)
            return Outcome.NoEvent;
        var counted = HasCount(type);
        var size = counted ? HeaderV2 : HeaderV1;
        if (block.Length < start + size + Trailer)
            return Outcome.Damaged;
        var e = block[start..^Trailer];
        var code = BinaryPrimitives.ReadUInt16LittleEndian(e[20..]);
        if (code >= s_wide.Length)
            return Outcome.UnknownType;
        var wide = s_wide[code];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(e[16..]);
        if (length < size || length > e.Length)
            return Outcome.Damaged;
        uint count;
        if (counted)
        {
            count = BinaryPrimitives.ReadUInt32LittleEndian(e[22..]);
            if (count > RawEvent.MaxParams || count * (wide ? 4 : 2) > length - size)
                return Outcome.Damaged;
        }
        else if (!CountParams(e, code, ref length, out count))
        {
            return Outcome.Damaged;
        }
        header.Code = code;
        header.Timestamp = BinaryPrimitives.ReadUInt64LittleEndian(e);
        header.Tid = BinaryPrimitives.ReadInt64LittleEndian(e[8..]);
        header.Offset = position + start;
        header.Length = (int)length;
        header.DumpFlags = start > BlockHeader + Cpu ? BinaryPrimitives.ReadUInt32LittleEndian(block[(BlockHeader + Cpu)..]) : 0;
        header.Cpu = BinaryPrimitives.ReadUInt16LittleEndian(block[BlockHeader..]);
        header.BlockHeader = (byte)start;
        header.HeaderLength = (byte)size;
        header.ParamCount = (byte)count;
        header.Wide = wide;
        return Outcome.Loaded;
    }

    /// <summary>The type of the event of a block that is whole but for an unknown type.</summary>
    public static int CodeOf(ReadOnlySpan<byte> block) => BinaryPrimitives.ReadUInt16LittleEndian(block[(Start(block) + 20)..]);

    /// <summary>The length of the header of the event in a block: old ones lack the parameter count.</summary>
    public static int HeaderLength(ReadOnlySpan<byte> block) =>
        HasCount((BlockType)BinaryPrimitives.ReadUInt32LittleEndian(block)) ? HeaderV2 : HeaderV1;

    static bool HasCount(BlockType type) =>
        type is BlockType.EventV2 or BlockType.EventV2Large or BlockType.EventFlagsV2 or BlockType.EventFlagsV2Large;

    /// <summary>Finds the number of parameters of an old event: that at which their lengths add up to the event's own.</summary>
    static bool CountParams(ReadOnlySpan<byte> e, int code, ref uint length, out uint count)
    {
        // Old writers counted three bytes too many for these two types.
        if ((EventCode)code is EventCode.NotificationE or EventCode.InfrastructureEventE
            && length >= HeaderV1 + 3 && AddsUp(e[..(int)(length - 3)], code, out count))
        {
            length -= 3;
            return true;
        }
        return AddsUp(e[..(int)length], code, out count);
    }

    static bool AddsUp(ReadOnlySpan<byte> e, int code, out uint count)
    {
        var most = EventTable.Get((EventCode)code).Params.Length;
        var end = HeaderV1;
        var at = HeaderV1;
        for (count = 0; end < e.Length && count < most && at + 2 <= e.Length; count++)
        {
            end += 2 + BinaryPrimitives.ReadUInt16LittleEndian(e[at..]);
            at += 2;
        }
        return end == e.Length;
    }
}
