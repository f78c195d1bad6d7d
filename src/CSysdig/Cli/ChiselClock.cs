using CSysdig.Chisels;
using CSysdig.Model.Text;

namespace CSysdig.Cli;

/// <summary>Tells a chisel when its intervals are over. The first event only starts the clock.</summary>
sealed class ChiselClock(IChisel chisel)
{
    /// <summary>So many steady ticks may be ahead of the events, and each event pays for some more: what ticks cost is bounded by the capture's size.</summary>
    public const ulong MostTicks = 1_000_000, EachEvent = 16;

    bool _started;
    ulong _sample, _last, _left = MostTicks;

    public void Advance(ulong time, Utf8Writer to)
    {
        // What a capture says of the time before it has no time of its own.
        if (time == 0)
            return;
        var interval = chisel.Interval;
        if (!_started)
        {
            _started = true;
            _sample = interval.Nanoseconds == 0 || interval.Steady ? time : time - time % interval.Nanoseconds;
        }
        else if (interval.Nanoseconds == 0)
        {
            return;
        }
        else if (interval.Steady)
        {
            Steady(time, interval.Nanoseconds, to);
        }
        else if (time - time % interval.Nanoseconds is var sample && sample != _sample && time != _last)
        {
            chisel.Tick(time, _last == 0 ? 0 : time - _last, to);
            _sample = sample;
            _last = time;
        }
    }

    // The times of a damaged capture leap back and forth: a leap of more intervals than are left begins anew without one.
    void Steady(ulong time, ulong interval, Utf8Writer to)
    {
        _left = Math.Min(MostTicks, _left + EachEvent);
        if (time < _sample || (time - _sample) / interval > _left)
        {
            _sample = time;
            return;
        }
        for (; time - _sample >= interval; _sample += interval, _left--)
            chisel.Tick(_sample, interval, to);
    }
}
