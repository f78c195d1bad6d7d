using System.Buffers.Binary;
using CSysdig.Capture.Events;

namespace CSysdig.Model.History;

/// <summary>An event without parameters that stands for something that no capture holds, or holds no more.</summary>
static class BareEvent
{
    const int HeaderLength = 26;

    public static void Load(RawEvent into, EventCode code, long tid, ulong timestamp, int cpu)
    {
        // A buffer of this length is one made here.
        var bytes = into.Buffer.Length == HeaderLength ? into.Buffer : new byte[HeaderLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, timestamp);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), tid);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), HeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(20), (ushort)code);
        into.LoadBare(bytes, cpu);
    }
}
