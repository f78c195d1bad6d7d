using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.State;

/// <summary>The flags of every event type as the generation of a capture means them.</summary>
static class EventFlagTable
{
    const EventFlags Io = EventFlags.UsesFd | EventFlags.ReadsFromFd | EventFlags.WritesToFd | EventFlags.ModifiesState;

    /// <summary>
    /// Earlier tables said of reading from and writing to a socket that it changes state, and counted fewer calls among those
    /// that use an fd.
    /// </summary>
    public static EventFlags[] Of(Generation generation)
    {
        var flags = new EventFlags[EventTable.Count];
        for (var i = 0; i < flags.Length; i++)
            flags[i] = EventTable.All[i].Flags;
        if (generation == Generation.ExitOnly)
            return flags;
        foreach (var code in (ReadOnlySpan<EventCode>)[SocketSendtoE, SocketRecvfromE, SocketSendmsgE, SocketRecvmsgE, SyscallSetpgidE, SyscallSetpgidX])
            flags[(int)code] |= EventFlags.ModifiesState;
        foreach (var code in (ReadOnlySpan<EventCode>)[SyscallMmapE, SyscallMmapX, SyscallMmap2E, SyscallMmap2X, SyscallSymlinkatX, SyscallUnlinkat_2X,
            SyscallMkdiratX, SyscallFchmodatX])
            flags[(int)code] &= ~EventFlags.UsesFd;
        foreach (var code in (ReadOnlySpan<EventCode>)[SocketSendmmsgX, SocketRecvmmsgX])
            flags[(int)code] &= ~Io;
        flags[(int)SyscallFstat64X] |= EventFlags.UsesFd;
        flags[(int)SyscallCopyFileRangeE] |= EventFlags.WritesToFd;
        flags[(int)Schedswitch_1X] |= EventFlags.SkipParseReset;
        flags[(int)Schedswitch_6X] |= EventFlags.SkipParseReset;
        flags[(int)(generation == Generation.EnterExit ? SyscallFchmodX : SyscallFchownatX)] &= ~EventFlags.UsesFd;
        return flags;
    }
}
