using System.Buffers.Binary;
using CSysdig.Capture.Events;

namespace CSysdig.Capture.Scap;

/// <summary>
/// Event blocks: cpu u16, flags u32 where the type has them, then the event: time u64, tid i64, length u32, type u16, parameter
/// count u32 (absent in version 1), the lengths of the parameters, the parameters. (libs scap_savefile, next_event_from_file)
/// </summary>
static class EventBlock
{
    public enum Outcome { Loaded, NoEvent, UnknownType, Damaged }

    const int BlockHeader = 8, Cpu = 2, Flags = 4, Trailer = 4;
    const int HeaderV1 = 22, HeaderV2 = 26;

    static readonly bool[] s_wide = [.. EventTable.All.ToArray().Select(e => e.Has(EventFlags.LargePayload))];

    /// <summary>Points <paramref name="into"/> at the event of a block that lies whole in the buffer.</summary>
    /// <param name="code">The event's type, also where it is unknown.</param>
    public static Outcome Load(byte[] buffer, int position, int blockLength, RawEvent into, out int code)
    {
        code = -1;
        var block = buffer.AsSpan(position, blockLength);
        int start, header;
        uint flags = 0;
        switch ((BlockType)BinaryPrimitives.ReadUInt32LittleEndian(block))
        {
            case BlockType.EventV2 or BlockType.EventV2Large:
                start = BlockHeader + Cpu;
                header = HeaderV2;
                break;
            case BlockType.EventFlagsV2 or BlockType.EventFlagsV2Large:
                start = BlockHeader + Cpu + Flags;
                header = HeaderV2;
                break;
            case BlockType.Event or BlockType.EventInt:
                start = BlockHeader + Cpu;
                header = HeaderV1;
                break;
            case BlockType.EventFlags:
                start = BlockHeader + Cpu + Flags;
                header = HeaderV1;
                break;
            default:
                return Outcome.NoEvent;
        }
        if (blockLength < start + header + Trailer)
            return Outcome.Damaged;
        if (start != BlockHeader + Cpu)
            flags = BinaryPrimitives.ReadUInt32LittleEndian(block[(BlockHeader + Cpu)..]);
        var e = block[start..^Trailer];
        code = BinaryPrimitives.ReadUInt16LittleEndian(e[20..]);
        if (code >= EventTable.Count)
            return Outcome.UnknownType;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(e[16..]);
        uint count;
        if (header == HeaderV2)
        {
            if (length < HeaderV2 || length > e.Length)
                return Outcome.Damaged;
            count = BinaryPrimitives.ReadUInt32LittleEndian(e[22..]);
            if (count > RawEvent.MaxParams || count * (s_wide[code] ? 4 : 2) > length - HeaderV2)
                return Outcome.Damaged;
        }
        else
        {
            // Old writers counted three bytes too many for these two.
            if ((EventCode)code is EventCode.NotificationE or EventCode.InfrastructureEventE)
                length -= 3;
            if (length < HeaderV1 || length > e.Length || CountParams(e[..(int)length], code) is not { } counted)
                return Outcome.Damaged;
            count = counted;
        }
        into.Load(buffer, position + start, (int)length, header, (int)count, s_wide[code],
            BinaryPrimitives.ReadUInt16LittleEndian(block[BlockHeader..]), flags);
        return Outcome.Loaded;
    }

    /// <summary>The number of parameters whose lengths add up to the event's own, or null.</summary>
    static uint? CountParams(ReadOnlySpan<byte> e, int code)
    {
        var most = EventTable.Get((EventCode)code).Params.Length;
        var end = HeaderV1;
        var at = HeaderV1;
        uint count = 0;
        while (end < e.Length && count < most && at + 2 <= e.Length)
        {
            end += 2 + BinaryPrimitives.ReadUInt16LittleEndian(e[at..]);
            at += 2;
            count++;
        }
        return end == e.Length ? count : null;
    }
}
