using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.History.Packing;
using CSysdig.Model.History.Pages;
using CSysdig.Model.Queries;
using CSysdig.Model.State;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.History;

/// <summary>A history that may use little memory puts columns aside and answers as one that keeps them all.</summary>
public sealed class SpillTests : IDisposable
{
    /// <summary>What versions and bytes need of the honeypot, and little for its columns.</summary>
    static readonly HistoryOptions s_little = new() { Memory = 12 << 20 };

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_view_answers_the_same()
    {
        using var all = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        using var little = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"), s_little);
        await all.Completion;
        await little.Completion;
        Assert.Null(little.Progress.Failure);
        Assert.Equal(all.Count, little.Count);
        Assert.True(little.Rows.Chunks.ArePutAside && !all.Rows.Chunks.ArePutAside);
        Parallel.ForEach(ViewCatalog.InJson(containers: true), view => Assert.Equal(ViewText.Of(view, all), ViewText.Of(view, little)));
        Assert.Null(little.Problem);
    }

    [Fact]
    public async Task What_is_known_of_a_thread_that_lives_is_at_hand_however_old_it_is()
    {
        var capture = new ScapBuilder().Processes([.. Enumerable.Range(1, 8_000).Select(tid => Calls.Process(tid, "it"))]);
        for (var tid = 1; tid <= 8_000; tid++)
            capture.Look(tid);
        File.WriteAllBytes(_folder.File("many.scap"), capture.ToArray());
        using var little = CaptureHistory.Open(_folder.File("many.scap"), new HistoryOptions { Memory = 8 << 20 });
        await little.Completion;
        var versions = little.State.ThreadVersions;
        var aside = little.State.Threads.Living.Select(t => t.Versions.Newest!).Where(v => versions.PageAtHand(v.Version >> PagedList<ThreadInfo>.PageShift) is null).ToList();
        Assert.InRange(aside.Count, 1_000, 8_000);
        versions.Fetch = _ => throw new InvalidOperationException("fetched");
        Assert.All(aside, version => Assert.Same(version, versions[version.Version]));
    }

    [Fact]
    public async Task Few_chunks_are_in_memory_and_many_threads_find_every_row_as_it_was()
    {
        var path = Repository.Repeated(_folder, 4);
        using var all = CaptureHistory.Open(path);
        using var little = CaptureHistory.Open(path, new HistoryOptions { Memory = 27 << 20 });
        // Asked while columns are being put aside.
        var query = ViewCatalog.Find("files")!.ToTableQuery("", 0);
        using var early = TableRun.Start(little, query);
        await all.Completion;
        await little.Completion;
        Assert.Equal((null, all.Count), (little.Progress.Failure, little.Count));
        var chunks = little.Rows.Chunks;
        Assert.Equal(10, chunks.Count);
        Assert.InRange(little.Statistics.StatePages, 5, 60);
        Assert.InRange(Enumerable.Range(0, chunks.Count).Count(i => chunks.PlaceOf(i) is not null), 6, 9);
        Parallel.For(0, 8, thread =>
        {
            var random = new Random(thread);
            var (a, b) = (all.CreateCursor(), little.CreateCursor());
            for (var i = 0; i < 12; i++)
                for (long row = random.NextInt64(all.Count - 100), end = row + 100; row < end; row++)
                {
                    Assert.True(a.Load(row) && b.Load(row));
                    Assert.Equal(Seen(a.Event), Seen(b.Event));
                }
        });
        Assert.InRange(chunks.InMemory, 1, ChunkStore.Least + 3);
        var (expected, answer) = (TableRun.Answer(all, query), await early.Completion);
        Assert.Equal((expected.RowCount, expected.Events, expected.CellText(3, 1)), (answer.RowCount, answer.Events, answer.CellText(3, 1)));
    }

    [Fact]
    public async Task What_was_put_aside_goes_into_the_cache_as_it_is()
    {
        var options = s_little with { CacheFolder = _folder.File("cache"), CacheFrom = TimeSpan.Zero };
        using var little = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"), options);
        await little.Caching;
        Assert.True(little.Rows.Chunks.ArePutAside);
        using var again = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"), options);
        Assert.True(again.IsFromCache);
        var view = ViewCatalog.Find("files")!;
        Assert.Equal(ViewText.Of(view, little), ViewText.Of(view, again));
        Assert.Equal((little.FirstTimestamp, little.LastTimestamp), (again.FirstTimestamp, again.LastTimestamp));
    }

    [Fact]
    public async Task What_can_not_be_put_aside_ends_loading_with_a_word()
    {
        using var history = CaptureHistory.Open(Repository.Repeated(_folder, 2), s_little with { SpoolFolder = _folder.File("missing") });
        await history.Completion;
        Assert.InRange(history.Count, 1, 320_000);
        Assert.Contains("are left out", history.Progress.Failure);
    }

    [Fact]
    public void Behind_a_page_of_versions_that_there_was_no_room_for_none_is_put_aside()
    {
        var random = new Random(4);
        var state = new MachineState(keepHistory: true);
        using var spool = new Spool(_folder.File("missing"), 50 << 10);
        var pages = new StatePages(state, spool, 1 << 20);
        using var spill = new StateSpill(state, pages, spool);
        for (var i = 0; i < 4 * PagedList<FdInfo>.PageSize; i++)
        {
            // The second page is too large, the third is not.
            var name = new byte[i / PagedList<FdInfo>.PageSize == 1 ? 200 : 1];
            random.NextBytes(name);
            state.FdVersions.Add(new FdInfo { Version = i, Name = name });
        }
        spill.Fit(most: 0, number: 0);
        spill.Complete();
        Assert.Contains("room neither in memory", spill.Failure);
        Assert.Equal((1, true), (pages.Fds.All.Count, pages.Fds[0].Length > 0));
        Assert.Equal([false, true, true, true], Enumerable.Range(0, 4).Select(page => state.FdVersions.PageAtHand(page) is not null));
    }

    [Fact]
    public async Task A_time_is_found_exactly_or_nearly_where_columns_are_put_aside()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"), s_little);
        await history.Completion;
        Assert.True(history.Rows.Chunks.ArePutAside);
        var random = new Random(2);
        Assert.Equal((0, history.Count), (history.RowAfter(0), history.RowAfter(ulong.MaxValue)));
        for (var i = 0; i < 300; i++)
        {
            var time = history.FirstTimestamp + (ulong)random.NextInt64((long)(history.LastTimestamp - history.FirstTimestamp));
            Assert.InRange(history.RowAfter(time, ulong.MaxValue), history.RowAfter(time) - 64, history.RowAfter(time) + 64);
            var row = history.RowAfter(time);
            Assert.True(history.TimestampAt(row) > time && history.TimestampAt(row - 1) <= time);
        }
    }

    static (long, int?, int?, ulong, long, ulong, ulong) Seen(Event e) =>
        (e.Number, e.Thread?.Version, e.Fd?.Version, e.Latency, e.EnterNumber, e.PreviousTimestamp, e.Raw.Timestamp);
}
