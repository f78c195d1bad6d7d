using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Queries;

/// <summary>What the overview says is the number of rows, or the sum, of what Enter opens.</summary>
public sealed class MetricRunTests
{
    /// <summary>The samples; with CSYSDIG_CAPTURES the captures of that folder too.</summary>
    public static TheoryData<string> Captures => [Repository.Sample("honeypot.scap.gz"), Repository.Sample("containers.scap.gz"),
        .. Environment.GetEnvironmentVariable("CSYSDIG_CAPTURES") is { Length: > 0 } folder ? Directory.GetFiles(folder, "*.scap.gz") : []];

    [Theory, MemberData(nameof(Captures))]
    public async Task Each_number_is_that_of_the_view_behind_it(string capture)
    {
        using var history = await Loaded(capture, new HistoryOptions());
        await AssertSame(history, "");
    }

    [Fact]
    public async Task So_it_is_of_a_stretch_of_time_and_under_a_filter()
    {
        using var history = await Loaded(Repository.Sample("honeypot.scap.gz"), new HistoryOptions());
        var range = new TimeRange(history.FirstTimestamp + 20_000_000_000, history.FirstTimestamp + 31_000_000_000);
        await AssertSame(history, new Selection("proc.name=perl") { Range = range }.Filter);
        await AssertSame(history, new Selection { Range = range }.Filter);
    }

    [Fact]
    public async Task A_window_counts_what_it_holds()
    {
        using var history = await Loaded(Repository.Sample("honeypot.scap.gz"), new HistoryOptions { Window = 70_000 });
        Assert.InRange(history.First, 1, history.End - 70_000);
        await AssertSame(history, "");
    }

    [Fact]
    public async Task Any_stretch_of_rows_is_told_to_the_row()
    {
        using var history = await Loaded(Repository.Sample("honeypot.scap.gz"), new HistoryOptions());
        MetricQuery[] queries = [new("evt.type=read and evt.dir=<"), new("fd.type=file", "evt.buflen.file.in"), new("", "evt.buflen.net.out")];
        using var run = MetricRun.Start(history, "", queries);
        await run.Completion;
        // Rows beside the borders of chunks, and of the 256 rows that are summed together.
        foreach (var (from, to) in new (long, long)[] { (0, 1), (255, 257), (256, 512), (257, 511), (65_535, 65_537), (65_536, 131_072), (1, 148_663), (0, 148_664), (90_000, 90_000), (100_100, 148_664) })
            for (var query = 0; query < queries.Length; query++)
                Assert.Equal(await Counted(history, queries[query], from, to), run.Between(query, from, to));
    }

    [Fact]
    public async Task Slices_of_what_was_put_aside_add_up_and_fetch_nothing()
    {
        using var folder = new TemporaryFolder();
        using var history = await Loaded(Repository.Repeated(folder, 6), new HistoryOptions { Memory = 24 << 20 });
        MetricQuery[] queries = [new("fd.type=file", "evt.buflen.file.in"), new("", "evt.buflen.net.out")];
        using var run = MetricRun.Start(history, "", queries);
        await run.Completion;
        var (before, step) = (history.Statistics, 1_009);
        Assert.InRange(before.ChunksInMemory, 1, before.Chunks - 2);
        for (var query = 0; query < queries.Length; query++)
        {
            var slices = new List<long>();
            for (var row = history.First; row < history.End; row += step)
                slices.Add(run.Between(query, row, Math.Min(history.End, row + step)));
            Assert.Equal(run.Total(query), slices.Sum());
            Assert.All(slices, slice => Assert.InRange(slice, 0, run.Total(query)));
        }
        Assert.Equal(before.Fetched, history.Statistics.Fetched);
    }

    static async Task AssertSame(CaptureHistory history, string filter)
    {
        var metrics = Metrics.All.Where(metric => metric.Query is not null).ToList();
        using var run = MetricRun.Start(history, filter, [.. metrics.Select(metric => metric.Query! with { Filter = Selection.Combine(filter, metric.Query!.Filter) })]);
        await run.Completion;
        for (var i = 0; i < metrics.Count; i++)
        {
            Assert.Equal((metrics[i].Id, await Expected(history, metrics[i], filter)), (metrics[i].Id, run.Total(i)));
            var middle = (history.First + history.End) / 2;
            Assert.Equal(run.Total(i), run.Between(i, history.First, middle) + run.Between(i, middle, history.End));
        }
    }

    static async Task<long> Expected(CaptureHistory history, Metric metric, string filter)
    {
        if (metric.View is not { } id)
        {
            using var rows = RowRun.Start(history, new RowQuery(Selection.Combine(filter, metric.Filter), RowKind.EventLines));
            await rows.Completion;
            return rows.Count;
        }
        var view = ViewCatalog.Find(id)!;
        var table = TableRun.Answer(history, view.ToTableQuery(Selection.Combine(filter, view.Filter)));
        var column = view.Shown.ToList().FindIndex(c => c.Name == (metric.Column ?? "COUNT"));
        return (long)Enumerable.Range(0, table.RowCount).Sum(row => table.Number(row, column, total: true));
    }

    /// <summary>The same without what is summed ahead: row by row.</summary>
    static async Task<long> Counted(CaptureHistory history, MetricQuery query, long from, long to)
    {
        using var rows = RowRun.Start(history, new RowQuery(query.Filter));
        await rows.Completion;
        var cursor = history.CreateCursor();
        var field = query.Field is null ? null : CSysdig.Model.Fields.FieldCatalog.Bind(query.Field);
        var sum = 0L;
        for (var i = rows.IndexOf(from); i < rows.Count && rows[i] < to; i++)
        {
            cursor.Load(rows[i]);
            var value = new CSysdig.Model.Fields.FieldValue();
            sum += field is null ? 1 : field.TryGet(cursor.Event, ref value) ? value.Number : 0;
        }
        return sum;
    }

    static async Task<CaptureHistory> Loaded(string path, HistoryOptions options)
    {
        var history = CaptureHistory.Open(path, options);
        await history.Completion;
        return history;
    }
}
