using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Queries;

public sealed class TableRunTests(LoadedHistory loaded) : IClassFixture<LoadedHistory>
{
    CaptureHistory History => loaded.Honeypot;

    static TableQuery Query(string view, string filter = "")
    {
        var definition = ViewCatalog.Find(view)!;
        return definition.ToTableQuery(new Selection(filter).FilterFor(definition));
    }

    [Fact]
    public void The_flood_is_the_connection_that_sends_most()
    {
        var table = TableRun.Answer(History, Query("connections"));
        var bpsOut = ColumnOf(table, "evt.buflen.net.out");
        table.Sort(bpsOut);
        Assert.EndsWith("->203.0.113.150:800", table.KeyText(0));
        Assert.Equal("udp", table.CellText(0, 0));
        Assert.True(table.Number(0, bpsOut) > 100_000);
    }

    [Fact]
    public void The_flooding_process_is_a_renamed_perl()
    {
        var table = TableRun.Answer(History, Query("procs", "fd.rip=203.0.113.150"));
        var commands = Enumerable.Range(0, table.RowCount).Select(row => table.CellText(row, table.Columns.Count - 1)).ToList();
        Assert.Contains(commands, c => c.StartsWith("/usr/local/apache/bin/httpd -DSSL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_whose_parent_nobody_knows_has_a_row()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(10, "shell", 5), Calls.Process(20, "child", 10)).ClosesNewest(10, 3).EndsNewest(10, reaper: 0).LookNewest(20);
        using var history = CaptureHistory.Open(capture.ToStream());
        await history.Completion;
        var table = TableRun.Answer(history, Query("procs", "evt.type=getcwd"));
        Assert.Equal("20", table.KeyText(0));
        Assert.Equal(0, table.Number(0, ColumnOf(table, "proc.ppid")));
    }

    [Fact]
    public void A_drill_down_is_the_same_question_with_one_more_check()
    {
        var procs = ViewCatalog.Find("procs")!;
        var process = new Selection().DrillDown(procs, "32603", isText: false);
        var connections = ViewCatalog.Find("connections")!;
        var table = TableRun.Answer(History, connections.ToTableQuery(process.FilterFor(connections)));
        var keys = Enumerable.Range(0, table.RowCount).Select(table.KeyText).ToList();
        Assert.Contains(keys, k => k.EndsWith("203.0.113.150:800", StringComparison.Ordinal));
        Assert.DoesNotContain(keys, k => k.EndsWith("203.0.113.9:6667", StringComparison.Ordinal) && k.StartsWith("198.51.100.31", StringComparison.Ordinal));
        Assert.True(table.RowCount < TableRun.Answer(History, Query("connections")).RowCount);
    }

    [Theory]
    [InlineData("procs"), InlineData("threads"), InlineData("connections"), InlineData("files"), InlineData("directories")]
    [InlineData("errors"), InlineData("syscalls"), InlineData("io_by_type"), InlineData("procs_errors"), InlineData("sports")]
    [InlineData("page_faults"), InlineData("procs_fd_usage"), InlineData("slow_io"), InlineData("spectro_all"), InlineData("syscall_procs")]
    public void What_is_remembered_of_versions_is_what_every_event_would_say(string view)
    {
        var remembered = TableRun.Answer(History, Query(view));
        var asked = TableRun.Answer(History, Query(view), remember: false);
        AssertSame(asked, remembered);
    }

    [Fact]
    public void A_filter_with_all_kinds_of_checks_is_remembered_rightly()
    {
        const string filter = "(proc.name=perl or fd.name contains /etc) and not (evt.type=close or evt.failed=true) and evt.dir=<";
        AssertSame(TableRun.Answer(History, Query("files", filter), remember: false), TableRun.Answer(History, Query("files", filter)));
    }

    [Fact]
    public async Task A_run_that_follows_loading_ends_with_the_whole_answer()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        using var run = TableRun.Start(history, Query("procs"));
        var table = await run.Completion;
        AssertSame(TableRun.Answer(History, Query("procs")), table);
        Assert.True(table.IsComplete);
        Assert.Same(table, run.Result);
    }

    [Fact]
    public async Task A_disposed_run_is_cancelled()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        var run = TableRun.Start(history, Query("procs"));
        run.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion);
    }

    [Fact]
    public void Wrong_filters_and_fields_are_told_at_once()
    {
        Assert.Throws<FilterException>(() => TableRun.Start(History, Query("procs", "proc.nmae=perl")));
        Assert.Throws<FieldException>(() => TableRun.Start(History, new TableQuery { KeyField = "proc.nmae", Columns = [] }));
    }

    [Fact]
    public void Sorting_again_turns_the_table_round_and_a_key_finds_a_row()
    {
        var table = TableRun.Answer(History, Query("procs"));
        var pid = ColumnOf(table, "proc.pid");
        table.Sort(pid, ascending: true);
        var ascending = Enumerable.Range(0, table.RowCount).Select(row => table.Number(row, pid)).ToList();
        Assert.Equal(ascending.Order(), ascending);
        table.Sort(pid, ascending: false);
        Assert.Equal(ascending.Max(), table.Number(0, pid));
        var row = table.FindKey("32603");
        Assert.Equal("32603", table.KeyText(row));
    }

    [Fact]
    public void A_view_without_events_under_its_filter_is_empty()
    {
        var table = TableRun.Answer(History, Query("connections", "proc.name=nobody-has-this-name"));
        Assert.Equal(0, table.RowCount);
    }

    static int ColumnOf(TableResult table, string field) =>
        Enumerable.Range(0, table.Columns.Count).First(i => table.Columns[i].Query.Field == field);

    static void AssertSame(TableResult expected, TableResult actual)
    {
        Assert.Equal(Rows(expected), Rows(actual));
        Assert.Equal(expected.Events, actual.Events);
    }

    static List<string> Rows(TableResult table) =>
        [.. Enumerable.Range(0, table.RowCount)
            .Select(row => table.KeyText(row) + " | " + string.Join(" | ", Enumerable.Range(0, table.Columns.Count).Select(column => table.CellText(row, column))))
            .Order(StringComparer.Ordinal)];
}
