using System.Buffers.Binary;

namespace CSysdig.Capture.Live.Encoders;

/// <summary>Parameters that are more than a number or bytes.</summary>
static class CallValues
{
    const uint SetName = 15, GetName = 16;

    static readonly KernelFlags s_poll = KernelFlags.Of("poll_flags")!, s_options = KernelFlags.Of("sockopt_options")!, s_requests = KernelFlags.Of("ptrace_requests")!;

    /// <summary>Makers whose answer is a number.</summary>
    public static ulong Of(in Record record, in ParamSource source)
    {
        var a = record.Of(source.A);
        switch (source.Maker)
        {
            case ParamMaker.Open:
                const uint access = 3;
                // O_RDONLY, O_WRONLY and O_RDWR are 0, 1 and 2 for the kernel, and 1, 2 and 3 in captures.
                return source.Flags!.Shown((uint)a) | ((uint)a & access) + 1;
            case ParamMaker.FileFlags:
                return source.Flags!.Shown((uint)a);
            case ParamMaker.OpenMode:
                const uint create = 0x40, temporary = 0x410000;
                var flags = record.Of(source.B);
                return (flags & create) != 0 || (flags & temporary) == temporary ? a : 0;
            case ParamMaker.Device:
                return record.Number(source.A.Index, 0, 4);
            case ParamMaker.Inode:
                return record.Number(source.A.Index, 8, 8);
            case ParamMaker.Time:
                return Time(record.Part(source.A.Index));
            case ParamMaker.QueueLen:
                return record.Number(source.A.Index, 12, 4);
            case ParamMaker.QueueMax:
                return record.Number(source.A.Index, 16, 4);
            case ParamMaker.QueuePct:
                var most = record.Number(source.A.Index, 16, 4);
                return most == 0 ? 0 : Math.Min(100, record.Number(source.A.Index, 12, 4) * 100 / most);
            case ParamMaker.Second:
                return a >= 2 ? record.Of(source.B) : 0;
            case ParamMaker.Moved:
                return (ulong)Math.Max((long)a, 0);
            case ParamMaker.Unset:
                // The greatest number of 32 bits says the same where that is all there is room for.
                return record.Part(source.A.Index).IsEmpty || source.A.Length == 4 && a == uint.MaxValue ? ulong.MaxValue : a;
            case ParamMaker.Halves:
                return a | record.Of(source.B) << 32;
            case ParamMaker.SockOptName:
                return (uint)a == 1 ? s_options.Shown((uint)record.Of(source.B)) : 0;
            case ParamMaker.PrctlNumber:
                return PrctlHasText(a) ? 0 : record.Of(source.B);
            case ParamMaker.MountFlags:
                const ulong magic = 0xC0ED0000, magicMask = 0xFFFF0000;
                return (a & magicMask) == magic ? a & ~magicMask : a;
            default:
                return a;
        }
    }

    public static bool PrctlHasText(ulong option) => (uint)option is SetName or GetName;

    /// <summary>A count, then each fd with what happened to it.</summary>
    public static void Fds(ReadOnlySpan<byte> polled, ref EventWriter writer)
    {
        const int size = 8, entry = 10;
        var to = writer.Room;
        var count = 0;
        for (; polled.Length >= size; polled = polled[size..])
        {
            var happened = BinaryPrimitives.ReadUInt16LittleEndian(polled[6..]);
            if (happened == 0)
                continue;
            BinaryPrimitives.WriteInt64LittleEndian(to[(2 + count * entry)..], BinaryPrimitives.ReadInt32LittleEndian(polled));
            BinaryPrimitives.WriteUInt16LittleEndian(to[(2 + count * entry + 8)..], (ushort)s_poll.Shown(happened));
            count++;
        }
        BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)count);
        writer.Took(2 + count * entry);
    }

    /// <summary>The value of a socket's option, behind a byte that says what it is: 0 bytes, 1 an error, 2 and 3 numbers, 4 a time.</summary>
    public static void SocketOption(ulong level, ulong option, ReadOnlySpan<byte> value, ref EventWriter writer)
    {
        const uint socketLevel = 1, error = 4, receiveTimeout = 20, sendTimeout = 21, cookie = 57;
        var to = writer.Room;
        if (value.IsEmpty)
        {
            to[0] = 0;
            writer.Took(1);
            return;
        }
        switch ((uint)level, (uint)option)
        {
            case (socketLevel, error) when value.Length >= 4:
                to[0] = 1;
                BinaryPrimitives.WriteInt64LittleEndian(to[1..], -BinaryPrimitives.ReadInt32LittleEndian(value));
                writer.Took(9);
                break;
            case (socketLevel, receiveTimeout or sendTimeout) when value.Length >= 16:
                to[0] = 4;
                BinaryPrimitives.WriteUInt64LittleEndian(to[1..], Record.Number(value, 0, 8) * 1_000_000_000 + Record.Number(value, 8, 8) * 1000);
                writer.Took(9);
                break;
            case (socketLevel, cookie) when value.Length >= 8:
                to[0] = 3;
                value[..8].CopyTo(to[1..]);
                writer.Took(9);
                break;
            case (socketLevel, _) when value.Length == 4:
                to[0] = 2;
                value.CopyTo(to[1..]);
                writer.Took(5);
                break;
            default:
                to[0] = 0;
                value.CopyTo(to[1..]);
                writer.Took(1 + value.Length);
                break;
        }
    }

    /// <summary>ptrace's address and data, behind a byte that says what they are: 0 a number, 1 a signal.</summary>
    public static void Ptrace(in Record record, in ParamSource source, ref EventWriter writer)
    {
        const uint cont = 8, attach = 11, detach = 12, syscall = 13, singleStep = 10;
        var to = writer.Room;
        if (source.Maker == ParamMaker.PtraceData && s_requests.Shown((uint)record.Of(source.A)) is cont or attach or detach or syscall or singleStep)
        {
            to[0] = 1;
            to[1] = (byte)record.Of(source.B);
            writer.Took(2);
            return;
        }
        to[0] = 0;
        BinaryPrimitives.WriteUInt64LittleEndian(to[1..], record.Of(source.Maker == ParamMaker.PtraceData ? source.B : source.A));
        writer.Took(9);
    }

    /// <summary>The processor's error bits of a page fault (x86) in the names of captures.</summary>
    public static uint FaultFlags(ulong error)
    {
        uint flags = (error & 1) != 0 ? 1u : 2;
        flags |= (error & 2) != 0 ? 4u : 8;
        flags |= (error & 4) != 0 ? 16u : 32;
        if ((error & 8) != 0)
            flags |= 64;
        return (error & 16) != 0 ? flags | 128 : flags;
    }

    /// <summary>In 16 bytes, or in 8 of old programs of 32 bits.</summary>
    static ulong Time(ReadOnlySpan<byte> timespec)
    {
        var half = timespec.Length == 8 ? 4 : 8;
        return Record.Number(timespec, 0, half) * 1_000_000_000 + Record.Number(timespec, half, half);
    }
}
