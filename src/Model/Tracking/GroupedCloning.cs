using CSysdig.Model.State;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Tracking;

/// <summary>Births and deaths of threads as libs since 0.12 follows them: with thread groups, parents and reapers.</summary>
static class GroupedCloning
{
    const uint NewPid = 1 << 6, Vfork = 1 << 27;

    public static void OnExit(StateEngine s)
    {
        if (s.Thread is not { } thread)
            return;
        Doings.OnEnd(s, thread);
        s.RemoveThreadLater();
        s.Threads.Families.Die(thread, s.Raw.ParamCount > 4 && !s.Raw.Param(4).IsEmpty ? s.Raw.Int64(4) : -1);
    }

    public static void OnClone(StateEngine s)
    {
        var child = s.Raw.Int64(0);
        if (child > 0)
            OnCaller(s, child);
        else if (child == 0)
            OnChild(s);
    }

    static void OnCaller(StateEngine s, long child)
    {
        var x = s.Raw;
        var at = CloneLayout.Of(x.Code);
        if (s.Threads.Get(x.Tid) is not { } caller)
        {
            s.Thread = null;
            return;
        }
        var known = !GroupedFamilies.IsUnknown(caller.Newest);
        if (!known)
            Recover(s, at, caller);
        s.Thread = caller;
        var flags = x.UInt32(at.Flags);
        // What the caller knows of a child in another pid namespace is not the child's id.
        if ((flags & (CloneFlags.ChildInPidNamespace | NewPid | CloneFlags.Parent)) != 0 || x.Tid != caller.Newest.VTid)
        {
            if ((flags & (CloneFlags.Thread | CloneFlags.Files)) == 0)
                s.Forks.Add(s, caller, child);
            return;
        }
        if (s.State.ExitOnly && ((flags & Vfork) != 0 || x.Code == SyscallVfork_20X || s.Exits.HasEnded(child, x.Tid, x.Timestamp)))
            return;
        var collision = false;
        if (s.Threads.Find(child) is { } existing)
        {
            if (Cloning.IsOfThisCall(s, existing))
                return;
            s.Threads.Remove(child, force: true);
            collision = true;
        }
        var from = caller.Newest;
        var isThread = (flags & CloneFlags.Thread) != 0;
        var info = Describe(s, at, from);
        info.Tid = child;
        info.Flags = flags | (isThread ? CloneFlags.Files : 0);
        info.Pid = isThread ? from.Pid : child;
        info.Ptid = isThread ? from.Ptid : caller.Tid;
        info.VTid = child;
        info.VPid = info.Pid;
        info.PidnsInitStart = s.State.Machine.BootTimestamp;
        if (known)
            Inherit(s, info, from, caller, isThread);
        else
            TakeNames(s, caller, info);
        Add(s, at, info, known && !isThread ? caller : null);
        if (collision)
            s.Relocate();
    }

    static void OnChild(StateEngine s)
    {
        var x = s.Raw;
        var at = CloneLayout.Of(x.Code);
        var collision = false;
        if (s.Thread is { } known && (!s.State.Compat || known.Newest.CloneTimestamp != 0))
        {
            if (s.State.Compat ? x.Timestamp - known.Newest.CloneTimestamp < Cloning.StaleAfter : !Cloning.IsOfBefore(s, known))
                return;
            s.Threads.Remove(x.Tid, force: true);
            s.Thread = null;
            collision = true;
        }
        var flags = x.UInt32(at.Flags) | CloneFlags.Inverted;
        var isThread = (flags & CloneFlags.Thread) != 0;
        if (s.Threads.Get(x.Int64(isThread ? 4 : 5)) is not { } relative)
        {
            s.Thread = null;
            return;
        }
        var info = Describe(s, at, relative.Newest);
        info.Tid = x.Tid;
        info.Pid = x.Int64(4);
        info.Ptid = x.Int64(5);
        info.Flags = flags | (isThread ? CloneFlags.Files : 0);
        (info.VTid, info.VPid) = at.HasNamespaceIds && !x.Param(19).IsEmpty ? (x.Int64(18), x.Int64(19)) : (x.Tid, -1);
        var isKnown = !GroupedFamilies.IsUnknown(relative.Newest);
        if (!isKnown && isThread)
            RecoverMain(s, relative, info);
        SetNamespaceStart(s, info);
        if (isKnown)
            Inherit(s, info, relative.Newest, relative, isThread);
        else if (isThread)
            TakeNames(s, relative, info);
        s.Thread = Add(s, at, info, isKnown && !isThread ? relative : null);
        if (collision)
            s.Relocate();
    }

    /// <summary>What the event says of the new thread itself.</summary>
    static ThreadInfo Describe(StateEngine s, CloneLayout at, ThreadInfo from)
    {
        var x = s.Raw;
        var exe = NulTexts.Intern(x.Text(1), from.Exe);
        return new ThreadInfo
        {
            Exe = exe,
            Comm = at.Comm == 1 || x.Param(at.Comm).IsEmpty ? exe : NulTexts.Intern(x.Text(at.Comm), from.Comm),
            Args = NulTexts.Intern(NulTexts.Arguments(s), from.Args),
            FdLimit = x.Int64(7),
            Uid = x.UInt32(at.Uid),
            Gid = x.UInt32(at.Gid),
            Cgroups = at.HasNamespaceIds ? s.Cgroups.Of(x.Param(14)) : [],
            CloneTimestamp = x.Timestamp,
        };
    }

    /// <summary>What a new thread has from its parent, or from the main thread of its process.</summary>
    static void Inherit(StateEngine s, ThreadInfo info, ThreadInfo from, FollowedThread source, bool isThread)
    {
        info.ExePath = from.ExePath;
        info.ExeWritable = from.ExeWritable;
        info.ExeUpperLayer = from.ExeUpperLayer;
        info.ExeLowerLayer = from.ExeLowerLayer;
        info.ExeFromMemfd = from.ExeFromMemfd;
        info.Root = from.Root;
        info.Sid = from.Sid;
        info.VPgid = from.VPgid;
        info.Pgid = from.Pgid;
        info.Tty = from.Tty;
        info.LoginUid = from.LoginUid;
        info.CapPermitted = from.CapPermitted;
        info.CapInheritable = from.CapInheritable;
        info.CapEffective = from.CapEffective;
        info.ExeIno = from.ExeIno;
        info.ExeInoCtime = from.ExeInoCtime;
        info.ExeInoMtime = from.ExeInoMtime;
        info.ExeInoCtimeDurationClone = from.ExeInoCtimeDurationClone;
        if (isThread)
        {
            info.ExecTimestamp = from.ExecTimestamp;
            return;
        }
        info.Cwd = Directories.CwdOf(s, source);
        info.Env = from.Env;
    }

    static FollowedThread? Add(StateEngine s, CloneLayout at, ThreadInfo info, FollowedThread? fdsFrom)
    {
        var x = s.Raw;
        s.Containers.Resolve(info);
        if (s.Threads.Add(info) is not { } thread)
            return null;
        s.Threads.NameAccounts(info);
        if (at.HasMemory && !x.Param(12).IsEmpty)
            thread.Tracked.Memory.Add(new ThreadMemory(x.UInt32(10), x.UInt32(11), x.UInt32(12), x.UInt64(8), x.UInt64(9)), s.Number, s.State.KeepHistory);
        if (fdsFrom is null || s.Forks.FdsOf(s, fdsFrom, info.VTid) is not { } fds)
            return thread;
        s.Budget.GrowByFds(fds);
        thread.OwnFds.CopyFrom(fds, s.Number, s.State.KeepHistory, inOrder: false);
        return thread;
    }

    /// <summary>A caller of whom nothing was known gets its ids from its own clone.</summary>
    static void Recover(StateEngine s, CloneLayout at, FollowedThread caller)
    {
        var x = s.Raw;
        var info = s.Threads.Edit(caller);
        info.Pid = x.Int64(4);
        info.Ptid = x.Int64(5);
        (info.VTid, info.VPid) = at.HasNamespaceIds && !x.Param(19).IsEmpty ? (x.Int64(18), x.Int64(19)) : (caller.Tid, -1);
        Join(s, caller);
    }

    /// <summary>A main thread of which nothing was known gets its ids from a thread of its process.</summary>
    static void RecoverMain(StateEngine s, FollowedThread main, ThreadInfo thread)
    {
        var info = s.Threads.Edit(main);
        info.Pid = thread.Pid;
        info.Ptid = thread.Ptid;
        info.VPid = info.VTid = thread.VPid;
        Join(s, main);
    }

    static void TakeNames(StateEngine s, FollowedThread to, ThreadInfo from)
    {
        var info = s.Threads.Edit(to);
        info.Exe = from.Exe;
        info.Comm = from.Comm;
        info.Args = from.Args;
    }

    static void SetNamespaceStart(StateEngine s, ThreadInfo info)
    {
        var boot = s.State.Machine.BootTimestamp;
        if ((info.Flags & (CloneFlags.ChildInPidNamespace | NewPid)) == 0 && info.Tid == info.VTid)
            info.PidnsInitStart = boot;
        else if (!s.Raw.Param(20).IsEmpty)
            info.PidnsInitStart = s.Raw.UInt64(20) + boot;
    }

    static void Join(StateEngine s, FollowedThread thread) => ((GroupedFamilies)s.Threads.Families).Join(thread);
}
