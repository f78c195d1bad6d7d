using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>
/// The fds that children in a container were born with. There the caller's side of a clone does not tell the child's id, so that its
/// entry is made by its own side, and until that comes the caller may have closed what the child has inherited. sysdig looks at
/// what the caller has by then.
/// </summary>
sealed class PendingForks
{
    /// <summary>Of children that are never seen no more is kept than this.</summary>
    const int MostForks = 256, MostFds = 1 << 16;

    readonly LinkedList<(FollowedThread Caller, long VTid, FdTable Fds)> _waiting = [];
    int _fds;

    /// <summary>The caller's side has come.</summary>
    /// <param name="vtid">The child's id in the container.</param>
    public void Add(StateEngine s, FollowedThread caller, long vtid)
    {
        if (s.State.Compat || s.Threads.TableOf(caller) is not { } fds)
            return;
        var copy = new FdTable(null);
        copy.CopyFrom(fds, s.Number, keep: false, inOrder: true);
        _waiting.AddLast((caller, vtid, copy));
        _fds += copy.Count;
        while (_waiting.Count > MostForks || _fds > MostFds)
            Take(_waiting.First!);
    }

    /// <summary>The fds that a child begins with, or null where its caller's are not known.</summary>
    public FdTable? FdsOf(StateEngine s, FollowedThread caller, long vtid)
    {
        for (var at = _waiting.Last; at is not null; at = at.Previous)
            if (at.Value.Caller == caller && at.Value.VTid == vtid)
                return Take(at);
        return s.Threads.TableOf(caller);
    }

    public void Clear()
    {
        _waiting.Clear();
        _fds = 0;
    }

    FdTable Take(LinkedListNode<(FollowedThread Caller, long VTid, FdTable Fds)> fork)
    {
        _waiting.Remove(fork);
        _fds -= fork.Value.Fds.Count;
        return fork.Value.Fds;
    }
}
