using CSysdig.Capture.Live.Bpf;

namespace CSysdig.Capture.Live;

/// <summary>
/// Which threads, and which fds of threads, the probe need not tell of: those that the filter turns down by what is known of them. A mark is
/// void as soon as the kernel sees that what is known may have changed. One thread marks.
/// </summary>
public sealed unsafe class LiveMarks
{
    /// <summary>The thread as a whole, and its calls that are about no fd.</summary>
    public const long All = (1 << FdBits) - 1, NoFd = All - 1;

    const int FdBits = 20, TagBits = 26, Tick = 20, TimeBits = 38;
    const ulong Mixer = 0x278DDE6E5F5;
    /// <summary>A record may be on its way for so long that what follows was seen before it, in nanoseconds.</summary>
    const ulong Late = 100_000_000;

    readonly ProbeMemory* _memory;
    readonly ulong _bootTime;

    internal LiveMarks(ProbeMemory* memory, ulong bootTime)
    {
        _memory = memory;
        _bootTime = bootTime;
    }

    /// <summary>Nothing passes of a thread, or of its calls that are about an fd, as it was known at a time.</summary>
    /// <param name="fd">Or <see cref="All"/>, or <see cref="NoFd"/>.</param>
    /// <param name="time">Of an event, in nanoseconds since 1970.</param>
    public void Mark(long tid, long fd, ulong time)
    {
        if (tid is <= 0 or >= 1 << 22 || fd is < 0 or > All || time < _bootTime + Late)
            return;
        var key = ((ulong)tid << FdBits | (ulong)fd) * Mixer & ((1ul << 42) - 1);
        Volatile.Write(ref _memory->MarksOf[key >> TagBits], (key & ((1ul << TagBits) - 1)) << TimeBits | (time - _bootTime - Late) >> Tick);
    }

    /// <summary>Something is known from now on that marks did not go by.</summary>
    internal void Void() => Volatile.Write(ref _memory->Settings.AllChanged, Processors.SinceBoot());
}
