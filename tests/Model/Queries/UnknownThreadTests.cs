using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Queries;

public sealed class UnknownThreadTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // On a busy machine a child's first events come before its parent's clone returns.
    [Fact]
    public async Task A_process_whose_first_events_came_before_anybody_told_of_it_has_its_row()
    {
        var path = _folder.File("child.scap");
        File.WriteAllBytes(path, new ScapBuilder().Processes(Calls.Process(7, "parent")).ClosesNewest(7, 3).LookNewest(8).LookNewest(8)
            .ExecveExit(8, "/bin/child", "child").LookNewest(8).ToArray());
        using var history = CaptureHistory.Open(path);
        await history.Completion;
        Assert.True(history.State.ExitOnly);
        foreach (var view in new[] { "procs", "threads" })
        {
            var query = ViewCatalog.Find(view)!.ToTableQuery("");
            AssertRows(TableRun.Answer(history, query));
            using var turn = new TurnTable(history, query, TimeSpan.FromSeconds(2));
            turn.Answer(0, history.End, new TimeRange(history.FirstTimestamp, history.LastTimestamp));
            AssertRows(turn.Result!);
        }
    }

    static void AssertRows(TableResult table)
    {
        var pid = Enumerable.Range(0, table.Columns.Count).First(i => table.Columns[i].Query.Field == "proc.pid");
        Assert.Equal(["7", "8"], Enumerable.Range(0, table.RowCount).Select(row => table.KeyText(row)).Order());
        Assert.Equal(["7", "8"], Enumerable.Range(0, table.RowCount).Select(row => table.CellText(row, pid).Trim()).Order());
    }
}
