using System.Buffers.Binary;
using CSysdig.Capture.Events;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Capture.Scap;

/// <summary>
/// Tells the age of a capture from the first batch of events that are more than state. No field of the file says it: the version of the process list
/// has stayed since libs 0.9, and newer drivers appended parameters to exit events one release after the other.
/// </summary>
public static class GenerationProbe
{
    /// <summary>The first event type that sysdig 0.29.3 does not know.</summary>
    const int FirstLaterCode = 336;
    /// <summary>So many exits without any enter event are no accident of where a capture starts.</summary>
    const int EnoughExits = 64;

    /// <summary>What a capture that was cut out of another one says of its age (its origin), for the events left may not show it; null where it says nothing.</summary>
    public static Generation? Stated(uint? origin) => origin is { } said && said <= (uint)Generation.ExitOnly ? (Generation)said : null;

    /// <summary>What its events show.</summary>
    /// <param name="batch">Holds the first event that is more than state.</param>
    /// <param name="position">Where its block starts.</param>
    /// <param name="isBefore012">The tables were written by libs before 0.12.</param>
    /// <param name="hasAccountEvents">Users and groups came as events, which drivers that 0.29.3 knows do not send.</param>
    public static Generation Of(EventBatch batch, int position, bool isBefore012, bool hasAccountEvents)
    {
        var e = new RawEvent();
        int enters = 0, exits = 0, appended = 0, bare = 0;
        var later = hasAccountEvents;
        for (; position + 8 <= batch.Length; position += BinaryPrimitives.ReadInt32LittleEndian(batch.Bytes.AsSpan(position + 4)))
        {
            if (BinaryPrimitives.ReadInt32LittleEndian(batch.Bytes.AsSpan(position + 4)) < 12)
                break;
            if (!ScapReader.TryLoad(batch.Bytes, batch.Length, position, e) || (e.Info.Category & EventCategory.Syscall) == 0)
                continue;
            later |= (int)e.Code >= FirstLaterCode;
            if (e.IsEnter)
                enters++;
            else
            {
                exits++;
                if (enters > 0)
                    continue;
                if (Appended(e.Code) is not 0 and var count && e.ParamCount >= count)
                    appended++;
                else if (e.ParamCount < NeededAlone(e))
                    bare++;
            }
        }
        // A filter may have left the exits of an earlier driver's events alone (evt.dir=<): the sysdig of then wrote them, or
        // some have nothing of their enter events. A damaged one among whole ones says nothing.
        if (enters == 0 && !isBefore012 && (appended > bare || bare == 0 && exits >= EnoughExits))
            return Generation.ExitOnly;
        return later ? Generation.LaterEnterExit : Generation.EnterExit;
    }

    /// <summary>
    /// How many parameters an exit has at least that tells without its enter event what that says. An execve's has its file's
    /// name since later than the others have theirs, so that nothing follows from those of processes.
    /// </summary>
    static int NeededAlone(RawEvent exit)
    {
        if ((exit.Info.Category & EventCategory.KindMask) == EventCategory.Process)
            return 0;
        var told = exit.Info.Params;
        var asked = EventTable.Get(exit.Code - 1).Params;
        var needed = told.Length;
        while (needed > 0 && !asked.Any(p => p.Name == told[needed - 1].Name))
            needed--;
        return needed;
    }

    /// <summary>How many parameters an exit has where it has what used to stand in its enter event alone; 0 where that does not show.</summary>
    static int Appended(EventCode code) => code switch
    {
        SyscallReadX or SyscallWriteX or SyscallPreadX or SyscallPwriteX or SyscallWritevX => 3,
        SyscallCloseX or SyscallFcntlX or SocketSocketX or SyscallFchdirX or SocketListenX or SyscallLseekX or SyscallIoctl_3X => 2,
        SocketBindX or SocketConnectX => 3,
        SyscallMmapX => 5,
        _ => 0,
    };
}
