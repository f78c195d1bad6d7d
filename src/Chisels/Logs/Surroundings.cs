using System.Globalization;
using CSysdig.Model;

namespace CSysdig.Chisels.Logs;

/// <summary>The times at which threads did something of note, and what they did shortly before and after.</summary>
sealed class Surroundings
{
    const ulong Millisecond = 1_000_000;
    const long MostMilliseconds = 1L << 40;

    readonly ulong _range;
    readonly Dictionary<long, List<ulong>> _moments = [];
    bool _isSorted;

    /// <param name="range">How many milliseconds before and after count.</param>
    /// <exception cref="ChiselException">It is no number of milliseconds.</exception>
    public Surroundings(string range)
    {
        if (!long.TryParse(range, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds > MostMilliseconds)
            throw new ChiselException($"dump_range_ms must be a number of milliseconds, not '{range}'");
        _range = (ulong)milliseconds * Millisecond;
    }

    public int Count { get; private set; }

    public void Add(Event e)
    {
        Count++;
        _isSorted = false;
        if (!_moments.TryGetValue(e.Raw.Tid, out var times))
            _moments[e.Raw.Tid] = times = [];
        times.Add(e.Timestamp);
    }

    /// <summary>The event is one of a thread that is noted, near one of its moments.</summary>
    public bool Has(Event e)
    {
        if (!_isSorted)
            Sort();
        if (!_moments.TryGetValue(e.Raw.Tid, out var times))
            return false;
        var time = e.Timestamp;
        var at = times.BinarySearch(time);
        if (at >= 0)
            return true;
        at = ~at;
        return at < times.Count && times[at] - time <= _range || at > 0 && time - times[at - 1] <= _range;
    }

    void Sort()
    {
        foreach (var times in _moments.Values)
            times.Sort();
        _isSorted = true;
    }
}
