using System.Buffers.Binary;
using CSysdig.Capture.Events;

namespace CSysdig.Model.Queries;

/// <summary>An event without parameters that stands for a thread at a refresh of a table.</summary>
static class ThreadMark
{
    const int HeaderLength = 26;

    /// <summary>Makes the event: its time is the last moment of the second before <paramref name="now"/>, as libsinsp's tables say.</summary>
    public static void Load(RawEvent into, EventCode code, long tid, ulong now)
    {
        const ulong second = 1_000_000_000;
        var bytes = into.Buffer.Length == HeaderLength ? into.Buffer : new byte[HeaderLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, now - now % second - 1);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), tid);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), HeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(20), (ushort)code);
        into.Load(bytes, 0, HeaderLength, HeaderLength, 0, wide: false, cpu: 0, dumpFlags: 0);
    }
}
