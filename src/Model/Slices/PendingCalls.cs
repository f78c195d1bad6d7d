using CSysdig.Capture.Events;

namespace CSysdig.Model.Slices;

/// <summary>
/// The calls that threads are in: the enter event of each, kept so that it can be written when its exit is and it was not.
/// A reader of the slice then knows what fd a read was of, and what a path an open had.
/// </summary>
sealed class PendingCalls
{
    /// <summary>libs keeps no larger enter event for its exit.</summary>
    const int LargestBlock = 4096 + 64;
    /// <summary>Far more threads than machines have; a hostile capture may claim any number.</summary>
    const int MostThreads = 16384;

    readonly Dictionary<long, Call> _byThread = [];

    /// <summary>A thread's last enter event.</summary>
    public sealed class Call
    {
        internal byte[] Bytes = [];
        internal int Length;
        internal EventCode Code;

        /// <summary>The output that has the event, or -1.</summary>
        public int Output { get; internal set; }
        /// <summary>The event's block; empty when it was too large to keep.</summary>
        public ReadOnlySpan<byte> Block => Bytes.AsSpan(0, Length);
    }

    /// <summary>Events of the scheduler and the like come between a call's enter event and its exit and have no part in it.</summary>
    public static bool IsOutside(RawEvent e) => e.Info.Has(EventFlags.SkipParseReset) || e.Code == EventCode.Schedswitch_6E;

    /// <summary>Notes an enter event.</summary>
    /// <param name="keep">It may have to be written later.</param>
    public void Enter(RawEvent e, ReadOnlySpan<byte> block, bool keep, int output)
    {
        if (!_byThread.TryGetValue(e.Tid, out var call))
        {
            if (_byThread.Count >= MostThreads)
                _byThread.Clear();
            _byThread.Add(e.Tid, call = new Call());
        }
        call.Code = e.Code;
        call.Output = output;
        call.Length = 0;
        if (!keep || block.Length > LargestBlock)
            return;
        if (call.Bytes.Length < block.Length)
            call.Bytes = new byte[Math.Max(128, block.Length)];
        block.CopyTo(call.Bytes);
        call.Length = block.Length;
    }

    /// <summary>The thread is in a call whose enter event an output has.</summary>
    public bool IsInside(long tid, int output) => _byThread.TryGetValue(tid, out var call) && call.Code != 0 && call.Output == output;

    /// <summary>The call that an exit event ends, or null; it is forgotten.</summary>
    public Call? Exit(RawEvent e)
    {
        if (!_byThread.TryGetValue(e.Tid, out var call) || (int)call.Code + 1 != (int)e.Code)
            return null;
        call.Code = 0;
        return call;
    }
}
