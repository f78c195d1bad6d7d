
namespace CSysdig.Model.Tracking;

/// <summary>
/// Threads that ended lately: when the exit of a child comes before its parent's clone returns, the parent must not add it again
/// (libs issue 3643).
/// </summary>
sealed class RecentExits
{
    const int Size = 8192;

    readonly (long Tid, long Ptid, ulong Timestamp)[] _ring = new (long, long, ulong)[Size];
    readonly Dictionary<(long, long), ulong> _last = [];
    int _next;

    public void Add(long tid, long ptid, ulong timestamp)
    {
        var old = _ring[_next];
        if (old.Timestamp != 0 && _last.TryGetValue((old.Tid, old.Ptid), out var when) && when == old.Timestamp)
            _last.Remove((old.Tid, old.Ptid));
        _ring[_next] = (tid, ptid, timestamp);
        _last[(tid, ptid)] = timestamp;
        _next = (_next + 1) % Size;
    }

    public bool HasEnded(long tid, long ptid, ulong now) =>
        _last.TryGetValue((tid, ptid), out var when) && now >= when && now - when < Cloning.StaleAfter;
}
