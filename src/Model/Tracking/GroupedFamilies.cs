using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>
/// Families as libs since 0.12 keeps them: thread groups that live as long as one of their threads, and children that get
/// another parent when theirs ends, as the kernel does it.
/// </summary>
sealed class GroupedFamilies(LiveThreads threads) : ThreadFamilies
{
    /// <summary>No real tree of processes is deeper; a damaged one may run in circles.</summary>
    const int MaxDepth = 1000;

    readonly Dictionary<long, ThreadGroup> _groups = [];

    public override long PidOfUnknown(long tid) => -1;

    public override void Enter(FollowedThread thread, bool fromTable)
    {
        if (!fromTable)
            Join(thread);
    }

    public override void Connect()
    {
        foreach (var thread in threads.All)
            Join(thread);
        foreach (var thread in threads.All)
            threads.SelectFds(thread);
    }

    /// <summary>Gives a thread its group and its parent, once.</summary>
    public void Join(FollowedThread thread)
    {
        var info = thread.Newest;
        if (IsUnknown(info) || thread.Group is not null)
            return;
        if (!_groups.TryGetValue(info.Pid, out var group))
            _groups.Add(info.Pid, group = new ThreadGroup { IsReaper = info.Pid == 1 || info.VPid == 1 });
        group.Add(thread, isMain: info.Pid == info.Tid || (info.Flags & CloneFlags.IsMainThread) != 0);
        thread.Group = group;
        Count(group);
        if (info.Pid == 1)
            return;
        var parent = threads.Find(info.Ptid);
        if (parent is null || IsUnknown(parent.Newest))
            SetParent(thread, 0);
        else
            Adopt(parent, thread);
    }

    /// <summary>Takes the parent that an event tells of where none is known: who takes over the children of a thread that ends, events do not always say.</summary>
    public void FindParent(FollowedThread thread, long told)
    {
        if (threads.Find(thread.Newest.Ptid) is null && threads.Find(told) is { } parent && parent != thread && !IsUnknown(parent.Newest))
            Adopt(parent, thread);
    }

    public override void Remove(FollowedThread thread, bool force)
    {
        if (thread.Group is not { } group || IsUnknown(thread.Newest))
        {
            threads.Erase(thread);
            return;
        }
        if (!thread.Dead)
            Die(thread, -1);
        if (thread.Children is { Count: > 0 })
            GiveAwayChildren(thread);
        var info = thread.Newest;
        if (group.Alive == 0)
        {
            _groups.Remove(info.Pid);
            if (threads.Find(info.Pid) is { } main)
                threads.Erase(main);
        }
        if (info.Pid != info.Tid && (info.Flags & CloneFlags.IsMainThread) == 0)
            threads.Erase(thread);
    }

    public override void Die(FollowedThread thread, long reaper)
    {
        var lived = !thread.Dead;
        thread.Dead = true;
        if (lived && thread.Group is { } group)
        {
            group.Alive--;
            Count(group);
        }
        if (thread.Children is { Count: > 0 } && thread.Newest.ReaperTid != reaper)
            threads.Edit(thread).ReaperTid = reaper;
    }

    /// <summary>A dead main thread is alive again: another thread of its process has called execve and taken its id.</summary>
    public void Resurrect(FollowedThread thread)
    {
        if (!thread.Dead)
            return;
        thread.Dead = false;
        if (thread.Group is not { } group)
            return;
        group.Alive++;
        Count(group);
    }

    public override void Leave(FollowedThread thread)
    {
    }

    public override void Rejoin(FollowedThread thread)
    {
    }

    public override FollowedThread? MainOf(FollowedThread thread) => thread.Group?.Main;

    public override void Clear() => _groups.Clear();

    /// <summary>A thread whose process or parent isn't known; it belongs to nobody.</summary>
    public static bool IsUnknown(ThreadInfo info) => info.Tid < 0 || info.Pid < 0 || info.Ptid < 0;

    void GiveAwayChildren(FollowedThread thread)
    {
        var reaper = thread.Newest.ReaperTid > 0 ? threads.Get(thread.Newest.ReaperTid) : null;
        if (reaper is null || IsUnknown(reaper.Newest))
            reaper = FindReaper(thread);
        if (reaper == thread)
            reaper = null;
        if (reaper?.Group is { } group && reaper.Newest.Pid != thread.Newest.Pid)
            group.IsReaper = true;
        foreach (var child in thread.Children!)
        {
            if (child.Removed)
                continue;
            if (reaper is null)
                SetParent(child, 0);
            else
                Adopt(reaper, child);
        }
        thread.Children.Clear();
    }

    FollowedThread? FindReaper(FollowedThread thread)
    {
        if (thread.Group is { Alive: > 0 } own && own.FirstAlive(except: thread) is { } sibling)
            return sibling;
        var parent = threads.Find(thread.Newest.Ptid);
        for (var depth = 0; parent is not null && parent != thread && depth < MaxDepth; depth++)
        {
            if (InNamespace(parent.Newest) != InNamespace(thread.Newest))
                return null;
            if (parent.Group is { IsReaper: true, Alive: > 0 } group && group.FirstAlive(except: null) is { } reaper)
                return reaper;
            var next = threads.Find(parent.Newest.Ptid);
            if (next == parent)
                return null;
            parent = next;
        }
        return null;
    }

    static bool InNamespace(ThreadInfo info) =>
        (info.Flags & CloneFlags.ChildInPidNamespace) != 0 || info.Tid != info.VTid && info.VTid >= 0;

    void Adopt(FollowedThread parent, FollowedThread child)
    {
        var children = parent.Children ??= [];
        // Children that are gone stay in the list until it grows.
        if (children.Count == children.Capacity && children.Count >= 16)
            children.RemoveAll(c => c.Removed);
        children.Add(child);
        SetParent(child, parent.Tid);
    }

    void SetParent(FollowedThread child, long tid)
    {
        if (child.Newest.Ptid != tid)
            threads.Edit(child).Ptid = tid;
    }

    /// <summary>The main thread's version shows how many threads its process has.</summary>
    void Count(ThreadGroup group)
    {
        if (group.Main is not { Removed: false } main)
            return;
        var others = main.Dead ? group.Alive : group.Alive - 1;
        var info = main.Newest;
        if (info.ThreadCount == group.Alive && info.ChildCount == others)
            return;
        info = threads.Edit(main);
        info.ThreadCount = group.Alive;
        info.ChildCount = others;
    }
}
