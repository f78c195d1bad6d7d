using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.State;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.History;

/// <summary>A window lets the oldest events go, and tells of the others what a history of all tells.</summary>
public sealed class WindowTests : IDisposable
{
    const int Window = 150_000;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_view_answers_as_over_all_events_cut_to_these()
    {
        var path = Repository.Repeated(_folder, 4);
        using var all = CaptureHistory.Open(path);
        using var window = CaptureHistory.Open(path, new HistoryOptions { Window = Window });
        await all.Completion;
        await window.Completion;
        Assert.Equal(all.End, window.End);
        Assert.InRange(window.Count, Window, Window + EventChunk.Size - 1);
        Assert.Equal((all.LastTimestamp, all.TimestampAt(window.First)), (window.LastTimestamp, window.FirstTimestamp));
        var filter = $"evt.num>={all.NumberAt(window.First)} and evt.rawtime>={window.FirstTimestamp}";
        Parallel.ForEach(ViewCatalog.InJson(containers: true), view => Assert.Equal(Ask(view, all, filter), Ask(view, window, filter)));
        Assert.Null(window.Problem);
        AssertSameRows(all, window, window.First);
    }

    [Fact]
    public async Task A_window_that_may_use_little_memory_answers_the_same()
    {
        var path = Repository.Repeated(_folder, 5);
        using var all = CaptureHistory.Open(path);
        using var window = CaptureHistory.Open(path, new HistoryOptions { Window = Window, Memory = 20 << 20 });
        await all.Completion;
        await window.Completion;
        Assert.Null(window.Progress.Failure);
        Assert.True(window.Statistics.StatePages > 0 && window.Rows.Chunks.ArePutAside);
        var filter = $"evt.num>={all.NumberAt(window.First)} and evt.rawtime>={window.FirstTimestamp}";
        foreach (var id in (string[])["procs", "connections", "files", "containers"])
            Assert.Equal(Ask(ViewCatalog.Find(id)!, all, filter), Ask(ViewCatalog.Find(id)!, window, filter));
        AssertSameRows(all, window, window.First);
        Assert.Null(window.Problem);
    }

    /// <summary>Threads that ended in the window lie aside beside some that ended before it, whose versions are gone.</summary>
    [Fact]
    public async Task What_was_known_at_each_event_of_a_window_is_what_a_history_of_all_knows()
    {
        var path = Repository.Repeated(_folder, 6);
        using var all = CaptureHistory.Open(path);
        using var window = CaptureHistory.Open(path, new HistoryOptions { Window = 400_000, Memory = 20 << 20 });
        await all.Completion;
        await window.Completion;
        Assert.Null(window.Progress.Failure);
        Assert.InRange(window.First, EventChunk.Size, all.End);
        AssertSameState(all, window);
    }

    [Fact]
    public async Task What_is_needed_no_more_goes_from_memory_and_from_the_disk()
    {
        using var all = CaptureHistory.Open(Repository.Repeated(_folder, 6), new HistoryOptions { Memory = 24 << 20 });
        using var window = CaptureHistory.Open(Repository.Repeated(_folder, 6), new HistoryOptions { Window = 1, Memory = 24 << 20 });
        await all.Completion;
        await window.Completion;
        Assert.InRange(window.Count, 1, EventChunk.Size);
        Assert.True(window.Statistics.SpoolBytes < all.Statistics.SpoolBytes / 3, $"{window.Statistics.SpoolBytes} of {all.Statistics.SpoolBytes}");
        Assert.True(window.State.Tracked.Count < all.State.Tracked.Count / 2, $"{window.State.Tracked.Count} of {all.State.Tracked.Count} threads");
    }

    [Fact]
    public async Task Events_that_are_pinned_stay_until_they_are_given_up()
    {
        using var source = new MemoryStream(File.ReadAllBytes(Repository.Repeated(_folder, 3)));
        using var gate = new GatedStream(source, 2_500_000);
        using var window = CaptureHistory.Open(gate, new HistoryOptions { Window = 1 });
        Together.Until(() => window.End > EventChunk.Size);
        var pin = window.Pin(window.First)!;
        gate.Open();
        await window.Completion;
        Assert.Equal((pin.Row, false), (window.First, pin.IsLost));
        Assert.True(window.CreateCursor().Load(pin.Row));
        Assert.True(window.Pin(0)!.IsLost == (window.First > 0));
    }

    [Fact]
    public async Task A_pin_is_lost_and_says_so_where_there_is_no_room()
    {
        using var source = new MemoryStream(File.ReadAllBytes(Repository.Repeated(_folder, 3)));
        using var gate = new GatedStream(source, 2_500_000);
        using var window = CaptureHistory.Open(gate, new HistoryOptions { WindowBytes = 1 << 20 });
        Together.Until(() => window.End > EventChunk.Size);
        using var pin = window.Pin(window.First)!;
        gate.Open();
        await window.Completion;
        Assert.True(pin.IsLost && window.First > pin.Row);
        Assert.False(window.CreateCursor().Load(pin.Row));
    }

    /// <summary>Between two looks of a screen events may go: the places of the others stay until it looks.</summary>
    [Fact]
    public async Task Places_of_found_events_stay_until_those_that_are_gone_are_given_up()
    {
        using var source = new MemoryStream(File.ReadAllBytes(Repository.Repeated(_folder, 3)));
        using var gate = new GatedStream(source, 2_500_000);
        using var window = CaptureHistory.Open(gate, new HistoryOptions { Window = 1 });
        using var rows = RowRun.Start(window, new RowQuery("evt.type=openat"));
        Together.Until(() => rows.Count > 0);
        gate.Open();
        await window.Completion;
        await rows.Completion;
        var before = Enumerable.Range(0, rows.Count).Select(i => rows[i]).ToList();
        var gone = rows.Settle();
        Assert.InRange(gone, 1, before.Count - 1);
        Assert.Equal(0, rows.Settle());
        Assert.True(rows[0] >= window.First);
        Assert.All(before.Take(gone), row => Assert.Equal(rows[0], row));
        Assert.Equal(before.Skip(gone), Enumerable.Range(0, rows.Count).Select(i => rows[i]));
        Assert.Equal(rows.Count - 1, rows.IndexOf(before[^1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows[rows.Count]);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3600, false)]
    public async Task Events_are_kept_for_a_time(int seconds, bool areGone)
    {
        using var window = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"), new HistoryOptions { WindowTime = TimeSpan.FromSeconds(seconds) });
        await window.Completion;
        Assert.Equal(areGone, window.First > 0);
        Assert.True(!areGone || window.LastTimestamp - window.FirstTimestamp >= 1_000_000_000);
    }

    /// <summary>Whoever asks while events go gets an answer over those that are there, and at the end the one that a window of the whole has.</summary>
    [Fact]
    public async Task A_question_that_is_asked_from_the_start_ends_with_the_windows_answer()
    {
        var path = Repository.Repeated(_folder, 5);
        using var window = CaptureHistory.Open(path, new HistoryOptions { Window = Window });
        var query = ViewCatalog.Find("files")!.ToTableQuery("", 0);
        using var early = TableRun.Start(window, query);
        using var rows = RowRun.Start(window, new RowQuery("evt.type=openat"));
        await early.Completion;
        await rows.Completion;
        rows.Settle();
        var (expected, answer) = (TableRun.Answer(window, query), early.Result!);
        Assert.Equal((expected.RowCount, expected.Events), (answer.RowCount, answer.Events));
        for (var row = 0; row < expected.RowCount; row++)
            for (var column = 0; column < expected.Columns.Count; column++)
                Assert.Equal(expected.CellText(row, column), answer.CellText(row, column));
        using var late = RowRun.Start(window, new RowQuery("evt.type=openat"));
        await late.Completion;
        Assert.Equal(Enumerable.Range(0, late.Count).Select(i => late[i]), Enumerable.Range(0, rows.Count).Select(i => rows[i]));
    }

    static void AssertSameRows(CaptureHistory all, CaptureHistory window, long from)
    {
        var random = new Random(1);
        var (a, b) = (all.CreateCursor(), window.CreateCursor());
        for (var i = 0; i < 3_000; i++)
        {
            var row = i < 1_000 ? from + i : random.NextInt64(from, all.End);
            Assert.True(a.Load(row) && b.Load(row));
            Assert.Equal(Seen(a.Event), Seen(b.Event));
        }
        Assert.False(b.Load(from - 1) || b.Load(all.End));
    }

    static void AssertSameState(CaptureHistory all, CaptureHistory window)
    {
        var first = window.NumberAt(window.First);
        var ended = window.State.Tracked.Values.Where(t => t.Ended >= first && t.Ended < long.MaxValue).ToList();
        Assert.InRange(ended.Count(t => !t.IsHome), 256, int.MaxValue);
        var (a, b) = (all.CreateCursor(), window.CreateCursor());
        for (var row = window.First; row < window.End; row += 7)
        {
            Assert.True(a.Load(row) && b.Load(row));
            Assert.Equal(Known(a.Event), Known(b.Event));
        }
        foreach (var thread in ended)
            Assert.Equal(Known(all.State.Tracked[thread.Number], first), Known(thread, first));
        Assert.Null(window.Problem);
    }

    /// <summary>A thread, its main thread, and the fds that it sees.</summary>
    static (string?, string?, string?, string?, int?, string?) Known(Event e) =>
        (Text(e.Thread?.Comm), Text(e.Thread?.CommandLine), Text(e.Fd?.Name), Text(e.MainThread?.CommandLine), e.Thread?.Thread.Fds.CountAt(e.Number),
            e.Thread is null ? null : string.Join('\n', e.Thread.Thread.Fds.OpenAt(e.Number).OrderBy(o => o.Key).Select(o => $"{o.Key} {Text(o.Value.Name)}")));

    /// <summary>All that is known of a thread from an event on.</summary>
    static string Known(TrackedThread thread, long first) => string.Join('\n',
    [
        $"{thread.Tid} {thread.Ended} {Text(thread.At(first)?.CommandLine)} {thread.RunTime.At(first)} {thread.OwnFds.CountAt(first)}",
        .. thread.Versions.All.Where(v => v.Since > first).Select(v => $"{v}"),
        .. thread.Memory.All.Where(v => v.Since > first).Select(v => $"{v}"),
        .. thread.Times.All.Where(v => v.Since > first).Select(v => $"{v}"),
        .. thread.RunTime.All.Where(v => v.Since > first).Select(v => $"{v}"),
        .. thread.OwnFds.Counts.Where(v => v.Since > first).Select(v => $"{v}"),
        .. thread.OwnFds.Lines.SelectMany(l => l.Line.All.Where(v => v.Since > first).Select(v => $"{l.Fd} {v}")),
        $"{Text(thread.Versions.Newest?.CommandLine)}",
        .. thread.OwnFds.Open.Select(o => $"{o.Key} {Text(o.Value.Name)}"),
    ]);

    static (long, long, string?, string?, string?, ulong, ulong) Seen(Event e) => (e.Number, e.Raw.Tid, Text(e.Thread?.Comm), Text(e.Thread?.CommandLine), Text(e.Fd?.Name), e.Latency, e.Raw.Timestamp);

    static string? Text(byte[]? bytes) => bytes is null ? null : System.Text.Encoding.Latin1.GetString(bytes);

    /// <summary>Equal rows stand in the order of the tools' hash maps, which knows of threads that are gone.</summary>
    static string Ask(ViewDefinition view, CaptureHistory history, string filter) =>
        string.Join('\n', ViewText.Of(view, history, filter).Split('\n').Where(l => !l.Contains("\"progress\"")).Order(StringComparer.Ordinal));
}
