namespace CSysdig.Capture.Live.Usage;

/// <summary>
/// Looks once a second at what all threads have used, on a thread of its own: who drains the rings never waits for it. A look that is not
/// taken yet stands in the way of the next one; as times are totals, nothing is lost by that.
/// </summary>
sealed class UsageWatch : IDisposable
{
    /// <summary>A procinfo event tells what a thread has used up to it, and readers take what that has grown by for the share of a second.</summary>
    const int EveryMs = 1000;

    readonly int _without;
    readonly ManualResetEventSlim _stop = new();
    readonly Thread _thread;
    readonly UsageChanges _changes = new();
    readonly List<ThreadUsage> _all = [];
    readonly List<UsageChange> _told = [];
    ulong _time;
    volatile bool _isReady;

    /// <param name="without">A process that is not told of; 0 for none.</param>
    public UsageWatch(int without)
    {
        _without = without;
        _thread = new Thread(Run) { IsBackground = true, Name = "processor times" };
        _thread.Start();
    }

    /// <summary>When a look was finished that waits to be taken, since boot; null where none does.</summary>
    public ulong? Ready => _isReady ? _time : null;

    /// <summary>What it has found; to be given back with <see cref="Taken"/>.</summary>
    public List<UsageChange> Told => _told;

    public void Taken()
    {
        _told.Clear();
        _isReady = false;
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    void Run()
    {
        // A look that comes late tells of more than a second.
        ThreadTurns.Hurry();
        using var table = Open();
        var due = Environment.TickCount64;
        do
        {
            if (!_isReady)
                Look(table);
            var now = Environment.TickCount64;
            due += Math.Max(EveryMs, (now - due) / EveryMs * EveryMs);
        }
        while (!_stop.Wait((int)Math.Max(0, due - Environment.TickCount64)));
    }

    /// <summary>The kernel's own where it can be had. The variable is there for comparing.</summary>
    static IUsageTable Open() => (Environment.GetEnvironmentVariable("CSYSDIG_ITERATORS") == "off" ? null : KernelUsage.Open()) ?? (IUsageTable)new ProcUsage();

    void Look(IUsageTable table)
    {
        _all.Clear();
        if (!table.Read(_all))
            return;
        _changes.Take(_all, _without, _told);
        _time = Processors.SinceBoot();
        _isReady = true;
    }
}
