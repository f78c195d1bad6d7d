using CSysdig.Capture.Events;
using CSysdig.Model.State;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Tracking;

/// <summary>A thread becomes another program.</summary>
static class Execution
{
    const uint EmptyPath = 1;
    const uint Writable = 1, UpperLayer = 2, FromMemfd = 4, LowerLayer = 8;

    public static void OnExecve(StateEngine s)
    {
        var x = s.Raw;
        if (x.Int64(0) < 0 || s.Thread is not { } thread)
            return;
        var age = Age(x.Code);
        if (s.IsLater)
            ((GroupedFamilies)s.Threads.Families).Resurrect(thread);
        s.Threads.SetPid(thread, x.Int64(4));
        var info = s.Threads.Edit(thread);
        info.Exe = NulTexts.Intern(x.Text(1), info.Exe);
        info.Comm = age >= 15 && !(s.IsLater && x.Param(13).IsEmpty) ? NulTexts.Intern(x.Text(13), info.Comm) : info.Exe;
        info.Args = NulTexts.Arguments(s).ToArray();
        info.ExecTimestamp = x.Timestamp;
        RecoverParent(s, thread, info);
        info.FdLimit = x.Int64(7);
        if (age >= 13 && !(s.IsLater && x.Param(12).IsEmpty))
            thread.Tracked.Memory.Add(new ThreadMemory(x.UInt32(10), x.UInt32(11), x.UInt32(12), x.UInt64(8), x.UInt64(9)), s.Number, s.State.KeepHistory);
        SetSurroundings(s, info, age);
        SetPath(s, thread, info, age);
        if (age >= 19 && !(s.IsLater && x.Param(17).IsEmpty))
            info.VPgid = x.Int64(17);
        SetCredentials(s, info);
        var fdsBefore = s.Threads.TableOf(thread);
        info.Flags = CloneFlags.Active | CloneFlags.NameChanged
            | info.Flags & (CloneFlags.PipeSource | CloneFlags.PipeDestination | CloneFlags.IsMainThread | CloneFlags.Inverted);
        s.Threads.NameAccounts(info);
        s.Threads.SelectFds(thread);
        if (!s.State.Compat && fdsBefore is not null && fdsBefore != thread.OwnFds && thread.OwnFds.Count == 0)
            thread.OwnFds.CopyFrom(fdsBefore, s.Number, s.State.KeepHistory, inOrder: !s.IsLater);
        if ((s.State.ExitOnly || !s.State.Compat) && s.Threads.TableOf(thread) is { } fds)
            CloseOnExec.Apply(s, fds);
        if (s.IsLater)
            EndSiblings(s, thread);
    }

    /// <summary>The event names the parent of a thread of which nothing was known.</summary>
    static void RecoverParent(StateEngine s, FollowedThread thread, ThreadInfo info)
    {
        if (!s.IsLater)
        {
            if (info.Ptid == -1)
                info.Ptid = s.Raw.Int64(5);
            return;
        }
        var families = (GroupedFamilies)s.Threads.Families;
        if (!GroupedFamilies.IsUnknown(info))
        {
            if (!s.State.Compat)
                families.FindParent(thread, s.Raw.Int64(5));
            return;
        }
        info.Ptid = s.Raw.Int64(5);
        if ((info.Flags & CloneFlags.ChildInPidNamespace) == 0)
        {
            info.VTid = info.Tid;
            info.VPid = info.Pid;
        }
        families.Join(thread);
    }

    static void SetSurroundings(StateEngine s, ThreadInfo info, int age)
    {
        var x = s.Raw;
        var env = age switch { < 14 => -1, 14 => 13, 15 => 14, _ => 15 };
        if (env >= 0 && !(s.IsLater && x.Param(env).IsEmpty))
            info.Env = (s.State.ExitOnly ? NulTexts.TrimNul(x.Param(env)) : NulTexts.TrimNuls(x.Param(env))).ToArray();
        if (age >= 16 && !(s.IsLater && x.Param(14).IsEmpty))
        {
            info.Cgroups = s.Cgroups.Of(x.Param(14));
            s.Containers.Resolve(info);
        }
        if (age >= 17 && !(s.IsLater && x.Param(16).IsEmpty))
        {
            info.Tty = x.UInt32(16);
            info.MisreadTty = null;
        }
    }

    static void SetCredentials(StateEngine s, ThreadInfo info)
    {
        var x = s.Raw;
        if (x.ParamCount > 18 && !(s.IsLater && x.Param(18).IsEmpty))
        {
            info.LoginUid = x.UInt32(18);
            info.MisreadLoginUid = null;
        }
        if (x.ParamCount > 19 && !(s.IsLater && x.Param(19).IsEmpty))
        {
            var flags = x.UInt32(19);
            info.ExeWritable = (flags & Writable) != 0;
            info.ExeUpperLayer = (flags & UpperLayer) != 0;
            info.ExeFromMemfd = (flags & FromMemfd) != 0;
            info.ExeLowerLayer = (flags & LowerLayer) != 0;
        }
        if (!s.IsLater)
            return;
        if (!x.Param(22).IsEmpty)
        {
            info.CapInheritable = x.UInt64(20);
            info.CapPermitted = x.UInt64(21);
            info.CapEffective = x.UInt64(22);
        }
        if (!x.Param(25).IsEmpty)
            SetInode(info, x.UInt64(23), x.UInt64(24), x.UInt64(25));
        if (!x.Param(26).IsEmpty)
            info.Uid = x.UInt32(26);
        if (s.State.ExitOnly)
            info.Pgid = x.Param(28).IsEmpty ? -1 : x.Int64(28);
        if (!x.Param(29).IsEmpty)
            info.Gid = x.UInt32(29);
    }

    static void SetInode(ThreadInfo info, ulong ino, ulong ctime, ulong mtime)
    {
        info.ExeIno = ino;
        info.ExeInoCtime = ctime;
        info.ExeInoMtime = mtime;
        if (info.CloneTimestamp != 0)
            info.ExeInoCtimeDurationClone = info.CloneTimestamp - ctime;
        if (info.PidnsInitStart != 0 && ctime > info.PidnsInitStart)
            info.ExeInoCtimeDurationPidns = ctime - info.PidnsInitStart;
    }

    /// <summary>The path of the program: as the kernel says it, else as the enter event's name has it.</summary>
    static void SetPath(StateEngine s, FollowedThread thread, ThreadInfo info, int age)
    {
        if (s.IsLater && !s.Raw.Param(27).IsEmpty)
            info.ExePath = NulTexts.Intern(s.Raw.Text(27), info.ExePath);
        else if (age >= 18 && s.EnterEvent() is { } enter)
            info.ExePath = enter.Code == SyscallExecveatE ? PathAt(s, thread, enter) : PathOf(s, thread, info, enter.Param(0));
    }

    static byte[] PathOf(StateEngine s, FollowedThread thread, ThreadInfo info, ReadOnlySpan<byte> path)
    {
        if (s.IsLater || !s.State.Compat ? NulTexts.TextOrNa(path).SequenceEqual("<NA>"u8) : path.StartsWith("<NA>"u8))
            return LiveThreads.NotAvailable;
        return s.Paths.Combine(s.IsLater ? Directories.CwdOf(s, thread) : info.Cwd, NulTexts.Text(path));
    }

    static byte[] PathAt(StateEngine s, FollowedThread thread, RawEvent enter)
    {
        var path = enter.Param(1);
        var isFd = (enter.UInt32(2) & EmptyPath) != 0;
        if (!s.IsLater)
        {
            if (s.State.Compat ? path.StartsWith("<NA>"u8) : NulTexts.TextOrNa(path).SequenceEqual("<NA>"u8))
                return LiveThreads.NotAvailable;
            var directory = Directories.Of(s, thread, path, enter.Int64(0));
            var text = NulTexts.Text(path);
            return s.Paths.Combine(directory, text.IsEmpty && isFd ? directory : text);
        }
        var name = NulTexts.TextOrNa(path);
        var from = Directories.Of(s, thread, name, enter.Int64(0));
        if (!isFd && name.SequenceEqual("<NA>"u8) || from.AsSpan().SequenceEqual("<UNKNOWN>"u8))
            return LiveThreads.NotAvailable;
        return isFd ? s.Paths.Combine([], from) : s.Paths.Combine(from, name);
    }

    /// <summary>An execve ends the other threads of its process.</summary>
    static void EndSiblings(StateEngine s, FollowedThread thread)
    {
        if (thread.Group is not { Alive: > 1 } group)
            return;
        foreach (var other in group.Threads.ToArray())
            if (!other.Removed && other != thread && other != group.Main && other.Tid != thread.Tid)
                s.Threads.Remove(other.Tid, force: true);
    }

    static int Age(EventCode code) => code switch
    {
        SyscallExecve_8X => 8,
        SyscallExecve_13X => 13,
        SyscallExecve_14X => 14,
        SyscallExecve_15X => 15,
        SyscallExecve_16X => 16,
        SyscallExecve_17X => 17,
        SyscallExecve_18X => 18,
        _ => 19,
    };
}
