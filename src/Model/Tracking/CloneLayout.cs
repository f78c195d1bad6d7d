using CSysdig.Capture.Events;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Tracking;

/// <summary>Where the versions of clone, fork and vfork keep their parameters.</summary>
/// <param name="Flags">The index of the clone flags; the uid and then the gid follow it.</param>
readonly record struct CloneLayout(int Flags, int Comm)
{
    public int Uid => Flags + 1;
    public int Gid => Flags + 2;
    /// <summary>Memory and page faults stand at 8 to 12.</summary>
    public bool HasMemory => Flags > 8;
    /// <summary>From version 20 on: cgroups at 14, the ids in the thread's own pid namespace at 18 and 19.</summary>
    public bool HasNamespaceIds => Flags == 15;

    public static CloneLayout Of(EventCode code) => code switch
    {
        SyscallClone_11X => new(8, 1),
        SyscallClone_16X or SyscallForkX or SyscallVforkX => new(13, 1),
        SyscallClone_17X or SyscallFork_17X or SyscallVfork_17X => new(14, 13),
        _ => new(15, 13),
    };
}
