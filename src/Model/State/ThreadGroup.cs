
namespace CSysdig.Model.State;

/// <summary>The threads of one process.</summary>
sealed class ThreadGroup
{
    readonly List<TrackedThread> _threads = [];

    /// <summary>How many of its threads have not ended.</summary>
    public int Alive { get; set; }
    /// <summary>It takes in the children of those that end: init, or a process that asked for it.</summary>
    public bool IsReaper { get; set; }
    public TrackedThread? Main { get; private set; }
    public IReadOnlyList<TrackedThread> Threads => _threads;

    public void Add(TrackedThread thread, bool isMain)
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

    public TrackedThread? FirstAlive(TrackedThread? except)
    {
        foreach (var thread in _threads)
            if (!thread.Removed && !thread.Dead && thread != except)
                return thread;
        return null;
    }
}
