using CSysdig.Capture.Events;

namespace CSysdig.Model.Tracking;

/// <summary>When each processor last switched from one thread to another.</summary>
sealed class Processors
{
    /// <summary>A number above is none of a processor, but damage.</summary>
    public const int Most = 4096;

    ulong[] _switched = [];

    /// <summary>Takes a switch and says for how long the thread that it ends was on the processor; 0 where its beginning was not seen.</summary>
    public ulong Switch(RawEvent e)
    {
        var cpu = e.Cpu;
        if ((uint)cpu >= Most)
            return 0;
        if (cpu >= _switched.Length)
            Array.Resize(ref _switched, cpu + 1);
        var (since, now) = (_switched[cpu], e.Timestamp);
        _switched[cpu] = now;
        return since == 0 || now < since ? 0 : now - since;
    }

    /// <summary>Switches may have been lost.</summary>
    public void Forget() => Array.Clear(_switched);
}
