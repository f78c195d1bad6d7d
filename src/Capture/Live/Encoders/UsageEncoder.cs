using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CSysdig.Capture.Events;
using CSysdig.Capture.Live.Usage;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live.Encoders;

/// <summary>procinfo events: a thread's processor time so far, and behind it what it does and its process's memory, where these have changed.</summary>
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
        var length = 0;
        if (change.State != 0)
        {
            (writer.OptionRoom[0], writer.OptionRoom[1]) = (change.State, 0);
            BinaryPrimitives.WriteUInt16LittleEndian(writer.OptionRoom[2..], CodeOf(change.Call));
            length = 4;
        }
        var option = length > 0 ? BlockOption.State : BlockOption.Memory;
        if (!change.HasMemory)
            return writer.End(option, length);
        BinaryPrimitives.WriteUInt32LittleEndian(writer.OptionRoom[length..], change.SizeKb);
        BinaryPrimitives.WriteUInt32LittleEndian(writer.OptionRoom[(length + 4)..], change.ResidentKb);
        return writer.End(option, length + 8);
    }

    static ushort CodeOf(int call) => (ushort)(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Syscalls.Arm64 : Syscalls.X8664).GetValueOrDefault(call);
}
