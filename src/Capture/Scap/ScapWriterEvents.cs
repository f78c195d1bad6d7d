using System.Buffers.Binary;
using CSysdig.Capture.Events;

namespace CSysdig.Capture.Scap;

/// <summary>Writes events whose bytes are not to stay as they are: hidden ones, ones with shorter buffers, and new ones.</summary>
public sealed class ScapWriterEvents(ScapWriter writer)
{
    /// <summary>scap_dump_flags: the event is there for its effect on state, and not to be shown.</summary>
    public const uint StateOnly = 1;

    const int BlockHeader = 8, Cpu = 2, Flags = 4, Trailer = 4, LengthAt = 16;

    readonly BlockBuilder _block = new();

    /// <summary>Writes an event's block so that readers parse the event and don't show it.</summary>
    public void Hidden(ReadOnlySpan<byte> block)
    {
        var type = (BlockType)BinaryPrimitives.ReadUInt32LittleEndian(block);
        var cpu = BinaryPrimitives.ReadUInt16LittleEndian(block[BlockHeader..]);
        var body = block[(BlockHeader + Cpu)..^Trailer];
        var flags = StateOnly;
        if (type is BlockType.EventFlags or BlockType.EventFlagsV2 or BlockType.EventFlagsV2Large)
        {
            flags |= BinaryPrimitives.ReadUInt32LittleEndian(body);
            body = body[Flags..];
        }
        var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(body[LengthAt..]), (uint)body.Length);
        var option = BlockOption.Behind(block, EventBlock.Start(block) + length);
        writer.Write(_block.Begin(WithFlags(type)).U16(cpu).U32(flags).Raw(body[..length]).Option(option).End());
    }

    /// <summary>Writes an event with the buffers that it read or wrote cut to a length.</summary>
    public void Cut(RawEvent e, ReadOnlySpan<byte> block, int snaplen)
    {
        var buffer = BufferOf(e, snaplen);
        if (buffer < 0)
        {
            writer.Write(block);
            return;
        }
        var wide = e.Info.Has(EventFlags.LargePayload);
        var width = wide ? 4 : 2;
        var start = EventBlock.Start(block);
        var lengthsAt = start + EventBlock.HeaderLength(block);
        var data = lengthsAt + e.ParamCount * width;
        for (var i = 0; i < buffer; i++)
            data += e.Param(i).Length;
        var removed = e.Param(buffer).Length - snaplen;
        _block.Begin((BlockType)BinaryPrimitives.ReadUInt32LittleEndian(block)).Raw(block[BlockHeader..(start + LengthAt)])
            .U32((uint)(e.Length - removed)).Raw(block[(start + LengthAt + 4)..(lengthsAt + buffer * width)]);
        if (wide)
            _block.U32((uint)snaplen);
        else
            _block.U16((ushort)snaplen);
        _block.Raw(block[(lengthsAt + (buffer + 1) * width)..(data + snaplen)]).Raw(block[(data + snaplen + removed)..(start + e.Length)]);
        writer.Write(_block.End());
    }

    /// <summary>Writes a hidden event of our own making.</summary>
    public void Made(EventCode code, ulong timestamp, long tid, params ReadOnlySpan<byte[]> parameters)
    {
        const int header = 26;
        var length = header;
        foreach (var parameter in parameters)
            length += 2 + parameter.Length;
        _block.Begin(BlockType.EventFlagsV2).U16(0).U32(StateOnly)
            .U64(timestamp).I64(tid).U32((uint)length).U16((ushort)code).U32((uint)parameters.Length);
        foreach (var parameter in parameters)
            _block.U16((ushort)parameter.Length);
        foreach (var parameter in parameters)
            _block.Raw(parameter);
        writer.Write(_block.End());
    }

    /// <summary>Says that the state at the head of a capture ends here. Readers take what describes containers right behind the tables for what was there before, and show it to nobody.</summary>
    public void TablesEnd(ulong timestamp) => Made(EventCode.ScapeventE, timestamp, 0, [0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>The state at the head of a capture ends with this event.</summary>
    internal static bool IsTablesEnd(RawEvent e) => e.Code == EventCode.ScapeventE && (e.DumpFlags & StateOnly) != 0;

    /// <summary>Which parameter holds what was read or written, if it is longer than wanted; else -1.</summary>
    static int BufferOf(RawEvent e, int snaplen)
    {
        if (!e.Info.Has(EventFlags.ReadsFromFd) && !e.Info.Has(EventFlags.WritesToFd))
            return -1;
        var parameters = e.Info.Params;
        for (var i = 0; i < parameters.Length && i < e.ParamCount; i++)
            if (parameters[i].Type == ParamType.ByteBuf && parameters[i].Name == "data")
                return e.Param(i).Length > snaplen ? i : -1;
        return -1;
    }

    static BlockType WithFlags(BlockType type) => type switch
    {
        BlockType.Event or BlockType.EventInt => BlockType.EventFlags,
        BlockType.EventV2 => BlockType.EventFlagsV2,
        BlockType.EventV2Large => BlockType.EventFlagsV2Large,
        _ => type,
    };
}
