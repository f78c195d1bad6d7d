using CSysdig.Capture.Events;
using CSysdig.Model.State;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Parsing;

/// <summary>Births and deaths of threads.</summary>
static class Cloning
{
    /// <summary>An entry that is older than this when its thread is cloned belonged to an earlier one of the same id.</summary>
    const ulong StaleAfter = 2_000_000_000;

    public static void OnExit(StateEngine s)
    {
        if (s.Thread is not null)
            s.RemoveThreadLater();
    }

    public static void OnClone(StateEngine s)
    {
        var x = s.Raw;
        var child = x.Int64(0);
        if (child < 0)
            return;
        var at = Layout.Of(x.Code);
        var flags = x.UInt32(at.Flags);
        var (vtid, vpid) = at.HasNamespaceIds ? (x.Int64(18), x.Int64(19)) : (x.Tid, -1);
        var inContainer = (flags & CloneFlags.ChildInPidNamespace) != 0 || x.Tid != vtid;
        var caller = x.Tid;
        var inverted = child == 0;
        if (inverted)
        {
            if (s.Thread is { Newest.CloneTimestamp: not 0 } old && x.Timestamp - old.Newest.CloneTimestamp > StaleAfter)
            {
                s.RemoveThread(x.Tid, force: true);
                s.Thread = null;
            }
            if (s.Thread is { } known)
            {
                if (inContainer)
                {
                    var info = s.Edit(known);
                    info.VTid = vtid;
                    info.VPid = vpid;
                }
                return;
            }
            child = x.Tid;
            caller = x.Int64((flags & CloneFlags.Thread) != 0 ? 4 : 5);
        }
        else if (inContainer)
            return;
        AddChild(s, at, child, caller, flags, inverted, inContainer ? (vtid, vpid) : null);
    }

    static void AddChild(StateEngine s, Layout at, long child, long caller, uint flags, bool inverted, (long Tid, long Pid)? inNamespace)
    {
        var x = s.Raw;
        if (s.GetThread(caller) is not { } parent)
            return;
        var collision = false;
        if (s.State.Threads.Find(child) is { } existing)
        {
            if ((existing.Newest.Flags & CloneFlags.Inverted) != 0)
                return;
            s.RemoveThread(child, force: true);
            collision = true;
        }
        var from = parent.Newest;
        if (from.Uid == uint.MaxValue && from.Comm.AsSpan().SequenceEqual(StateEngine.NotAvailable))
        {
            s.RemoveThread(caller, force: true);
            collision = true;
            if (s.GetThread(caller) is not { } again)
                return;
            parent = again;
            from = s.Edit(parent);
            from.Exe = Texts.Intern(x.Text(1), from.Exe);
            from.Comm = Texts.Intern(x.Text(at.Comm), from.Comm);
            from.Args = Texts.TrimNul(x.Param(2));
        }
        var isThread = (flags & CloneFlags.Thread) != 0;
        var info = new ThreadInfo
        {
            Tid = child,
            Ptid = caller,
            Pid = isThread ? x.Int64(4) : child,
            Flags = flags | (inverted ? CloneFlags.Inverted : 0),
            Comm = Texts.Intern(x.Text(at.Comm), from.Comm),
            Exe = Texts.Intern(x.Text(1), from.Exe),
            ExePath = from.ExePath,
            ExeWritable = from.ExeWritable,
            Args = TrimmedOr(x.Param(2), from.Args),
            Root = from.Root,
            Sid = from.Sid,
            VPgid = from.VPgid,
            Tty = from.Tty,
            LoginUid = from.LoginUid,
            Env = isThread ? [] : from.Env,
            Cwd = isThread ? [] : Directories.CwdOf(s, parent),
            FdLimit = x.Int64(7),
            Uid = x.UInt32(at.Uid),
            Gid = x.UInt32(at.Uid + 1),
            VTid = inNamespace?.Tid ?? child,
            VPid = inNamespace?.Pid ?? (isThread ? x.Int64(4) : child),
            CloneTimestamp = x.Timestamp,
        };
        if (at.HasNamespaceIds)
        {
            info.Cgroups = TrimmedOr(x.Param(14), from.Cgroups);
            s.Containers.Resolve(info);
        }
        var thread = s.AddThread(info);
        s.NameAccounts(info);
        if (at.HasMemory)
            thread.Memory.Add(new ThreadMemory(x.UInt32(10), x.UInt32(11), x.UInt32(12), x.UInt64(8), x.UInt64(9)), s.Number, s.State.KeepHistory);
        if (!isThread && s.TableOf(parent) is { } fds)
            thread.OwnFds.CopyFrom(fds, s.Number, s.State.KeepHistory);
        if (collision)
            s.Relocate();
    }

    static byte[] TrimmedOr(ReadOnlySpan<byte> list, byte[] known)
    {
        var end = list.Length > 0 && list[^1] == 0 ? list.Length - 1 : list.Length;
        return Texts.Intern(list[..end], known);
    }

    /// <summary>Where the versions of the event keep their parameters.</summary>
    /// <param name="Flags">The index of the clone flags; a number above it is the uid, then the gid.</param>
    readonly record struct Layout(int Flags, int Comm)
    {
        public int Uid => Flags + 1;
        public bool HasMemory => Flags > 8;
        /// <summary>From version 20 on: cgroups, and the ids in the thread's own pid namespace.</summary>
        public bool HasNamespaceIds => Flags == 15;

        public static Layout Of(EventCode code) => code switch
        {
            SyscallClone_11X => new(8, 1),
            SyscallClone_16X or SyscallForkX or SyscallVforkX => new(13, 1),
            SyscallClone_17X or SyscallFork_17X or SyscallVfork_17X => new(14, 13),
            _ => new(15, 13),
        };
    }
}
