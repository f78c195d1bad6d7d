using CSysdig.Capture.Live.Engines;
using CSysdig.Capture.Live.Proc;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live;

/// <summary>
/// What there is on the machine, looked at on a thread of its own because events were lost: processes that began and fds that were opened then are
/// known to nobody. Who follows the events takes of it what it lacks, at the place in the stream where the look began.
/// </summary>
public sealed class MachineLook
{
    /// <summary>Mostly it takes some milliseconds.</summary>
    const int StepMs = 10, LongestMs = 5000;

    readonly ContainerWatch _containers;
    readonly Func<bool> _mayWait;
    readonly Action<bool> _taken;
    readonly Task<bool> _seen;

    /// <param name="time">Of the last event before it.</param>
    /// <param name="containers">Who is told of the containers of processes that were unknown.</param>
    /// <param name="mayWait">There is room for the events that come while it is waited for.</param>
    /// <param name="taken">Is told that what it has seen is known now, or that it was not waited for.</param>
    internal MachineLook(ulong time, ContainerWatch containers, Func<bool> mayWait, Action<bool> taken)
    {
        (Time, _containers, _mayWait, _taken) = (time, containers, mayWait, taken);
        _seen = Task.Factory.StartNew(See, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Our /proc counts processes as the probe does; in a pid namespace it does not.</summary>
    internal static bool IsPossible { get; } = Processors.OwnPid() == Environment.ProcessId;

    /// <summary>Events up to this time stand before it, all others behind.</summary>
    public ulong Time { get; }

    /// <summary>Events up to this time have been told, and what the look had not seen any more by then has told its end, or will never.</summary>
    public ulong SettledAt { get; internal set; }

    /// <summary>Threads by process, the main one first. Command lines, environments and cgroups are added by <see cref="Complete"/>.</summary>
    public IReadOnlyList<List<ProcessEntry>> Processes { get; private set; } = [];

    /// <summary>What they have open.</summary>
    public IReadOnlyDictionary<int, List<FdEntry>> Fds { get; private set; } = new Dictionary<int, List<FdEntry>>();

    /// <summary>No process can have hidden from it.</summary>
    public bool IsWhole { get; private set; }

    internal bool IsDone => _seen.IsCompleted;

    /// <summary>When it was done, since boot, and how long it took.</summary>
    internal ulong Ended { get; private set; }
    internal TimeSpan Took { get; private set; }

    /// <summary>Waits for what it sees; false where that takes too long, or nothing could be seen.</summary>
    public bool Await()
    {
        var until = Environment.TickCount64 + LongestMs;
        while (!_seen.Wait(StepMs))
        {
            if (_mayWait() && Environment.TickCount64 < until)
                continue;
            _taken(false);
            return false;
        }
        return _seen.Result;
    }

    /// <summary>Reads the texts of a process that was unknown.</summary>
    public void Complete(List<ProcessEntry> process)
    {
        if (IsWhole)
            KernelTable.AddTexts(process);
        _containers.See(process[0].Cgroups);
    }

    /// <summary>What it has seen is known from now on.</summary>
    public void Told() => _taken(true);

    bool See()
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        // Somebody waits for it, and events for him.
        ThreadTurns.Hurry();
        try
        {
            if (KernelTable.Read() is { } table)
                (Processes, Fds, IsWhole) = (table.Bare(), table.Fds(), true);
            else
                SeeProc();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            Took = System.Diagnostics.Stopwatch.GetElapsedTime(started);
            Ended = Processors.SinceBoot();
        }
    }

    void SeeProc()
    {
        var (sockets, fds) = (new ProcSockets(), new Dictionary<int, List<FdEntry>>());
        var processes = new List<List<ProcessEntry>>();
        foreach (var pid in ProcTable.Pids())
        {
            if (ProcProcess.Read(pid).ToList() is not { Count: > 0 } process)
                continue;
            processes.Add(process);
            fds.Add(pid, ProcFds.Read(pid, sockets));
        }
        (Processes, Fds) = (processes, fds);
    }
}
