using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>
/// Families as libs before 0.12 (sysdig 0.29.3) keeps them: a main thread counts the threads that refer to it and stays in
/// the table while there are any; a parent that ends leaves its children's ptid as it is.
/// </summary>
sealed class CountedFamilies(LiveThreads threads) : ThreadFamilies
{
    /// <summary>How many threads belong to a process whose main thread they are not.</summary>
    readonly Dictionary<long, int> _strays = [];

    public override long PidOfUnknown(long tid) => tid;

    public override void Enter(FollowedThread thread, bool fromTable)
    {
        var info = thread.Newest;
        // An entry made out of nothing takes over the threads that are there already.
        if (!fromTable && info.Pid == info.Tid && info.Ptid == -1 && info.Uid == uint.MaxValue)
            SetCount(thread, _strays.GetValueOrDefault(info.Tid));
        if (!fromTable)
            CountAtMain(info, 1);
        Rejoin(thread);
    }

    public override void Connect()
    {
        foreach (var thread in threads.All)
            CountAtMain(thread.Newest, 1);
    }

    public override void Remove(FollowedThread thread, bool force)
    {
        if (thread.Threads != 0 && !force)
            return;
        CountAtMain(thread.Newest, -1);
        threads.Erase(thread);
        // libs counts everything anew: the entry that this makes for the missing main thread counts each thread twice.
        if (thread.Threads != 0 && _strays.GetValueOrDefault(thread.Tid) is var left and > 0 && threads.Get(thread.Tid) is { } main)
            SetCount(main, left * 2);
    }

    public override void Leave(FollowedThread thread) => Stray(thread.Newest, -1);

    public override void Rejoin(FollowedThread thread) => Stray(thread.Newest, 1);

    public override void Die(FollowedThread thread, long reaper)
    {
    }

    public override FollowedThread? MainOf(FollowedThread thread) =>
        thread.Main is { Removed: false } main ? main : thread.Main = threads.Get(thread.Newest.Pid);

    public override void Clear() => _strays.Clear();

    void Stray(ThreadInfo info, int by)
    {
        if (info.Pid == info.Tid)
            return;
        var count = _strays.GetValueOrDefault(info.Pid) + by;
        if (count > 0)
            _strays[info.Pid] = count;
        else
            _strays.Remove(info.Pid);
    }

    void CountAtMain(ThreadInfo info, int by)
    {
        if ((info.Flags & CloneFlags.Thread) == 0)
            return;
        var main = by > 0 ? threads.Get(info.Pid) : threads.Find(info.Pid);
        if (main is not null && main.Threads + by >= 0)
            SetCount(main, main.Threads + by);
    }

    void SetCount(FollowedThread main, int count)
    {
        if (main.Threads == count)
            return;
        main.Threads = count;
        var info = threads.Edit(main);
        info.ChildCount = count;
        info.ThreadCount = count + 1;
    }
}
