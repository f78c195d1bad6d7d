using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Queries;

/// <summary>Rates are of the stretch of time that a filter chooses.</summary>
public sealed class StretchTests(LoadedHistory loaded) : IClassFixture<LoadedHistory>
{
    const ulong Second = 1_000_000_000;
    /// <summary>07:22:00 and 07:22:10 UTC of the honeypot's day.</summary>
    const ulong A = 1_795_504_920 * Second, B = A + 10 * Second;

    CaptureHistory History => loaded.Honeypot;

    TableResult Ask(string filter) => TableRun.Answer(History, ViewCatalog.Find("connections")!.ToTableQuery(filter));

    public static TheoryData<string, ulong, ulong> Chosen => new()
    {
        { $"evt.rawtime>={A} and evt.rawtime<={B}", A, B },
        { $"(evt.rawtime>{A - 1} and (proc.pid exists and evt.rawtime<{B + 1})) and evt.dir=<", A, B },
        { $"evt.rawtime=2026-11-24T07:22:00Z or evt.rawtime={B}", A, B },
        { $"(evt.rawtime>={A} and evt.rawtime<{A + 1000}) or (evt.rawtime>{B - 1000} and evt.rawtime<={B})", A, B },
        { $"evt.datetime>=2026-11-24T07:22:00Z and evt.rawtime.s<={B / Second}", A, B + Second - 1 },
        { $"evt.rawtime.s>={A / Second} and evt.rawtime.s<{B / Second}", A, B - 1 },
        { $"evt.around[{A + 5 * Second}]=5000", A, B },
        { $"evt.rawtime>={A} and evt.rawtime>={B} and evt.rawtime<={B + 1} and evt.rawtime<={B + Second}", B, B + 1 },
    };

    [Theory, MemberData(nameof(Chosen))]
    public void The_stretch_is_what_the_filter_chooses(string filter, ulong from, ulong until) => Assert.Equal(new TimeRange(from, until), Ask(filter).Stretch);

    public static TheoryData<string> All => ["", "proc.pid=32603", $"evt.rawtime>={A} or proc.pid=32603", $"evt.rawtime!={A}", $"evt.rawtime>=1 and evt.rawtime<={ulong.MaxValue}", "evt.rawtime>=07:22:00", "evt.reltime>=0", $"evt.around[{A}]=999999999"];

    [Theory, MemberData(nameof(All))]
    public void Any_other_filter_leaves_the_whole_capture(string filter) => Assert.Equal(new TimeRange(History.FirstTimestamp, History.LastTimestamp), Ask(filter).Stretch);

    [Fact]
    public void Times_since_the_start_choose_too()
    {
        var first = History.FirstTimestamp;
        Assert.Equal(new TimeRange(first + 10 * Second, first + 20 * Second), Ask("evt.reltime>=10000000000 and evt.reltime<=20000000000").Stretch);
        Assert.Equal(new TimeRange(first + 10 * Second, first + 21 * Second - 1), Ask("evt.reltime.s>=10 and evt.reltime.s<=20").Stretch);
    }

    [Fact]
    public void What_lies_outside_of_the_capture_or_nowhere_has_no_length()
    {
        Assert.Equal(0ul, Ask($"evt.rawtime>={B} and evt.rawtime<={A}").Stretch.Length);
        Assert.Equal(0ul, Ask("evt.rawtime<1000").Stretch.Length);
        Assert.Equal(new TimeRange(A, History.LastTimestamp), Ask($"evt.rawtime>={A} and evt.rawtime<={A + 3600 * Second}").Stretch);
    }

    /// <summary>Below and above a second, down to a millisecond: nothing is divided by more than the stretch has.</summary>
    [Theory]
    [InlineData(10_000), InlineData(2_000), InlineData(1_001), InlineData(999), InlineData(1)]
    public void A_flood_has_the_rate_of_its_time(ulong milliseconds)
    {
        var from = Sent().First(sent => sent.Time > A + 14 * Second).Time;
        var range = new TimeRange(from, from + milliseconds * 1_000_000);
        var table = Ask($"{range.ToFilter()} and fd.rip=203.0.113.150");
        var column = Enumerable.Range(0, table.Columns.Count).Single(i => table.Columns[i].Query.Field == "evt.buflen.net.out");
        var total = Enumerable.Range(0, table.RowCount).Sum(row => table.Number(row, column, total: true));
        Assert.Equal(Sent().Where(sent => sent.Time >= range.From && sent.Time <= range.Until).Sum(sent => sent.Bytes), total);
        Assert.True(total > 0);
        Assert.Equal(total * 1000 / milliseconds, Enumerable.Range(0, table.RowCount).Sum(row => table.Number(row, column)), 3);
    }

    [Fact]
    public async Task Sysdigs_own_answer_divides_by_the_whole_capture()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"), new HistoryOptions { Following = new StreamOptions { Compat = true } });
        await history.Completion;
        var table = TableRun.Answer(history, ViewCatalog.Find("connections")!.ToTableQuery($"evt.rawtime>={A} and evt.rawtime<={B}"));
        Assert.Equal(new TimeRange(history.FirstTimestamp, history.LastTimestamp), table.Stretch);
    }

    [Fact]
    public void A_connection_has_its_first_event_and_the_time_to_its_last()
    {
        var table = Ask("fd.type=ipv4");
        int start = ColumnOf("START"), duration = ColumnOf("DURATION");
        var seen = new Dictionary<string, (ulong First, ulong Last)>();
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        var filter = Filter.Parse("fd.type=ipv4", stream.State);
        while (stream.Next())
            if (filter.Test(stream.Current) && stream.Current.Fd is { } fd)
            {
                var name = System.Text.Encoding.UTF8.GetString(fd.Name);
                var time = stream.Current.Raw.Timestamp;
                seen[name] = (seen.TryGetValue(name, out var before) ? before.First : time, time);
            }
        Assert.True(table.RowCount > 10);
        for (var row = 0; row < table.RowCount; row++)
        {
            var (first, last) = seen[table.KeyText(row)];
            Assert.Equal((first, last - first), (table.Whole(row, start), table.Whole(row, duration)));
        }
    }

    [Fact]
    public void A_process_has_its_start_and_how_long_it_ran()
    {
        var view = ViewCatalog.Find("procs")!;
        var table = TableRun.Answer(History, view.ToTableQuery(new Selection().FilterFor(view)));
        int start = ColumnOf("START", "procs"), duration = ColumnOf("DURATION", "procs");
        var starts = new Dictionary<string, (ulong Start, ulong End)>();
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        var filter = Filter.Parse(view.Filter, stream.State);
        while (stream.Next())
            if (filter.Test(stream.Current) && stream.Current is { Thread: { IsMain: true, CloneTimestamp: > 0 } thread } e)
                starts[$"{thread.Pid}"] = (thread.CloneTimestamp, e.Raw.Timestamp);
        var living = stream.State.Threads.Living.Select(t => $"{t.Newest.Pid}").ToHashSet();
        var known = 0;
        for (var row = 0; row < table.RowCount; row++)
        {
            var key = table.KeyText(row);
            if (!starts.TryGetValue(key, out var life))
            {
                Assert.Equal((0ul, 0ul), (table.Whole(row, start), table.Whole(row, duration)));
                continue;
            }
            known++;
            Assert.Equal(life.Start, table.Whole(row, start));
            var lived = (living.Contains(key) ? History.LastTimestamp : life.End) - life.Start;
            Assert.Equal((key, living.Contains(key), lived), (key, living.Contains(key), table.Whole(row, duration)));
        }
        Assert.InRange(known, 100, table.RowCount - 1);
    }

    [Fact]
    public void Columns_of_our_own_are_on_screens_alone()
    {
        Assert.Contains(ViewCatalog.Find("procs")!.Shown, c => c.Name == "START");
        Assert.Contains(ViewCatalog.OnScreen(containers: true).First(v => v.Id == "connections").Shown, c => c.Name == "DURATION");
        Assert.All(ViewCatalog.InJson(containers: true).Concat(ViewCatalog.InJson(containers: false)), v => Assert.DoesNotContain(v.Columns, c => c.IsOwn));
    }

    static int ColumnOf(string name, string view = "connections") => ViewCatalog.Find(view)!.Shown.Select((c, i) => (c.Name, i)).Single(c => c.Name == name).i;

    /// <summary>What was sent to the flooded address, asked of every event.</summary>
    static IEnumerable<(ulong Time, double Bytes)> Sent()
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        var filter = Filter.Parse("fd.rip=203.0.113.150", stream.State);
        var field = FieldCatalog.Bind("evt.buflen.net.out");
        while (stream.Next())
            if (filter.Test(stream.Current) && BytesOf(field, stream.Current) is > 0 and var bytes)
                yield return (stream.Current.Raw.Timestamp, bytes);
    }

    static double BytesOf(Field field, Event e)
    {
        var value = default(FieldValue);
        return field.TryGet(e, ref value) ? value.Number : 0;
    }
}
