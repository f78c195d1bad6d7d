using CSysdig.Capture.Live.Bpf;

namespace CSysdig.Capture.Live;

/// <summary>
/// Keeps the cost of watching below a share of a processor (--max-cpu): first what was read and written is given up, then the calls that
/// read and write. What changes what is known of processes, files and connections is always taken.
/// </summary>
sealed class Thrift(int percent)
{
    /// <summary>To begin costs more than to go on, and is not counted.</summary>
    const long LookEveryMs = 1000, BeginsForMs = 3000;

    readonly long _from = Environment.TickCount64 + BeginsForMs;
    readonly Ladder _ladder = new(percent);
    long _looked = Environment.TickCount64;
    TimeSpan _spent = Environment.CpuUsage.TotalTime;
    TimeSpan _kernelSpent;

    /// <summary>0 everything is taken, 1 no payload, 2 no reads and writes either.</summary>
    public int Level { get; private set; }

    /// <summary>What is given up, as the end of a sentence; empty when nothing is.</summary>
    public static string Text(int level) => level switch
    {
        0 => "",
        1 => "what was read and written",
        _ => "calls that read and write",
    };

    /// <summary>Looks at the cost when it is time; true when the level has changed.</summary>
    public bool Look(Probe probe)
    {
        var now = Environment.TickCount64;
        if (now - _looked < LookEveryMs)
            return false;
        var (spent, kernel) = (Environment.CpuUsage.TotalTime, probe.RunTime);
        // What is reckoned for the kernel may be corrected downwards.
        var inKernel = kernel > _kernelSpent ? kernel - _kernelSpent : TimeSpan.Zero;
        var share = (spent - _spent + inKernel).TotalMilliseconds * 100 / (now - _looked);
        (_looked, _spent, _kernelSpent) = (now, spent, kernel);
        if (now < _from)
            return false;
        var level = _ladder.Next(Level, share);
        if (level == Level)
            return false;
        Level = level;
        probe.Restrict(withPayload: level == 0, withTransfers: level < 2);
        return true;
    }
}

/// <summary>How much is given up: a step down for each second above the bound, a step up after ten at half of it.</summary>
sealed class Ladder(int percent)
{
    const int CalmSeconds = 10, Lowest = 2;

    int _calm;

    /// <summary>The level after a second that has cost so many percent.</summary>
    public int Next(int level, double share)
    {
        _calm = share < percent / 2.0 ? _calm + 1 : 0;
        if (share > percent)
            return Math.Min(level + 1, Lowest);
        if (_calm < CalmSeconds || level == 0)
            return level;
        _calm = 0;
        return level - 1;
    }
}
