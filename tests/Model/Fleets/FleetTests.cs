using CSysdig.Capture.Scap;
using CSysdig.Model.Fleets;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Fleets;

/// <summary>Many captures at once answer what each of them answers alone, and nothing of two hosts mixes.</summary>
public sealed class FleetTests : IDisposable
{
    const long Mebibyte = 1 << 20;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fifty_hosts_answer_each_view_as_each_answers_alone()
    {
        StandIn.Fill(_folder, 50, StandIn.Small);
        using var fleet = Open();
        await fleet.Completion;
        Assert.Equal(50, fleet.Captures.Count(capture => capture.History is { IsComplete: true }));
        var rows = 0;
        foreach (var view in Offered.For(new Selection(), containers: false).Where(view => view.Kind == ViewKind.Table))
        {
            var together = FleetTable.Answer(fleet, QueryOf(view.WithHost()));
            Assert.True(together.IsComplete);
            rows += together.RowCount;
            // The host, and what is at the other end of a connection, is told of many alone.
            var places = view.WithHost().Shown.Index().Where(shown => shown.Item is { IsFarEnd: false, Field: not HostColumn.Field }).Select(shown => shown.Index).ToList();
            var byHost = Enumerable.Range(0, together.RowCount).GroupBy(together.SourceOf).ToDictionary(host => host.Key, host => host.ToList());
            foreach (var capture in fleet.Captures)
            {
                var alone = TableRun.Answer(capture.History!, QueryOf(view));
                var own = byHost.GetValueOrDefault(capture.Index, []);
                Assert.Equal(alone.RowCount, own.Count);
                // In the order in which they stand alone too, for it is the same sort.
                for (var row = 0; row < alone.RowCount; row++)
                {
                    Assert.Equal(alone.KeyText(row), together.KeyText(own[row]));
                    Assert.Equal(capture.Host, together.CellText(own[row], 0));
                    for (var column = 0; column < alone.Columns.Count; column++)
                    {
                        Assert.Equal(alone.Number(row, column), together.Number(own[row], places[column]));
                        Assert.Equal(alone.CellText(row, column), together.CellText(own[row], places[column]));
                    }
                }
            }
            for (var row = 1; row < together.RowCount; row++)
                if (together.Columns[together.SortColumn].IsNumber)
                    Assert.True(together.Number(row - 1, together.SortColumn) >= together.Number(row, together.SortColumn), $"{view.Id}: row {row} is in order");
        }
        Assert.True(rows > 50 * 50, $"{rows} rows say something");
    }

    [Fact]
    public void A_row_leads_to_its_capture_and_is_found_there_again()
    {
        StandIn.Fill(_folder, 3, StandIn.Small);
        using var fleet = Open();
        var procs = FleetTable.Answer(fleet, QueryOf(ViewCatalog.Find("procs")!.WithHost()));
        for (var row = 0; row < procs.RowCount; row++)
            Assert.Equal(row, procs.FindKey(procs.KeyText(row), procs.SourceOf(row)));
        Assert.Equal(-1, procs.FindKey("no such", 1));
    }

    [Fact]
    public void Each_rate_is_divided_by_the_time_of_its_own_capture()
    {
        File.WriteAllBytes(_folder.File("long.scap"), StandIn.Of(StandIn.Small, "long"));
        File.WriteAllBytes(_folder.File("short.scap"), StandIn.Of(Slice.Of(StandIn.Small, "evt.num<600"), "short"));
        using var fleet = Open();
        var files = FleetTable.Answer(fleet, QueryOf(ViewCatalog.Find("procs")!.WithHost()));
        Assert.Equal(2, Enumerable.Range(0, files.RowCount).Select(files.SourceOf).Distinct().Count());
        foreach (var row in Enumerable.Range(0, files.RowCount))
        {
            var history = fleet.Captures[files.SourceOf(row)].History!;
            Assert.Equal(new CSysdig.Model.TimeRange(history.FirstTimestamp, history.LastTimestamp), files.StretchOf(row));
        }
    }

    [Theory]
    [InlineData("evt.hostname=web01", 1)]
    [InlineData("evt.hostname in (web00, web02)", 2)]
    [InlineData("evt.hostname startswith web", 3)]
    [InlineData("evt.hostname=db", 0)]
    [InlineData("not evt.hostname=web01", 2)]
    public void A_filter_chooses_hosts(string filter, int hosts)
    {
        StandIn.Fill(_folder, 3, StandIn.Small);
        using var fleet = Open();
        var procs = FleetTable.Answer(fleet, QueryOf(ViewCatalog.Find("procs")!.WithHost(), filter));
        Assert.Equal(hosts, Enumerable.Range(0, procs.RowCount).Select(procs.SourceOf).Distinct().Count());
        var printed = fleet.Captures.Sum(capture => System.Text.Encoding.UTF8.GetString(SysdigRun.Print(capture.Path, false, filter)).Length > 0 ? 1 : 0);
        Assert.Equal(hosts, printed);
    }

    [Fact]
    public void Hosts_are_groups_and_their_sums_are_those_of_the_captures()
    {
        StandIn.Fill(_folder, 3, StandIn.Small);
        using var fleet = Open();
        var hosts = FleetTable.Answer(fleet, QueryOf(GroupedView.By("evt.hostname").WithHost()));
        Assert.Equal(["web00", "web01", "web02"], Enumerable.Range(0, 3).Select(row => hosts.KeyText(row)).Order());
        Assert.Equal(fleet.Histories.Sum(history => history.Count), Enumerable.Range(0, 3).Sum(row => (long)hosts.Number(row, 1)));
    }

    [Fact]
    public void A_machine_without_a_name_is_called_as_its_file()
    {
        File.WriteAllBytes(_folder.File("web.scap"), StandIn.Of(StandIn.Small, "web"));
        File.WriteAllBytes(_folder.File("nobody.scap.gz"), ScapBuilder.Gzip(StandIn.Of(StandIn.Small, "")));
        using var fleet = Open();
        Assert.Equal(["nobody", "web"], fleet.Captures.Select(capture => capture.Label));
        var procs = FleetTable.Answer(fleet, QueryOf(ViewCatalog.Find("procs")!.WithHost(), "evt.hostname=nobody"));
        Assert.True(procs.RowCount > 0);
        Assert.All(Enumerable.Range(0, procs.RowCount), row => Assert.Equal("nobody", procs.CellText(row, 0)));
        // What is written of it claims nothing.
        Assert.Equal("", fleet.Captures[0].History!.State.Machine.HostName);
    }

    [Fact]
    public void Captures_of_one_host_are_told_apart_by_their_files()
    {
        File.WriteAllBytes(_folder.File("a.scap"), StandIn.Of(StandIn.Small, "web"));
        File.WriteAllBytes(_folder.File("b.scap"), StandIn.Of(StandIn.Small, "web", moved: 1_000_000_000));
        using var fleet = Open();
        Assert.Equal(["web a.scap", "web b.scap"], fleet.Captures.Select(capture => capture.Label));
        Assert.Contains("name one by its file", Assert.Throws<CaptureException>(() => Open(wanted: "web")).Message);
        using var second = Open(wanted: "b.scap");
        Assert.Equal("b.scap", second.Wanted!.File);
        Assert.Same(second.Wanted.History, second.First);
    }

    [Fact]
    public void What_is_damaged_empty_or_none_is_said_and_the_others_go_on()
    {
        var capture = StandIn.Of(StandIn.Small, "cut", moved: 7);
        File.WriteAllBytes(_folder.File("cut.scap"), capture[..^100]);
        File.WriteAllBytes(_folder.File("empty.scap"), []);
        File.WriteAllText(_folder.File("none.scap"), "this is no capture at all");
        File.WriteAllBytes(_folder.File("whole.scap"), StandIn.Of(StandIn.Small, "whole"));
        File.WriteAllText(_folder.File("notes.txt"), "not looked at");
        using var fleet = Open();
        var procs = FleetTable.Answer(fleet, QueryOf(ViewCatalog.Find("procs")!.WithHost()));
        Assert.Equal([0, 3], Enumerable.Range(0, procs.RowCount).Select(procs.SourceOf).Distinct().Order());
        Assert.Equal([false, true, true, false], fleet.Captures.Select(one => one.IsMissing));
        Assert.Contains("cut short", fleet.Captures[0].Problem);
        Assert.Contains("is empty", fleet.Captures[1].Problem);
        Assert.Contains("is not a capture", fleet.Captures[2].Problem);
        Assert.Null(fleet.Captures[3].Problem);
        Assert.Equal(4, fleet.Settled);
    }

    [Fact]
    public void Where_nothing_can_be_opened_one_line_says_so()
    {
        File.WriteAllBytes(_folder.File("a.scap"), []);
        File.WriteAllText(_folder.File("b.scap"), "no capture");
        Assert.Matches("^none of the 2 captures can be opened; of the first: .*a.scap is empty$", Assert.Throws<CaptureException>(() => Open()).Message);
        File.WriteAllBytes(_folder.File("c.scap"), StandIn.Of(StandIn.Small, "web"));
        Assert.EndsWith("b.scap is not a capture (scap file)", Assert.Throws<CaptureException>(() => Open(wanted: "b")).Message);
    }

    [Fact]
    public void The_same_capture_twice_is_said_and_looked_at_once()
    {
        StandIn.Fill(_folder, 2, StandIn.Small);
        File.Copy(_folder.File("web01.scap"), _folder.File("web02.scap"));
        using var fleet = Open();
        Assert.Equal(["web00", "web01"], fleet.Captures.Select(capture => capture.Host));
        Assert.EndsWith($"web02.scap is the same capture as {_folder.File("web01.scap")}: it is looked at once", Assert.Single(fleet.Notes));
        var hosts = FleetTable.Answer(fleet, QueryOf(GroupedView.By("evt.hostname")));
        Assert.Equal(["web00", "web01"], Enumerable.Range(0, hosts.RowCount).Select(hosts.KeyText).Order());
    }

    [Theory]
    [InlineData(48 * Mebibyte, true)]
    [InlineData(48 * Mebibyte - 1, false)]
    public async Task Captures_that_need_more_memory_than_may_be_used_are_refused(long memory, bool isEnough)
    {
        StandIn.Fill(_folder, 3, StandIn.Small);
        if (!isEnough)
        {
            Assert.Contains("3 captures need 48M of memory at least", Assert.Throws<CaptureException>(() => Open(memory)).Message);
            return;
        }
        using var fleet = Open(memory);
        await fleet.Completion;
        Assert.All(fleet.Captures, capture => Assert.Null(capture.Problem));
    }

    [Fact]
    public void Shares_of_the_memory_are_never_more_than_all_of_it()
    {
        StandIn.Fill(_folder, 5, StandIn.Small);
        File.WriteAllBytes(_folder.File("large.scap"), StandIn.Of(StandIn.Plain("containers.scap.gz"), "large"));
        using var fleet = Open(100 * Mebibyte);
        var shares = fleet.Captures.Select(capture => fleet.ShareOf(capture.Size)).ToList();
        Assert.InRange(shares.Sum(), 99 * Mebibyte, 100 * Mebibyte);
        Assert.All(shares, share => Assert.True(share >= Fleet.LeastShare));
    }

    [Fact]
    public async Task A_folder_of_recordings_has_a_host_for_each()
    {
        foreach (var host in new[] { "db", "web" })
        {
            Directory.CreateDirectory(_folder.File(host));
            File.WriteAllBytes(Path.Combine(_folder.File(host), "csysdig.20261130-145500.000001.scap.zst"), ScapBuilder.Zstd(StandIn.Of(StandIn.Small, host + "1")));
        }
        Directory.CreateDirectory(_folder.File("empty"));
        using var fleet = Open();
        await fleet.Completion;
        Assert.Equal(["db1", "web1"], fleet.Captures.Select(capture => capture.Host));
        Assert.All(fleet.Captures, capture => Assert.True(capture.History!.Count > 1000));
        // One of them alone is a capture as ever.
        Assert.Empty(CaptureFile.In(_folder.File("db")));
    }

    [Fact]
    public async Task The_time_is_that_from_the_first_event_of_all_to_the_last()
    {
        StandIn.Fill(_folder, 3, StandIn.Small);
        using var fleet = Open();
        await fleet.Completion;
        Assert.Equal((fleet.Captures[0].History!.FirstTimestamp, fleet.Captures[2].History!.LastTimestamp), (fleet.Span.From, fleet.Span.Until));
    }

    Fleet Open(long memory = 2048 * Mebibyte, string? wanted = null) => Fleet.Open("hosts", CaptureFile.In(_folder.Path), new HistoryOptions { Memory = memory }, wanted);

    static TableQuery QueryOf(ViewDefinition view, string filter = "") => view.ToTableQuery(new Selection(filter).FilterFor(view));
}
