using System.Buffers.Binary;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Making;

/// <summary>
/// Hidden events of our own making that bring a reader's state to what it is at a moment. In captures of exit events only
/// the exit alone is written, with the parameters that newer drivers give it.
/// </summary>
sealed class MadeEvents(ScapWriterEvents events, Generation generation)
{
    /// <summary>When they happen; the time of the event that they stand before.</summary>
    public ulong Timestamp { get; set; }

    public bool ExitOnly { get; } = generation == Generation.ExitOnly;

    /// <summary>sysdig 0.29.3 reads the capture; parameters that it does not know are left out.</summary>
    public bool IsOlder { get; } = generation == Generation.EnterExit;

    /// <summary>A call: its enter event with parameters of its own, and its exit.</summary>
    public void Call(EventCode enter, long tid, byte[][] entering, byte[][] leaving)
    {
        if (!ExitOnly)
            events.Made(enter, Timestamp, tid, entering);
        events.Made(enter + 1, Timestamp, tid, leaving);
    }

    public void Single(EventCode code, long tid, params byte[][] parameters) => events.Made(code, Timestamp, tid, parameters);

    public static byte[] Bytes(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Bytes(ulong value) => Bytes((long)value);

    public static byte[] Bytes(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>A text with the NUL that ends it, no longer than events hold.</summary>
    public static byte[] Terminated(byte[] text)
    {
        const int most = 4095;
        return [.. text.AsSpan(0, Math.Min(text.Length, most)), 0];
    }

    /// <summary>Texts that end with a NUL each; empty when there are none.</summary>
    public static byte[] List(byte[] texts)
    {
        const int most = 8191;
        return texts.Length == 0 ? [] : [.. texts.AsSpan(0, Math.Min(texts.Length, most)), 0];
    }
}
