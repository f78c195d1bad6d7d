using System.Text;
using CSysdig.Capture.Live.Usage;

namespace CSysdig.Tests.Capture.Live.Usage;

/// <summary>What is told of a look at all threads, and what is not.</summary>
public sealed class UsageChangesTests
{
    const ulong Tick = 10_000_000;

    readonly UsageChanges _changes = new();

    static ThreadUsage Ran(int tid, ulong ran, uint resident = 0, uint size = 0, int? pid = null) => new(tid, pid ?? tid, 0, 0, ran, size, resident);

    List<UsageChange> Look(params ThreadUsage[] all)
    {
        var changes = new List<UsageChange>();
        _changes.Take([.. all], 0, changes);
        return changes;
    }

    [Fact]
    public void A_thread_is_told_of_when_its_time_has_grown_by_a_tick()
    {
        Assert.Empty(Look(Ran(7, Tick - 1)));
        Assert.Equal([new UsageChange(7, 1, 0, false, 0, 0)], Look(Ran(7, Tick)));
        Assert.Empty(Look(Ran(7, 2 * Tick - 1)));
        Assert.Equal([new UsageChange(7, 2, 0, false, 0, 0)], Look(Ran(7, 2 * Tick)));
        Assert.Empty(Look(Ran(7, 2 * Tick)));
    }

    [Fact]
    public void What_a_thread_does_is_told_when_it_does_something_else()
    {
        var sleeps = Ran(7, 0) with { State = (byte)'S', Call = 202 };
        Assert.Equal([new UsageChange(7, 0, 0, false, 0, 0) { State = (byte)'S', Call = 202 }], Look(sleeps));
        Assert.Empty(Look(sleeps));
        Assert.Equal([new UsageChange(7, 1, 0, false, 0, 0)], Look(sleeps with { Ran = Tick }));
        Assert.Equal([new UsageChange(7, 1, 0, false, 0, 0) { State = (byte)'S', Call = 7 }], Look(sleeps with { Ran = Tick, Call = 7 }));
        Assert.Equal([new UsageChange(7, 1, 0, false, 0, 0) { State = (byte)'R' }], Look(Ran(7, Tick) with { State = (byte)'R' }));
    }

    [Fact]
    public void What_a_look_rounds_off_a_later_one_tells()
    {
        var told = 0ul;
        for (var look = 1ul; look <= 100; look++)
            foreach (var change in Look(Ran(7, look * (Tick * 3 / 10))))
                told = change.UserTicks + change.SystemTicks;
        Assert.Equal(30ul, told);
    }

    [Theory]
    [InlineData(10_000, 10_100, false)]
    [InlineData(10_000, 10_101, true)]
    [InlineData(10_000, 9_900, false)]
    [InlineData(10_000, 9_899, true)]
    [InlineData(0, 1, true)]
    [InlineData(0, 0, false)]
    [InlineData(uint.MaxValue, 0, true)]
    public void Memory_is_told_again_when_it_has_changed_by_more_than_a_hundredth(uint before, uint now, bool isTold)
    {
        Assert.Equal(before > 0, Look(Ran(7, 0, resident: before)) is [{ HasMemory: true }]);
        var told = Look(Ran(7, 0, resident: now));
        Assert.Equal(isTold, told.Count == 1);
        if (isTold)
            Assert.Equal(new UsageChange(7, 0, 0, true, 0, now), told[0]);
        // Virtual memory likewise.
        Look(Ran(8, 0, size: before));
        Assert.Equal(isTold, Look(Ran(8, 0, size: now)).Count == 1);
    }

    [Fact]
    public void Memory_that_creeps_is_told_when_it_is_a_hundredth_from_what_was_told()
    {
        Look(Ran(7, 0, resident: 10_000));
        Assert.Empty(Look(Ran(7, 0, resident: 10_060)));
        Assert.Equal([new UsageChange(7, 0, 0, true, 0, 10_120)], Look(Ran(7, 0, resident: 10_120)));
    }

    [Fact]
    public void Memory_is_told_of_main_threads_alone() => Assert.Empty(Look(Ran(8, 0, resident: 10_000, pid: 7)));

    [Fact]
    public void A_process_that_is_not_to_be_told_of_is_not()
    {
        var changes = new List<UsageChange>();
        _changes.Take([Ran(7, Tick), Ran(8, Tick, pid: 7), Ran(9, Tick)], 7, changes);
        Assert.Equal([9], changes.Select(c => c.Tid));
    }

    [Fact]
    public void An_id_that_is_used_again_begins_anew()
    {
        Look(Ran(7, 50 * Tick, resident: 10_000));
        // It has ended between two looks, and another one has its id.
        Assert.Equal([new UsageChange(7, 2, 0, true, 0, 10_000)], Look(Ran(7, 2 * Tick, resident: 10_000)));
        // And it has ended, which a look has seen.
        Look();
        Assert.Equal([new UsageChange(7, 3, 0, true, 0, 10_000)], Look(Ran(7, 3 * Tick, resident: 10_000)));
    }

    [Theory]
    // Exact time is shared as ticks of the clock found it.
    [InlineData(30, 10, 80, 60, 20)]
    [InlineData(30, 10, 20, 15, 5)]
    [InlineData(30, 0, 50, 50, 0)]
    [InlineData(0, 30, 50, 0, 50)]
    [InlineData(0, 0, 7, 7, 0)]
    [InlineData(0, 0, 0, 0, 0)]
    public void Times_are_those_that_the_kernel_shows(ulong user, ulong system, ulong ran, ulong shownUser, ulong shownSystem) =>
        Assert.Equal((shownUser, shownSystem), ProcessorTime.Of(new ThreadUsage(7, 7, user, system, ran, 0, 0), default));

    [Theory]
    // The share of the kernel would fall from 20 to 15, that of the program from 60 to 45.
    [InlineData(70, 10, 90, 60, 20, 70, 20)]
    [InlineData(10, 10, 90, 60, 20, 60, 30)]
    // No more time, or less by a moment: as it was.
    [InlineData(10, 70, 80, 60, 20, 60, 20)]
    [InlineData(10, 70, 79, 60, 20, 60, 20)]
    [InlineData(10, 70, 81, 60, 20, 60, 21)]
    public void Neither_part_gets_less(ulong user, ulong system, ulong ran, ulong beforeUser, ulong beforeSystem, ulong shownUser, ulong shownSystem) =>
        Assert.Equal((shownUser, shownSystem), ProcessorTime.Of(new ThreadUsage(7, 7, user, system, ran, 0, 0), (beforeUser, beforeSystem)));

    [Fact]
    public void Long_times_do_not_overflow()
    {
        const ulong year = 31_536_000_000_000_000;
        Assert.Equal((300 * year, 100 * year), ProcessorTime.Of(new ThreadUsage(7, 7, 300 * year, 100 * year, 400 * year, 0, 0), default));
    }

    [Fact]
    public void A_line_of_proc_is_read_whatever_the_name()
    {
        const string rest = "S 1 7 7 0 -1 4194560 100 0 0 0 250 31 0 0 20 0 3 0 100 16384000 500 18446744073709551615 1 1";
        var page = (ulong)Environment.SystemPageSize;
        var expected = (new ThreadUsage(7, 7, 250 * Tick, 31 * Tick, 281 * Tick, 16000, (uint)(500 * page / 1024)) { State = (byte)'S' }, 3ul);
        Assert.Equal(expected, ProcUsage.Parse(Encoding.UTF8.GetBytes($"7 (a) b (c) {rest}"), 7, 7));
        Assert.Equal(expected, ProcUsage.Parse(Encoding.UTF8.GetBytes($"7 () {rest}"), 7, 7));
        foreach (var broken in new[] { "", "7", "7 (a", "7 (a)", "7 (a) ", "7 (a) S 1 7 7 0 -1 4194560 100 0 0 0 250 31 0 0 20 0 3 0 100 16384000" })
            Assert.Null(ProcUsage.Parse(Encoding.UTF8.GetBytes(broken), 7, 7));
    }
}
