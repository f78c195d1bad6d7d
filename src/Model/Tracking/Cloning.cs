using CSysdig.Capture.Events;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Births and deaths of threads as libs before 0.12 (sysdig 0.29.3) follows them.</summary>
static class Cloning
{
    /// <summary>An entry that is older than this when its thread is cloned belonged to an earlier one of the same id.</summary>
    public const ulong StaleAfter = 2_000_000_000;

    public static void OnExit(StateEngine s)
    {
        if (s.Thread is not { } thread)
            return;
        Doings.OnEnd(s, thread);
        s.RemoveThreadLater();
    }

    public static void OnClone(StateEngine s)
    {
        var x = s.Raw;
        var child = x.Int64(0);
        if (child < 0)
            return;
        var at = CloneLayout.Of(x.Code);
        var flags = x.UInt32(at.Flags);
        var (vtid, vpid) = at.HasNamespaceIds ? (x.Int64(18), x.Int64(19)) : (x.Tid, -1);
        var inContainer = (flags & CloneFlags.ChildInPidNamespace) != 0 || x.Tid != vtid;
        var caller = x.Tid;
        var inverted = child == 0;
        if (inverted)
        {
            if (s.State.Compat ? IsStale(s.Thread, x) : IsOfBefore(s, s.Thread))
            {
                s.Threads.Remove(x.Tid, force: true);
                s.Thread = null;
            }
            if (s.Thread is { } known)
            {
                if (inContainer)
                {
                    var info = s.Threads.Edit(known);
                    info.VTid = vtid;
                    info.VPid = vpid;
                }
                return;
            }
            child = x.Tid;
            caller = x.Int64((flags & CloneFlags.Thread) != 0 ? 4 : 5);
        }
        else if (inContainer)
        {
            if (s.Thread is { } forking && (flags & (CloneFlags.Thread | CloneFlags.Files)) == 0)
                s.Forks.Add(s, forking, child);
            return;
        }
        AddChild(s, at, child, caller, flags, inverted, inContainer ? (vtid, vpid) : null);
    }

    /// <summary>
    /// A thread that finds itself cloned begins here. An entry that its caller's exit has made is its own, as long as nothing has
    /// happened in it. Any other is that of a thread which had the id before, and whose end was not seen, or the tables are of a time
    /// behind the first events, and say what only comes to pass by later ones.
    /// </summary>
    public static bool IsOfBefore(StateEngine s, FollowedThread? thread) => thread is { Newest: var info }
        && (info.CloneTimestamp == 0 || info.CloneTimestamp < s.State.FirstTimestamp || (info.Flags & (CloneFlags.Inverted | CloneFlags.NameChanged)) != 0
            || thread.LastTimestamp != 0);

    /// <summary>
    /// The child was born while this caller's call was under way, or has become another program since: its own side of the clone may
    /// lie before the capture, and a caller goes on later than that. sysdig 0.29.3 takes any that has been seen to find itself cloned.
    /// </summary>
    public static bool IsOfThisCall(StateEngine s, FollowedThread child)
    {
        var info = child.Newest;
        var isTold = (info.Flags & CloneFlags.Inverted) != 0;
        if (s.State.Compat)
            return isTold;
        var called = s.Thread is { EnterPaired: true, EnterTimestamp: not 0 and var time } ? time : s.Raw.Timestamp - Math.Min(s.Raw.Timestamp, StaleAfter);
        if (isTold)
            return info.CloneTimestamp >= called;
        return (info.Flags & CloneFlags.NameChanged) != 0 && info.Ptid == s.Raw.Int64(4) && Math.Max(info.CloneTimestamp, info.ExecTimestamp) >= called;
    }

    static bool IsStale(FollowedThread? thread, RawEvent x) =>
        thread is { Newest.CloneTimestamp: not 0 and var born } && x.Timestamp - born > StaleAfter;

    static void AddChild(StateEngine s, CloneLayout at, long child, long caller, uint flags, bool inverted, (long Tid, long Pid)? inNamespace)
    {
        var x = s.Raw;
        if (s.Threads.Get(caller) is not { } parent)
            return;
        var collision = false;
        var unknownParent = false;
        if (s.Threads.Find(child) is { } existing)
        {
            if (IsOfThisCall(s, existing))
                return;
            s.Threads.Remove(child, force: true);
            collision = true;
        }
        var from = parent.Newest;
        var isKnown = true;
        if (from.Uid == uint.MaxValue && from.Comm.AsSpan().SequenceEqual(LiveThreads.NotAvailable))
        {
            s.Threads.Remove(caller, force: true);
            collision = unknownParent = true;
            if (s.Threads.Get(caller) is not { } again)
                return;
            parent = again;
            from = s.Threads.Edit(parent);
            from.Exe = NulTexts.Intern(x.Text(1), from.Exe);
            from.Comm = NulTexts.Intern(x.Text(at.Comm), from.Comm);
            from.Args = NulTexts.Arguments(s).ToArray();
            isKnown = false;
        }
        var info = Describe(s, at, child, caller, flags, parent);
        if (unknownParent)
            info.MisreadLoginUid = 0;
        if (inverted)
            info.Flags |= CloneFlags.Inverted;
        // libs takes root for the login of whom it knows nothing.
        if (!isKnown)
            info.LoginUid = 0;
        if (inNamespace is var (vtid, vpid))
        {
            info.VTid = vtid;
            info.VPid = vpid;
        }
        Finish(s, at, info, parent);
        if (collision)
            s.Relocate();
    }

    static ThreadInfo Describe(StateEngine s, CloneLayout at, long child, long caller, uint flags, FollowedThread parent)
    {
        var x = s.Raw;
        var from = parent.Newest;
        var isThread = (flags & CloneFlags.Thread) != 0;
        var pid = isThread ? x.Int64(4) : child;
        return new ThreadInfo
        {
            Tid = child,
            Ptid = caller,
            Pid = pid,
            Flags = flags,
            Comm = NulTexts.Intern(x.Text(at.Comm), from.Comm),
            Exe = NulTexts.Intern(x.Text(1), from.Exe),
            ExePath = from.ExePath,
            ExeWritable = from.ExeWritable,
            Args = NulTexts.Intern(NulTexts.Arguments(s), from.Args),
            Root = from.Root,
            Sid = from.Sid,
            VPgid = from.VPgid,
            Tty = from.Tty,
            LoginUid = from.LoginUid,
            MisreadTty = from.MisreadTty,
            MisreadLoginUid = from.MisreadLoginUid,
            Env = isThread ? [] : from.Env,
            Cwd = isThread ? [] : Directories.CwdOf(s, parent),
            FdLimit = x.Int64(7),
            Uid = x.UInt32(at.Uid),
            Gid = x.UInt32(at.Gid),
            VTid = child,
            VPid = pid,
            CloneTimestamp = x.Timestamp,
        };
    }

    static void Finish(StateEngine s, CloneLayout at, ThreadInfo info, FollowedThread parent)
    {
        var x = s.Raw;
        if (at.HasNamespaceIds)
        {
            info.Cgroups = s.Cgroups.Of(x.Param(14));
            s.Containers.Resolve(info);
        }
        if (s.Threads.Add(info) is not { } thread)
            return;
        s.Threads.NameAccounts(info);
        if (at.HasMemory)
            thread.Tracked.Memory.Add(new ThreadMemory(x.UInt32(10), x.UInt32(11), x.UInt32(12), x.UInt64(8), x.UInt64(9)), s.Number, s.State.KeepHistory);
        if ((info.Flags & CloneFlags.Thread) != 0 || s.Forks.FdsOf(s, parent, info.VTid) is not { } fds)
            return;
        s.Budget.GrowByFds(fds);
        thread.OwnFds.CopyFrom(fds, s.Number, s.State.KeepHistory, inOrder: true);
    }
}
