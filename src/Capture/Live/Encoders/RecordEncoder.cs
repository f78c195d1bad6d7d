using System.Runtime.CompilerServices;
using CSysdig.Capture.Events;
using CSysdig.Capture.Live.Engines;

namespace CSysdig.Capture.Live.Encoders;

/// <summary>Turns the probe's records into event blocks of today's form. One thread uses it; nothing is allocated.</summary>
sealed class RecordEncoder(CallTable calls, ulong bootTime, ContainerWatch? containers = null)
{
    const long InProgress = -115;

    /// <summary>How much room the block of a record may need at most.</summary>
    public static int RoomFor(int recordLength) => recordLength * 2 + 4096;

    /// <summary>Writes the event of a record; the length of its block, or 0 when the record gives none.</summary>
    /// <param name="to">At least <see cref="RoomFor"/>.</param>
    [SkipLocalsInit]
    public int Encode(ReadOnlySpan<byte> bytes, int cpu, Span<byte> to)
    {
        if (bytes.Length < Record.HeaderSize)
            return 0;
        Span<int> starts = stackalloc int[Record.MostParts];
        var record = new Record(bytes, starts);
        return record.Kind switch
        {
            RecordKind.Call => Call(record, cpu, to),
            RecordKind.Enter => Enter(record, cpu, to),
            RecordKind.Exec => TaskEncoder.Exec(record, Begin(record, EventCode.SyscallExecve_19X, cpu, to), containers),
            RecordKind.Fork => TaskEncoder.Fork(record, Begin(record, ForkCode(record.Call), cpu, to), bootTime, containers),
            RecordKind.Exit => Exit(record, cpu, to),
            RecordKind.Signal => Signal(record, cpu, to),
            RecordKind.Switch => Switch(record, cpu, to),
            RecordKind.Fault => Fault(record, cpu, to),
            _ => 0,
        };
    }

    EventWriter Begin(in Record record, EventCode code, int cpu, Span<byte> to) => new(to, code, cpu, bootTime + record.Time, record.Tid);

    /// <summary>A child is born of the call that its parent is in; of none where the kernel makes it.</summary>
    EventCode ForkCode(int call)
    {
        var code = calls.Of(call)?.Code ?? EventCode.GenericX;
        return code is EventCode.SyscallFork_20X or EventCode.SyscallVfork_20X or EventCode.SyscallClone3X ? code : EventCode.SyscallClone_20X;
    }

    int Call(in Record record, int cpu, Span<byte> to)
    {
        if (calls.Of(record.Call) is not { } recipe)
            return 0;
        if (recipe.Code == EventCode.GenericX)
            return Generic(record, recipe.Id, cpu, to);
        var writer = new EventWriter(to, recipe.Code, recipe.Count, cpu, bootTime + record.Time, record.Tid);
        if (recipe.IsTask)
            return TaskEncoder.Call(record, recipe, writer, bootTime, containers);
        foreach (ref readonly var source in recipe.Params.AsSpan())
            // Most are plain numbers.
            if (source is { Maker: ParamMaker.Number, Flags: null })
                writer.Number(record.Of(source.A), source.Width);
            else
                Param(record, recipe.Code, source, ref writer);
        return recipe.Resolved.Maker == ParamMaker.Resolved ? KernelPath.End(record, recipe.Resolved, ref writer) : writer.End();
    }

    int Enter(in Record record, int cpu, Span<byte> to)
    {
        if (calls.Of(record.Call) is not { } recipe)
            return 0;
        var writer = Begin(record, recipe.Code - 1, cpu, to);
        if (recipe.Code == EventCode.GenericX)
        {
            writer.U16(recipe.Id);
            writer.U16(NumberOf(record, recipe.Id));
        }
        foreach (ref readonly var source in recipe.EnterParams.AsSpan())
            Param(record, recipe.Code - 1, source, ref writer);
        return writer.End();
    }

    static void Param(in Record record, EventCode code, in ParamSource source, ref EventWriter writer)
    {
        switch (source.Maker)
        {
            case ParamMaker.Number:
                var number = record.Of(source.A);
                writer.Number(source.Flags is null ? number : source.Flags.Shown((uint)number), source.Width);
                break;
            case ParamMaker.Bytes:
                Bytes(record, source, ref writer);
                break;
            case ParamMaker.None:
                // A number is there in every event of a type; a text or a buffer need not be.
                if (source.Type is ParamType.CharBuf or ParamType.ByteBuf or ParamType.FsPath or ParamType.FsRelPath
                    or ParamType.SockAddr or ParamType.SockTuple)
                    writer.Empty();
                else
                    writer.Number(0, source.Width);
                break;
            case ParamMaker.Path:
                KernelPath.Write(record, source.A.Index, ref writer);
                break;
            case ParamMaker.Address:
                writer.Took(SocketEncoder.Address(record.Part(source.A.Index), writer.Room));
                break;
            case ParamMaker.Out when code == EventCode.SocketConnectX && record.Result is < 0 and not InProgress:
                writer.Empty();
                break;
            case ParamMaker.Out or ParamMaker.In:
                var named = source.B.Kind == OperandKind.None ? default : record.Part(source.B.Index);
                writer.Took(SocketEncoder.Tuple(record.Part(source.A.Index), named, source.Maker == ParamMaker.In, writer.Room));
                break;
            case ParamMaker.Fds:
                CallValues.Fds(record.Part(source.A.Index), ref writer);
                break;
            case ParamMaker.SockOpt:
                CallValues.SocketOption(record.Of(source.A), record.Of(source.B), record.Part(source.C.Index), ref writer);
                break;
            case ParamMaker.PtraceAddr or ParamMaker.PtraceData:
                CallValues.Ptrace(record, source, ref writer);
                break;
            case ParamMaker.PrctlText:
                writer.Text(CallValues.PrctlHasText(record.Of(source.A)) ? record.Part(source.B.Index) : default);
                break;
            default:
                writer.Number(CallValues.Of(record, source), source.Width);
                break;
        }
    }

    static void Bytes(in Record record, in ParamSource source, ref EventWriter writer)
    {
        var part = record.Part(source.A.Index);
        part = part[Math.Min(source.A.Offset, part.Length)..];
        if (source.Type == ParamType.ByteBuf)
            writer.Bytes(part);
        else
            writer.Text(part);
    }

    int Generic(in Record record, ushort id, int cpu, Span<byte> to)
    {
        var writer = Begin(record, EventCode.GenericX, cpu, to);
        writer.U16(id);
        writer.U16(NumberOf(record, id));
        return writer.End();
    }

    /// <summary>Its number on its own machine. A call of 32 bits that has no name keeps the mark, as without a name the number would be read as one of 64.</summary>
    static ushort NumberOf(in Record record, ushort id) => (ushort)(id == 0 ? record.Call : record.Call & ~Record.CompatCall);

    int Exit(in Record record, int cpu, Span<byte> to)
    {
        const int core = 0x80, signal = 0x7F;
        var writer = Begin(record, EventCode.Procexit_1E, cpu, to);
        var status = (int)record.Value(0);
        writer.I64(status);
        writer.I64((status & signal) == 0 ? status >> 8 & 0xFF : 0);
        writer.U8((byte)(status & signal));
        writer.U8((status & core) != 0 ? (byte)1 : (byte)0);
        writer.I64((long)record.Value(2));
        return writer.End();
    }

    int Signal(in Record record, int cpu, Span<byte> to)
    {
        var writer = Begin(record, EventCode.SignaldeliverE, cpu, to);
        writer.I64((int)record.Value(0));
        writer.I64((int)record.Value(1));
        writer.U8((byte)record.Value(2));
        return writer.End();
    }

    int Switch(in Record record, int cpu, Span<byte> to)
    {
        var writer = Begin(record, EventCode.Schedswitch_6E, cpu, to);
        writer.I64((int)record.Value(0));
        writer.U64(record.Value(1));
        writer.U64(record.Value(2));
        for (var i = 0; i < 3; i++)
            writer.U32((uint)record.Number(0, i * 4, 4));
        return writer.End();
    }

    int Fault(in Record record, int cpu, Span<byte> to)
    {
        var writer = Begin(record, EventCode.PageFaultE, cpu, to);
        writer.U64(record.Value(0));
        writer.U64(record.Value(1));
        writer.U32(CallValues.FaultFlags(record.Value(2)));
        return writer.End();
    }
}
