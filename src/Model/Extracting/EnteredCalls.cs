using CSysdig.Capture.Events;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Extracting;

/// <summary>What older drivers tell of a call at its enter event alone: the offset of a pread, how much a read of a connection asked for.</summary>
sealed class EnteredCalls
{
    const int Most = 100_000;

    readonly Dictionary<long, (EventCode Code, long Value)> _byThread = [];

    /// <summary>Whether enter events of a type are worth a note.</summary>
    public static bool Is(EventCode code) => ValueAt(code) != 0;

    public void Note(Event e)
    {
        if (_byThread.Count >= Most)
            _byThread.Clear();
        _byThread[e.Raw.Tid] = (e.Code, e.Raw.Int64(ValueAt(e.Code)));
    }

    /// <summary>What was noted at the enter event of this exit, or -1.</summary>
    public long Of(Event e) => _byThread.TryGetValue(e.Raw.Tid, out var noted) && noted.Code + 1 == e.Code ? noted.Value : -1;

    static int ValueAt(EventCode code) => code switch
    {
        SyscallPreadE or SyscallPwriteE or SyscallPwritevE => 2,
        SyscallPreadvE or SyscallReadE or SocketRecvE or SocketRecvfromE => 1,
        _ => 0,
    };
}
