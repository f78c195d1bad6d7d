namespace CSysdig.Model.Tracking;

/// <summary>The threads of one process.</summary>
sealed class ThreadGroup
{
    readonly List<FollowedThread> _threads = [];

    /// <summary>How many of its threads have not ended.</summary>
    public int Alive { get; set; }
    /// <summary>It takes in the children of those that end: init, or a process that asked for it.</summary>
    public bool IsReaper { get; set; }
    public FollowedThread? Main { get; private set; }
    public IReadOnlyList<FollowedThread> Threads => _threads;

    public void Add(FollowedThread thread, bool isMain)
    {
        if (_threads.Count == _threads.Capacity && _threads.Count >= 16)
            _threads.RemoveAll(t => t.Removed);
        if (isMain)
        {
            Main = thread;
            _threads.Insert(0, thread);
        }
        else
            _threads.Add(thread);
        Alive++;
    }

    public FollowedThread? FirstAlive(FollowedThread? except)
    {
        foreach (var thread in _threads)
            if (!thread.Removed && !thread.Dead && thread != except)
                return thread;
        return null;
    }
}
