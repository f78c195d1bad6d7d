using CSysdig.Capture.Events;
using CSysdig.Model;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Chisels.Story;

/// <summary>A finished call that moved bytes through an fd, whichever driver recorded it.</summary>
readonly ref struct IoCall
{
    static readonly Layout[] s_layouts = Layouts();

    /// <summary>The bytes went from the fd to the process.</summary>
    public bool IsRead { get; private init; }
    /// <summary>How many bytes were moved: 0 at the end of a file.</summary>
    public long Count { get; private init; }
    /// <summary>As many of them as the capture has.</summary>
    public ReadOnlySpan<byte> Data { get; private init; }
    /// <summary>The call names an offset itself (pread and its kin).</summary>
    public bool NamesPosition { get; private init; }
    /// <summary>That offset where the event tells it, or -1: older drivers have it in the enter event alone.</summary>
    public long Position { get; private init; }

    /// <summary>How many bytes a read of a stream asked for, or -1 where the event does not tell.</summary>
    public long Asked { get; private init; }
    /// <summary>The call may have looked at the bytes without taking them (MSG_PEEK; its flags are not recorded).</summary>
    public bool MayPeek { get; private init; }

    /// <summary>Whether events of a type move bytes.</summary>
    public static bool Is(EventCode code) => s_layouts[(int)code].Moves;

    /// <summary>False for calls that failed or move no bytes.</summary>
    public static bool TryRead(Event e, out IoCall call)
    {
        var raw = e.Raw;
        ref readonly var layout = ref s_layouts[(int)raw.Code];
        call = default;
        if (!layout.Moves || raw.Int64(0) is var count && count < 0)
            return false;
        if (layout.Count > 0)
            count = raw.UInt32(layout.Count);
        ReadOnlySpan<byte> data = layout.Data > 0 ? raw.Param(layout.Data) : default;
        call = new IoCall
        {
            IsRead = layout.IsRead,
            Count = count,
            Data = data.Length > count ? data[..(int)count] : data,
            NamesPosition = layout.Position > 0,
            Position = layout.Position > 0 && raw.ParamCount > layout.Position ? raw.Int64(layout.Position) : -1,
            Asked = layout.Asked > 0 && raw.ParamCount > layout.Asked ? raw.UInt32(layout.Asked) : -1,
            MayPeek = layout.MayPeek,
        };
        return true;
    }

    static Layout[] Layouts()
    {
        var table = new Layout[EventTable.Count];
        Set(new Layout { Moves = true, IsRead = true, Data = 1, Asked = 3 }, SyscallReadX);
        Set(new Layout { Moves = true, IsRead = true, Data = 1, Asked = 3, MayPeek = true }, SocketRecvX);
        Set(new Layout { Moves = true, IsRead = true, Data = 1, Asked = 4, MayPeek = true }, SocketRecvfromX);
        Set(new Layout { Moves = true, IsRead = true, Data = 1, Position = 4 }, SyscallPreadX);
        Set(new Layout { Moves = true, IsRead = true, Data = 2 }, SyscallReadvX, SocketRecvmsgX);
        Set(new Layout { Moves = true, IsRead = true, Data = 2, Position = 4 }, SyscallPreadvX);
        Set(new Layout { Moves = true, IsRead = true, Data = 3, Count = 2 }, SocketRecvmmsgX);
        Set(new Layout { Moves = true, Data = 1 }, SyscallWriteX, SyscallWritevX, SocketSendX, SocketSendtoX, SocketSendmsgX);
        Set(new Layout { Moves = true, Data = 1, Position = 4 }, SyscallPwriteX, SyscallPwritevX);
        Set(new Layout { Moves = true, Data = 3, Count = 2 }, SocketSendmmsgX);
        // What goes from fd to fd inside the kernel is in no buffer.
        Set(new Layout { Moves = true }, SyscallSendfileX, SyscallCopyFileRangeX);
        return table;

        void Set(Layout layout, params ReadOnlySpan<EventCode> codes)
        {
            foreach (var code in codes)
                table[(int)code] = layout;
        }
    }

    /// <summary>Which parameters hold what; 0, the place of the result, for none.</summary>
    struct Layout
    {
        public bool Moves, IsRead, MayPeek;
        public byte Data, Count, Asked, Position;
    }
}
