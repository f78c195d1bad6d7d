using CSysdig.Capture.Events;
using CSysdig.Model.Parameters;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Calls;

/// <summary>A finished call that moved bytes through an fd, whichever driver recorded it.</summary>
public readonly ref struct IoCall
{
    /// <summary>No call moves more, whatever its event claims (MAX_RW_COUNT of the kernel).</summary>
    public const long Most = 0x7ffff000;

    static readonly Layout[] s_layouts = Layouts();

    readonly Event _event;
    readonly Layout _layout;

    IoCall(Event e, in Layout layout, long count)
    {
        _event = e;
        _layout = layout;
        Count = count;
    }

    /// <summary>The bytes went from the fd to the process.</summary>
    public bool IsRead => CallKinds.Of(_event.Code) == CallKind.Read;
    /// <summary>How many bytes were moved: 0 at the end of a file.</summary>
    public long Count { get; }
    /// <summary>As many of them as the capture has; valid as long as the event is.</summary>
    public ReadOnlySpan<byte> Data
    {
        get
        {
            if (_layout.Data == 0)
                return default;
            var data = _event.Raw.Param(_layout.Data);
            return data.Length > Count ? data[..(int)Count] : data;
        }
    }
    /// <summary>The call names an offset itself (pread and its kin).</summary>
    public bool NamesPosition => _layout.Position > 0;
    /// <summary>That offset where the event tells it, or -1: older drivers have it in the enter event alone.</summary>
    public long Position => _layout.Position > 0 && _event.Raw.ParamCount > _layout.Position ? _event.Raw.Int64(_layout.Position) : -1;

    /// <summary>How many bytes a read of a stream asked for, or -1 where the event does not tell.</summary>
    public long Asked => _layout.Asked > 0 && _event.Raw.ParamCount > _layout.Asked ? _event.Raw.UInt32(_layout.Asked) : -1;
    /// <summary>The call may have looked at the bytes without taking them (MSG_PEEK; its flags are not recorded).</summary>
    public bool MayPeek => _layout.MayPeek;

    /// <summary>Whether events of a type move bytes.</summary>
    public static bool Is(EventCode code) => CallKinds.Of(code) is CallKind.Read or CallKind.Write or CallKind.Transfer;

    /// <summary>False for calls that failed or move no bytes. The event's bytes are looked at for the data alone, where that can be.</summary>
    public static bool TryRead(Event e, out IoCall call)
    {
        call = default;
        if (!Is(e.Code) || EventResult.TryGet(e, out var count) && count < 0)
            return false;
        call = new IoCall(e, s_layouts[(int)e.Code], Math.Min(Most, count));
        return true;
    }

    static Layout[] Layouts()
    {
        var table = new Layout[EventTable.Count];
        Set(new Layout { Data = 1, Asked = 3 }, SyscallReadX);
        Set(new Layout { Data = 1, Asked = 3, MayPeek = true }, SocketRecvX);
        Set(new Layout { Data = 1, Asked = 4, MayPeek = true }, SocketRecvfromX);
        Set(new Layout { Data = 1, Position = 4 }, SyscallPreadX);
        Set(new Layout { Data = 2 }, SyscallReadvX, SocketRecvmsgX);
        Set(new Layout { Data = 2, Position = 4 }, SyscallPreadvX);
        Set(new Layout { Data = 3 }, SocketRecvmmsgX);
        Set(new Layout { Data = 1 }, SyscallWriteX, SyscallWritevX, SocketSendX, SocketSendtoX, SocketSendmsgX);
        Set(new Layout { Data = 1, Position = 4 }, SyscallPwriteX, SyscallPwritevX);
        Set(new Layout { Data = 3 }, SocketSendmmsgX);
        return table;

        void Set(Layout layout, params ReadOnlySpan<EventCode> codes)
        {
            foreach (var code in codes)
                table[(int)code] = layout;
        }
    }

    /// <summary>Which parameters hold what; 0, the place of the result, for none: what goes from fd to fd inside the kernel is in no buffer.</summary>
    struct Layout
    {
        public bool MayPeek;
        public byte Data, Asked, Position;
    }
}
