using CSysdig.Model.State;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Sharing;

/// <summary>One thread follows events and changes what is known; others ask meanwhile what was known at events before.</summary>
public sealed class VersionedReadersTests
{
    const long Events = 200_000;

    /// <summary>Events below this number have been followed, and those below the first are asked no more.</summary>
    long _first, _end;

    sealed record Fact(long Since);

    [Fact]
    public void A_version_is_that_of_its_event()
    {
        var line = new Holder();
        // Every third event changes it, some of them twice, some to nothing.
        While(n =>
        {
            if (n % 3 != 0)
                return;
            line.Versions.Add(new Fact(-1), n, keep: true);
            line.Versions.Add(n % 5 == 0 ? null : new Fact(n), n, keep: true);
        }, n =>
        {
            var since = n - n % 3;
            Assert.Equal(since % 5 == 0 ? null : new Fact(since), line.Versions.At(n, out var from, out var until));
            Assert.True(from <= n && n < until, $"{n} is not in {from} to {until}");
            Assert.Equal(since % 5 == 0 ? null : new Fact(since), line.Versions.During(n, Volatile.Read(ref _end), out from, out until));
            Assert.True(from <= n && n < until, $"{n} is not in {from} to {until}");
        });
    }

    [Fact]
    public void Versions_before_an_event_are_all_there()
    {
        var line = new Holder();
        While(n =>
        {
            if (n < 2_000)
                line.Versions.Add(new Fact(n), n, keep: true);
        }, n =>
        {
            n = Math.Min(n, 1_999);
            Assert.Equal(Enumerable.Range(0, (int)n + 1).Select(i => (long)i), line.Versions.Before(n + 1).Select(v => v.Since));
        }, 4_000);
    }

    [Fact]
    public void Time_on_processors_is_that_of_its_event()
    {
        var line = new Holder();
        While(n =>
        {
            if (n % 4 == 1)
                line.RunTime.Add(10, n, keep: true);
        }, n =>
        {
            Assert.Equal((ulong)((n + 3) / 4 * 10), line.RunTime.At(n));
            Assert.Equal(n % 4 == 1 ? 10ul : 0, line.RunTime.TurnAt(n));
        });
    }

    [Fact]
    public void A_key_leads_to_what_had_it()
    {
        var table = new VersionedTable<long, Fact>(keep: true);
        // A key comes with each event, and goes with the tenth after it.
        While(n =>
        {
            table.Set(n, new Fact(n), n);
            table.Set(n - 10, null, n);
        }, n =>
        {
            Assert.Equal(new Fact(n), table.Find(n, n));
            Assert.Equal(n < 9 ? null : new Fact(n - 9), table.Find(n - 9, n));
            Assert.Null(table.Find(n - 10, n));
            Assert.Null(table.Find(n + 1, n));
        });
    }

    [Fact]
    public void Keys_are_told_in_the_order_in_which_they_came()
    {
        var table = new VersionedTable<long, Fact>(keep: true);
        While(n => table.Set(n * 7919 % 4001, new Fact(n), n), n =>
            Assert.Equal(Enumerable.Range(0, (int)Math.Min(n, 4000) + 1).Select(i => i * 7919L % 4001), table.Before(n + 1).Where(k => k.Since < 4001).Select(k => k.Key)), 4_000);
    }

    [Fact]
    public void Fds_are_those_that_were_open()
    {
        var versions = new PagedList<FdInfo>();
        var table = new FdTable(versions);
        // Low and high fds: one opens with each event, and is closed at the twentieth after it.
        long FdOf(long n) => n % 40 * 100;
        While(n =>
        {
            if (n >= 20)
                table.Remove(FdOf(n - 20), n, keep: true);
            versions.Add(new FdInfo { Version = versions.Count, Fd = FdOf(n), OpenedAt = n });
            table.Set(FdOf(n), versions[^1], n, keep: true);
        }, n =>
        {
            Assert.Equal(n, table.Find(FdOf(n), n)?.OpenedAt);
            Assert.Null(table.Find(FdOf(n - 20), n));
            var open = Math.Min(n + 1, 20);
            Assert.Equal(open, table.CountAt(n));
            Assert.Equal(open, table.OpenAt(n).Count());
            Assert.Equal(open, table.MostFrom(n, n + 1));
        }, 20_000);
    }

    [Fact]
    public void What_ended_before_the_first_event_goes_and_the_rest_answers_the_same()
    {
        var line = new Holder();
        var versions = new PagedList<FdInfo>();
        var table = new FdTable(versions);
        var keys = new VersionedTable<long, Fact>(keep: true);
        HashSet<int> held = [];
        While(n =>
        {
            line.Versions.Add(new Fact(n / 3), n, keep: true);
            if (n % 4 == 1)
                line.RunTime.Add(10, n, keep: true);
            keys.Set(n, new Fact(n), n);
            keys.Set(n - 10, null, n);
            if (n >= 20)
                table.Remove((n - 20) % 40 * 100, n, keep: true);
            versions.Add(new FdInfo { Version = versions.Count, Fd = n % 40 * 100, OpenedAt = n });
            table.Set(n % 40 * 100, versions[^1], n, keep: true);
            if (n % 500 != 499 || n < 3_000)
                return;
            var first = n - 2_000;
            Volatile.Write(ref _first, first);
            held.Clear();
            line.Versions.DropBefore(first);
            line.RunTime.DropBefore(first);
            keys.DropBefore(first);
            table.DropBefore(first, v => held.Add(v));
        }, n =>
        {
            Assert.Equal(new Fact(n / 3), line.Versions.At(n));
            Assert.Equal(n % 4 == 1 ? 10ul : 0, line.RunTime.TurnAt(n));
            Assert.Equal(new Fact(n), keys.Find(n, n));
            Assert.Equal(n < 9 ? null : new Fact(n - 9), keys.Find(n - 9, n));
            Assert.Equal(Math.Min(n + 1, 10), keys.At(n).Count());
            Assert.Equal(n, table.Find(n % 40 * 100, n)?.OpenedAt);
            Assert.Equal(Math.Min(n + 1, 20), table.CountAt(n));
            Assert.Equal(Math.Min(n + 1, 20), table.OpenAt(n).Count());
        }, 40_000);
        // The twenty that were open at the first event, and each that came since.
        Assert.InRange(held.Min(), _first - 20, _first - 18);
        Assert.InRange(line.Versions.All.Count, 2_000, 2_600);
        Assert.InRange(keys.All.Count(), 4_000, 5_200);
    }

    sealed class Holder
    {
        public Versioned<Fact> Versions;
        public RunTime RunTime;
    }

    /// <summary>One follows event after event, two ask about any that was followed.</summary>
    void While(Action<long> follow, Action<long> ask, long events = Events) => Together.Run(
        () =>
        {
            for (var n = 0L; n < events; n++)
            {
                follow(n);
                Volatile.Write(ref _end, n + 1);
            }
        },
        () => Ask(ask, events, 1), () => Ask(ask, events, 2));

    void Ask(Action<long> ask, long events, int seed)
    {
        var random = new Random(seed);
        for (var end = 0L; end < events;)
            if ((end = Volatile.Read(ref _end)) > 0)
            {
                AskOf(end - 1);
                AskOf(random.NextInt64(Math.Min(end - 1, Volatile.Read(ref _first)), end));
            }

        void AskOf(long number)
        {
            try
            {
                ask(number);
            }
            catch (Exception) when (Volatile.Read(ref _first) > number)
            {
                // It went while it was asked of.
            }
        }
    }
}
