using System.Buffers.Binary;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Capture.Older;

/// <summary>
/// Writes events of today as drivers of sysdig 0.29.3's age did: a call is an enter event and an exit, and what has come since is
/// left out. The beginning of a call that nothing tells of is that of its end.
/// </summary>
sealed class OlderEvents(OlderBatch output)
{
    /// <summary>Its reader refuses a file with a longer block.</summary>
    public const int LongestBlock = 65536;
    /// <summary>Far more threads than machines have; a hostile capture may claim any number.</summary>
    const int MostThreads = 16384;
    /// <summary>Of what is put together here the longest is a unix socket's end: a byte, two numbers, a path.</summary>
    const int LongestMade = 1 + 8 + 8 + 512;

    readonly BlockBuilder _block = new();
    readonly byte[] _made = new byte[LongestMade];
    /// <summary>The calls that threads are in, as far as their beginnings were told, and whether those have been written.</summary>
    readonly Dictionary<long, (EventCode Enter, bool IsWritten)> _inside = [];
    (long Tid, ulong Time) _messages;

    /// <summary>No call of the capture tells its beginning.</summary>
    public bool IsExitOnly { get; set; }

    public OlderLosses Losses { get; } = new();

    /// <summary>Writes an event as none, one or two.</summary>
    public void Take(RawEvent e, ReadOnlySpan<byte> block)
    {
        if (OlderType.All[(int)e.Code] is not { } type || e.Code is GenericE or GenericX && e.UInt16(0) > OlderType.LastCall)
        {
            Losses.Add(e);
            return;
        }
        if (e.Code is SocketSendmmsgX or SocketRecvmmsgX && !IsNextCall(e))
            return;
        if ((e.Info.Category & EventCategory.Syscall) == 0)
        {
            if (e.Code is ProcexitE or Procexit_1E)
                _inside.Remove(e.Tid);
            Write(type.Event, e, block);
        }
        else if (e.IsEnter)
            Begin(type.Event, e, block);
        else
        {
            var isTold = _inside.Remove(e.Tid, out var inside) && inside.Enter + 1 == type.Event.Code;
            if (type.Enter is { } enter && (isTold ? !inside.IsWritten : MayBegin(enter, type.Event, e)))
                Write(enter, e, block);
            Write(type.Event, e, block);
        }
    }

    /// <summary>Today each message of a call is an event, and all have the time of its end; then the call was one, and none of them was told.</summary>
    bool IsNextCall(RawEvent e)
    {
        var before = _messages;
        _messages = (e.Tid, e.Timestamp);
        return before != _messages;
    }

    void Begin(OlderEvent enter, RawEvent e, ReadOnlySpan<byte> block)
    {
        if (_inside.Count >= MostThreads)
            _inside.Clear();
        // Where what a call is about stands at its end alone, its beginning is written there.
        var isWhole = !enter.NamesSomething || !LacksName(enter, e);
        _inside[e.Tid] = (enter.Code, isWhole);
        if (isWhole)
            Write(enter, e, block);
    }

    static bool LacksName(OlderEvent enter, RawEvent e)
    {
        foreach (ref readonly var p in enter.Params.AsSpan())
            if ((p.Type is ParamType.FsPath or ParamType.FsRelPath or ParamType.SockTuple) && Source(p, e) is var source && (source < 0 || e.Param(source).IsEmpty))
                return true;
        return false;
    }

    /// <summary>Whether an exit that came alone tells its beginning. One whose beginning was before the capture, or was lost, does not.</summary>
    bool MayBegin(OlderEvent enter, OlderEvent exit, RawEvent e)
    {
        // A child comes out of a call that it has not gone into.
        if (e.Info.Params is [{ Name: "res", Type: ParamType.Pid }, { Name: "exe" }, ..] && e.Int64(0) == 0)
            return false;
        if (IsExitOnly)
            return true;
        var isAppended = false;
        foreach (ref readonly var p in enter.Params.AsSpan())
        {
            var source = Source(p, e);
            if (source >= e.ParamCount)
                return false;
            isAppended |= source >= exit.Params.Length;
        }
        return isAppended;
    }

    static int Source(in OlderParam p, RawEvent e) => p.Instead >= 0 && (p.Source >= e.ParamCount || e.Param(p.Source).IsEmpty) ? p.Instead : p.Source;

    void Write(OlderEvent made, RawEvent e, ReadOnlySpan<byte> block)
    {
        if (made.IsSame && e.ParamCount <= made.Params.Length && block.Length <= LongestBlock && e.ResolvedPath.IsEmpty)
        {
            output.Add(block);
            return;
        }
        var parameters = made.Params.AsSpan(0, made.IsSame ? Math.Min(made.Params.Length, e.ParamCount) : made.Params.Length);
        var (longest, excess) = Excess(parameters, e);
        if (excess > 0 && (longest < 0 || Bytes(parameters[longest], e).Length < excess))
        {
            Losses.AddLong();
            return;
        }
        Header(made, e, parameters, longest, excess);
        for (var i = 0; i < parameters.Length; i++)
            _block.Raw(Cut(parameters[i], e, i == longest ? excess : 0));
        output.Add(_block.End());
    }

    void Header(OlderEvent made, RawEvent e, ReadOnlySpan<OlderParam> parameters, int longest, int excess)
    {
        const int header = 26;
        var wide = EventTable.Types[(int)made.Code].Has(EventFlags.LargePayload);
        var length = header + parameters.Length * (wide ? 4 : 2) - excess;
        foreach (ref readonly var p in parameters)
            length += Bytes(p, e).Length;
        var type = (e.DumpFlags != 0, wide) switch
        {
            (false, false) => BlockType.EventV2,
            (true, false) => BlockType.EventFlagsV2,
            (false, true) => BlockType.EventV2Large,
            _ => BlockType.EventFlagsV2Large,
        };
        _block.Begin(type).U16((ushort)e.Cpu);
        if (e.DumpFlags != 0)
            _block.U32(e.DumpFlags);
        _block.U64(e.Timestamp).I64(e.Tid).U32((uint)length).U16((ushort)made.Code).U32((uint)parameters.Length);
        for (var i = 0; i < parameters.Length; i++)
        {
            var count = Cut(parameters[i], e, i == longest ? excess : 0).Length;
            if (wide)
                _block.U32((uint)count);
            else
                _block.U16((ushort)count);
        }
    }

    /// <summary>The longest of the parameters that may be cut, and how much too long the block is.</summary>
    (int Longest, int Excess) Excess(ReadOnlySpan<OlderParam> parameters, RawEvent e)
    {
        const int around = 8 + 2 + 4 + 26 + 4 + 3;
        var (longest, most, all) = (-1, 0, around);
        for (var i = 0; i < parameters.Length; i++)
        {
            var length = Bytes(parameters[i], e).Length;
            all += 4 + length;
            if (parameters[i].Type == ParamType.ByteBuf && length > most)
                (longest, most) = (i, length);
        }
        return all > LongestBlock ? (longest, all - LongestBlock) : (-1, 0);
    }

    ReadOnlySpan<byte> Cut(in OlderParam p, RawEvent e, int excess) => Bytes(p, e)[..^excess];

    /// <summary>A parameter's bytes, valid until the next are asked for.</summary>
    ReadOnlySpan<byte> Bytes(in OlderParam p, RawEvent e)
    {
        var source = Source(p, e);
        var bytes = source < 0 ? default : e.Param(source);
        var type = source < 0 ? p.Type : e.Info.Params[source].Type;
        if (p.Width > 0)
            return Number(p, source, bytes);
        return (p.Type, type) switch
        {
            (ParamType.Dyn, not ParamType.Dyn) => ResultOrFd(e, source),
            (ParamType.SockTuple, ParamType.SockAddr) => Tuple(bytes),
            // Its reader takes the count of an empty one from what lies behind.
            (ParamType.FdList, _) when bytes.Length < 2 => [0, 0],
            _ => bytes,
        };
    }

    ReadOnlySpan<byte> Number(in OlderParam p, int source, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_made, source < 0 ? p.Constant : 0);
        bytes[..Math.Min(bytes.Length, 8)].CopyTo(_made);
        return _made.AsSpan(0, p.Width);
    }

    /// <summary>What bpf() returned: a byte that says whether it is an fd (0) or a result (1) stands before it.</summary>
    ReadOnlySpan<byte> ResultOrFd(RawEvent e, int source)
    {
        const uint createsMap = 0, loadsProgram = 5;
        _made[0] = e.UInt32(source + 1) is createsMap or loadsProgram ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteInt64LittleEndian(_made.AsSpan(1), e.Int64(source));
        return _made.AsSpan(0, 9);
    }

    /// <summary>The ends of a connection that failed: the other one alone is known.</summary>
    ReadOnlySpan<byte> Tuple(ReadOnlySpan<byte> address)
    {
        const byte unix = 1, internet = 2, internet6 = 10;
        if (address is not [unix or internet or internet6, .. var end])
            return default;
        var own = address[0] == unix ? 16 : end.Length;
        if (end.Length > LongestMade - 1 - own)
            return default;
        _made[0] = address[0];
        _made.AsSpan(1, own).Clear();
        end.CopyTo(_made.AsSpan(1 + own));
        return _made.AsSpan(0, 1 + own + end.Length);
    }
}
