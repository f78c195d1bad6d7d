using CSysdig.Chisels;
using CSysdig.Cli;
using CSysdig.Model;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Tests.Cli;

/// <summary>Intervals are over as the events' times say, and however those leap, what that costs is bounded.</summary>
public sealed class ChiselClockTests
{
    const ulong Start = 1_700_000_000_000_000_000;

    readonly Counting _chisel = new();

    [Fact]
    public void Every_interval_is_told_though_no_event_came_in_it()
    {
        Advance(0, 5, 5, 4, 29);
        Assert.Equal(2, _chisel.Ticks);
    }

    [Fact]
    public void A_leap_of_as_many_intervals_as_there_may_be_is_told_and_one_more_is_not()
    {
        Advance(0, 10 * (long)ChiselClock.MostTicks);
        Assert.Equal((long)ChiselClock.MostTicks, _chisel.Ticks);
        _chisel.Ticks = 0;
        Advance(0, 10 * ((long)ChiselClock.MostTicks + 1));
        Assert.Equal(0, _chisel.Ticks);
    }

    [Fact]
    public void Times_that_leap_back_and_forth_tick_no_more_often_than_their_events_can_pay_for()
    {
        Advance([.. Enumerable.Range(0, 10_000).Select(i => i % 2 * 5_000_000L)]);
        Assert.InRange(_chisel.Ticks, 500_000, (long)ChiselClock.MostTicks + 10_000 * (long)ChiselClock.EachEvent);
    }

    void Advance(params long[] times)
    {
        var clock = new ChiselClock(_chisel);
        var to = new Utf8Writer();
        foreach (var time in times)
            clock.Advance(Start + (ulong)time, to);
    }

    sealed class Counting : IChisel
    {
        public long Ticks;

        public ChiselInterval Interval => new(10, Steady: true);

        public void Begin(EventStream stream)
        {
        }

        public void Add(Event e, Utf8Writer to)
        {
        }

        public void Tick(ulong time, ulong passed, Utf8Writer to) => Ticks++;

        public void End(Utf8Writer to)
        {
        }
    }
}
