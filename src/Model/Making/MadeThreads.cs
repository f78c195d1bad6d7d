using CSysdig.Capture.Events;
using CSysdig.Model.State;
using static CSysdig.Model.Making.MadeEvents;

namespace CSysdig.Model.Making;

/// <summary>Threads as the calls that make them and change what is known of them.</summary>
sealed class MadeThreads(MadeEvents events)
{
    /// <summary>The thread that a reader has under this id ends.</summary>
    public void End(long tid) => events.Single(EventCode.Procexit_1E, tid, Bytes(0L), Bytes(0L), [0], [0]);

    /// <summary>The thread comes from its parent, as its own exit from clone() tells it.</summary>
    public void Clone(ThreadInfo t)
    {
        byte[][] leaving =
        [
            Bytes(0L), Terminated(t.Exe), List(t.Args), Bytes(t.Tid), Bytes(t.Pid), Bytes(t.Ptid), [0], Bytes(t.FdLimit), .. NoMemory(), Terminated(t.Comm), List(t.Cgroups),
            Bytes(t.Flags & (CloneFlags.Files | CloneFlags.Fs | CloneFlags.Thread | CloneFlags.Vm | CloneFlags.ChildInPidNamespace)),
            Bytes(t.Uid), Bytes(t.Gid), Bytes(t.VTid), Bytes(t.VPid),
        ];
        events.Single(EventCode.SyscallClone_20X, t.Tid, leaving);
    }

    /// <summary>The process is this program in these surroundings.</summary>
    public void Execute(ThreadInfo t)
    {
        List<byte[]> leaving =
        [
            Bytes(0L), Terminated(t.Exe), List(t.Args), Bytes(t.Tid), Bytes(t.Pid), Bytes(t.Ptid), Terminated(t.Cwd), Bytes(t.FdLimit), .. NoMemory(), Terminated(t.Comm), List(t.Cgroups),
            List(t.Env), Bytes(t.Tty), Bytes(t.VPgid), Bytes(t.LoginUid), Bytes(t.ExeWritable ? 1u : 0),
        ];
        if (!events.IsOlder)
            leaving.AddRange([
                Bytes(t.CapInheritable), Bytes(t.CapPermitted), Bytes(t.CapEffective), Bytes(t.ExeIno), Bytes(t.ExeInoCtime), Bytes(t.ExeInoMtime),
                Bytes(t.Uid), Terminated(t.ExePath), Bytes(t.Pgid), Bytes(t.Gid),
            ]);
        // The version before leaves the path of the program alone.
        var first = t.ExePath.Length > 0 || !events.IsOlder ? EventCode.SyscallExecve_19E : EventCode.SyscallExecve_17E;
        events.Call(first, t.Tid, first == EventCode.SyscallExecve_17E ? [] : [Terminated(t.ExePath)], first == EventCode.SyscallExecve_17E ? [.. leaving[..17]] : [.. leaving]);
    }

    public void ChangeDirectory(ThreadInfo t) =>
        events.Call(EventCode.SyscallChdirE, t.Tid, [], [Bytes(0L), Terminated(t.Cwd)]);

    public void SetUser(ThreadInfo t) =>
        events.Call(EventCode.SyscallSetuidE, t.Tid, [Bytes(t.Uid)], events.ExitOnly ? [Bytes(0L), Bytes(t.Uid)] : [Bytes(0L)]);

    public void SetGroup(ThreadInfo t) =>
        events.Call(EventCode.SyscallSetgidE, t.Tid, [Bytes(t.Gid)], events.ExitOnly ? [Bytes(0L), Bytes(t.Gid)] : [Bytes(0L)]);

    /// <summary>Page faults and memory sizes, which events tell anyway.</summary>
    static byte[][] NoMemory() => [Bytes(0L), Bytes(0L), Bytes(0u), Bytes(0u), Bytes(0u)];
}
