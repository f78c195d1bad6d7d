using System.Runtime.CompilerServices;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>
/// Keeps what is known of the machine within an amount of memory, whatever a capture claims: lists of processes and names compress to
/// nothing. A stream forgets processes, those that ended or did nothing for longest first. A history forgets nothing that it has shown:
/// it takes no more of the lists at a capture's start, and its loader ends early.
/// </summary>
sealed class StateBudget(StateEngine engine)
{
    /// <summary>Less text, and less copied fds, cost no more than what every version is said to take.</summary>
    public const int SmallEvent = 256, FewFds = 64;

    readonly long _most = engine.Options.StateMemory, _half = engine.Options.StateMemory / 2;
    /// <summary>What came in since the state was measured; what came in for good (users, containers).</summary>
    long _taken, _forGood;

    /// <summary>A process of the list at a capture's start; false when there is no room for it.</summary>
    public bool AdmitProcess(long bytes)
    {
        if (Take(bytes, StateSize.Thread))
            return true;
        engine.State.ForgottenProcesses++;
        return false;
    }

    /// <summary>An fd of the list at a capture's start.</summary>
    public bool AdmitFd(long bytes) => Take(bytes, StateSize.Fd);

    /// <summary>What no process has to itself: a user, an interface, a container.</summary>
    public bool AdmitForGood(long bytes)
    {
        if (_forGood > _most / 4)
            return false;
        _forGood += bytes + StateSize.Fd;
        return true;
    }

    /// <summary>An event was taken that may have left texts behind.</summary>
    public void Grow(long bytes) => Grow(bytes, 0);

    /// <summary>A process got copies of another's fds.</summary>
    public void GrowByFds(FdTable fds)
    {
        engine.State.TextBytes += Math.Max(0, fds.Count - FewFds) * StateSize.CopiedFd;
        _taken += fds.Count * StateSize.CopiedFd;
    }

    /// <summary>Between two events: forgets what is too much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Tend()
    {
        if (_taken > _half && !engine.State.KeepHistory)
            Shrink();
    }

    public void Clear() => _forGood = 0;

    void Grow(long bytes, int besides)
    {
        engine.State.TextBytes += Math.Max(0, bytes - SmallEvent);
        _taken += bytes + besides;
    }

    bool Take(long bytes, int besides)
    {
        if (engine.State.KeepHistory && engine.State.TextBytes - engine.State.TextsAside > _most)
            return false;
        Grow(bytes, besides);
        Tend();
        return true;
    }

    void Shrink()
    {
        _taken = 0;
        var sizes = new StateSize();
        var threads = engine.Threads.All.Select(thread => (Thread: thread, Bytes: sizes.Of(thread.Tracked) + (thread.Enter?.Length ?? 0))).ToList();
        var bytes = threads.Sum(t => t.Bytes);
        if (bytes <= _half)
            return;
        foreach (var (thread, size) in threads.OrderByDescending(t => t.Thread.Dead).ThenBy(t => t.Thread.LastTimestamp).ThenBy(t => t.Thread.Born))
        {
            if (bytes <= _most / 4)
                break;
            bytes -= size;
            engine.Threads.Remove(thread.Tid, force: true);
            engine.Threads.Erase(thread);
            engine.State.ForgottenProcesses++;
        }
    }
}
