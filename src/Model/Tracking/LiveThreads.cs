using System.Runtime.CompilerServices;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>
/// The threads of the machine at the newest event: found, added, changed and removed. What is known of them goes to the state; what following
/// them takes is here alone, as long as they live.
/// </summary>
sealed class LiveThreads(MachineState state)
{
    /// <summary>libs' table of threads holds no more.</summary>
    const int MaxThreads = 131072;

    /// <summary>What libs calls a name that it could not get.</summary>
    public static readonly byte[] NotAvailable = "<NA>"u8.ToArray();

    readonly bool _keep = state.KeepHistory;
    readonly Dictionary<long, FollowedThread> _living = [];
    long _born;
    /// <summary>The threads of late by the low bits of their ids: most events are of a few threads.</summary>
    readonly FollowedThread?[] _recent = new FollowedThread?[256];

    /// <summary>How threads belong together, as the generation of the capture means it.</summary>
    public ThreadFamilies Families { get; set; } = null!;
    /// <summary>The number of the event from which changes hold.</summary>
    public long Number { get; set; }
    /// <summary>Threads at the newest event; the table may change meanwhile.</summary>
    public FollowedThread[] All => [.. _living.Values];

    /// <summary>The thread of an id, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FollowedThread? Find(long tid)
    {
        var recent = _recent[(byte)tid];
        return recent is not null && recent.Tid == tid && !recent.Removed ? recent : LookUp(tid);
    }

    FollowedThread? LookUp(long tid)
    {
        if (_living.TryGetValue(tid, out var thread))
            _recent[(byte)tid] = thread;
        return thread;
    }

    /// <summary>The thread of an id; one that isn't known gets an entry named &lt;NA&gt;. Null when the table is full.</summary>
    public FollowedThread? Get(long tid)
    {
        if (Find(tid) is { } thread)
            return thread;
        return Add(new ThreadInfo
        {
            Tid = tid,
            Pid = Families.PidOfUnknown(tid),
            Ptid = -1,
            Comm = NotAvailable,
            Exe = NotAvailable,
            Uid = uint.MaxValue,
            Gid = uint.MaxValue,
            Flags = CloneFlags.NameChanged,
        });
    }

    /// <summary>Adds a thread, in the place of one that has its id. Null when the table is full.</summary>
    /// <param name="fromTable">It comes from the process list: it is joined with others when the list is complete.</param>
    public FollowedThread? Add(ThreadInfo info, bool fromTable = false)
    {
        if (_living.Count >= MaxThreads)
            return null;
        var tracked = info.Thread = new TrackedThread(state) { Tid = info.Tid };
        if (_living.TryGetValue(info.Tid, out var before))
            Forget(before);
        Accept(info);
        var thread = _living[info.Tid] = new FollowedThread(tracked, _born++);
        thread.Add(info, Number, _keep);
        state.Threads.Add(tracked, Number);
        Families.Enter(thread, fromTable);
        SelectFds(thread);
        return thread;
    }

    /// <summary>Keeps a version of a thread that is in no table.</summary>
    public void AddOutside(ThreadInfo info)
    {
        Accept(info);
        info.Thread.Versions.Add(info, Number, _keep);
        info.Thread.End(Number);
    }

    /// <summary>Removes a thread; a main thread that others refer to stays unless it is forced.</summary>
    public void Remove(long tid, bool force)
    {
        if (_living.TryGetValue(tid, out var thread))
            Families.Remove(thread, force);
    }

    /// <summary>Takes a thread out of the table.</summary>
    public void Erase(FollowedThread thread)
    {
        if (thread.Removed)
            return;
        Forget(thread);
        _living.Remove(thread.Tid);
        state.Threads.Remove(thread.Tid, Number);
    }

    /// <summary>The version of a thread that this event may change.</summary>
    public ThreadInfo Edit(FollowedThread thread)
    {
        var info = thread.Newest;
        if (info.Since == Number)
            return info;
        if (thread.Removed)
            thread.Tracked.TakeBack();
        var copy = info.Clone();
        Accept(copy);
        thread.Add(copy, Number, _keep);
        return copy;
    }

    /// <summary>Sets the thread's process id, which an execve may change.</summary>
    public void SetPid(FollowedThread thread, long pid)
    {
        if (thread.Newest.Pid == pid)
            return;
        Families.Leave(thread);
        Edit(thread).Pid = pid;
        Families.Rejoin(thread);
    }

    /// <summary>The main thread of a thread's process, or null.</summary>
    public FollowedThread? MainOf(FollowedThread thread)
    {
        var info = thread.Newest;
        return info.Pid == info.Tid || (info.Flags & CloneFlags.IsMainThread) != 0 ? thread : Families.MainOf(thread);
    }

    /// <summary>Chooses the fd table that a thread sees.</summary>
    public void SelectFds(FollowedThread thread)
    {
        if ((thread.Newest.Flags & CloneFlags.Files) == 0)
            thread.Tracked.FdOwner = thread.Tracked;
        else if (MainOf(thread) is { } main)
            thread.Tracked.FdOwner = main.Tracked;
    }

    /// <summary>The fds that a thread sees, or null where they are those of a main thread that isn't known.</summary>
    public FdTable? TableOf(FollowedThread thread)
    {
        if ((thread.Newest.Flags & CloneFlags.Files) == 0)
            return thread.OwnFds;
        if (MainOf(thread) is not { } main)
            return null;
        thread.Tracked.FdOwner = main.Tracked;
        return main.OwnFds;
    }

    /// <summary>Looks up the names of a thread's user and group.</summary>
    public void NameAccounts(ThreadInfo info)
    {
        info.User = state.Users.Find(info.Uid);
        info.LoginUser = state.Users.Find(info.LoginUid);
        info.Group = state.Groups.Find(info.Gid);
    }

    /// <summary>Drops all threads: another capture begins.</summary>
    public void Clear()
    {
        foreach (var thread in All)
            Erase(thread);
        Families.Clear();
    }

    void Accept(ThreadInfo info)
    {
        info.Since = Number;
        if (!_keep)
            return;
        info.Version = state.ThreadVersions.Count;
        state.ThreadVersions.Add(info);
    }

    void Forget(FollowedThread thread)
    {
        thread.Removed = true;
        thread.Enter = null;
        thread.EnterStored = false;
        thread.Tracked.End(Number);
        Families.Leave(thread);
        ref var recent = ref _recent[(byte)thread.Tid];
        if (recent == thread)
            recent = null;
    }
}
