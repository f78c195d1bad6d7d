using System.Buffers.Text;
using CSysdig.Capture.Events;

namespace CSysdig.Model.History;

/// <summary>A stretch of time in which events were lost.</summary>
/// <param name="From">The time of the last event before it.</param>
/// <param name="Until">The time at which the loss was told.</param>
/// <param name="Events">How many are known to be missing; 0 where the capture does not say.</param>
public readonly record struct LostStretch(ulong From, ulong Until, long Events);

/// <summary>When events were lost while a capture was taken, as it tells itself. One thread adds, any may look.</summary>
public sealed class LostStretches
{
    /// <summary>When there are more, those that lie nearest to each other become one.</summary>
    internal const int Most = 4096;

    readonly List<LostStretch> _all = [];
    LostStretch[]? _told;
    bool _isOpen;

    /// <summary>All there are, in the order of time.</summary>
    public LostStretch[] All
    {
        get
        {
            lock (_all)
                return _told ??= [.. _all];
        }
    }

    /// <summary>How many events are known to be missing in all; <see cref="All"/> may have stretches of which that is not known.</summary>
    public long Events { get; private set; }

    /// <summary>Whether an event is one that tells of a loss.</summary>
    internal static bool IsTold(EventCode code) => code is EventCode.DropE or EventCode.DropX or EventCode.NotificationE;

    /// <summary>
    /// Takes an event that <see cref="IsTold"/>. Where events are dropped on purpose, from a first event to a second; where a buffer was full, before the
    /// event that says so, and one behind it says how many.
    /// </summary>
    internal void Note(Event e)
    {
        var raw = e.Raw;
        var last = _all.Count == 0 ? default : _all[^1];
        if (raw.Code != EventCode.NotificationE)
            Add(new LostStretch(raw.Code == EventCode.DropX && _isOpen ? last.Until : Math.Min(e.PreviousTimestamp, raw.Timestamp), raw.Timestamp, 0));
        else if (raw.ParamCount > 1 && raw.Text(0).SequenceEqual("lost"u8) && Utf8Parser.TryParse(raw.Text(1), out long count, out _) && count > 0)
            Add(new LostStretch(_all.Count == 0 ? raw.Timestamp : last.Until, raw.Timestamp, count));
        if (raw.Code != EventCode.NotificationE)
            _isOpen = raw.Code == EventCode.DropE;
    }

    /// <summary>Adds one that a cache file has.</summary>
    internal void Add(LostStretch stretch)
    {
        lock (_all)
        {
            Events = Sum(Events, stretch.Events);
            if (_all.Count > 0 && stretch.From <= _all[^1].Until)
                _all[^1] = Joined(_all[^1], stretch);
            else
                _all.Add(stretch);
            if (_all.Count > Most)
                Thin();
            _told = null;
        }
    }

    void Thin()
    {
        var gaps = _all.Skip(1).Zip(_all, (later, before) => later.From - before.Until).Order().ToArray();
        var small = gaps[gaps.Length / 2];
        var left = new List<LostStretch> { _all[0] };
        foreach (var stretch in _all.Skip(1))
        {
            if (stretch.From - left[^1].Until <= small)
                left[^1] = Joined(left[^1], stretch);
            else
                left.Add(stretch);
        }
        _all.Clear();
        _all.AddRange(left);
    }

    static LostStretch Joined(LostStretch a, LostStretch b) => new(a.From, Math.Max(a.Until, b.Until), Sum(a.Events, b.Events));

    /// <summary>A capture may claim any number.</summary>
    static long Sum(long a, long b) => (long)Math.Min((ulong)a + (ulong)b, long.MaxValue);
}
