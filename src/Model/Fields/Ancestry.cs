using CSysdig.Model.State;

namespace CSysdig.Model.Fields;

/// <summary>Walks from a process to its ancestors, as they were at one event. A loop in damaged tables ends the walk.</summary>
struct Ancestry(Event e, ThreadInfo start)
{
    /// <summary>No real chain of processes is longer.</summary>
    const int Deepest = 1000;

    int _steps;

    /// <summary>The process the walk is at.</summary>
    public ThreadInfo Current { get; private set; } = start;

    /// <summary>Goes on to the parent; false when there is none.</summary>
    public bool MoveNext()
    {
        if (Current.Ptid == Current.Tid && _steps > 0 || ++_steps > Deepest || e.State.Threads.Info(Current.Ptid, e.Number) is not { } parent || parent.Tid == -1)
            return false;
        Current = parent;
        return true;
    }

    /// <summary>The n-th ancestor of the event's process, 0 being itself; null when there is none, or none so far off.</summary>
    public static ThreadInfo? Of(Event e, int n)
    {
        var process = n > Deepest ? null : e.MainThread;
        for (; n > 0 && process is not null; n--)
        {
            process = e.State.Threads.Info(process.Ptid, e.Number);
            if (process is { IsMain: false } && e.State.ExitOnly)
                process = e.State.Threads.Info(process.Pid, e.Number);
        }
        return process;
    }

    /// <summary>
    /// The process with an id that the event's thread names (its session, its group), or, in a pid namespace, the eldest ancestor
    /// with the same id.
    /// </summary>
    public static ThreadInfo? Leader(Event e, Func<ThreadInfo, long> idOf, bool isVirtual)
    {
        if (e.Thread is not { } thread)
            return null;
        var id = idOf(thread);
        if (id == -1)
            return null;
        var inNamespace = thread.Tid != thread.VTid || thread.Pid != thread.VPid;
        if ((!isVirtual || !inNamespace) && e.State.Threads.Info(id, e.Number) is { } leader)
            return leader;
        leader = null;
        var walk = new Ancestry(e, thread);
        while (walk.MoveNext() && idOf(walk.Current) == id)
            leader = walk.Current;
        return leader;
    }
}
