using System.Buffers.Binary;
using CSysdig.Capture.Events;
using CSysdig.Capture.Live.Usage;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live.Encoders;

/// <summary>procinfo events: a thread's processor time so far, and behind it its process's memory.</summary>
static class UsageEncoder
{
    /// <summary>How much room the block of one needs at most.</summary>
    public const int Room = 128;

    /// <summary>Writes one; the length of its block.</summary>
    public static int Write(Span<byte> to, in UsageChange change, ulong time)
    {
        var writer = new EventWriter(to, EventCode.ProcinfoE, 0, time, change.Tid);
        writer.U64(change.UserTicks);
        writer.U64(change.SystemTicks);
        if (!change.HasMemory)
            return writer.End();
        BinaryPrimitives.WriteUInt32LittleEndian(writer.OptionRoom, change.SizeKb);
        BinaryPrimitives.WriteUInt32LittleEndian(writer.OptionRoom[4..], change.ResidentKb);
        return writer.End(BlockOption.Memory, 8);
    }
}
