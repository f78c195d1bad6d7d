using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Queries;

/// <summary>The totals of a table that is left and opened again.</summary>
public sealed class TurnTotalsTests
{
    const int Column = 0;

    [Fact]
    public void A_table_that_is_opened_again_looks_only_through_what_came_since_it_was_left()
    {
        using var source = File.OpenRead(Repository.Sample("honeypot.scap.gz"));
        using var gate = new GatedStream(source, 1 << 20);
        using var history = CaptureHistory.Open(gate, new HistoryOptions { Window = 1_000_000 });
        Together.Until(() => history.End > 30_000);
        var query = ViewCatalog.Find("connections")!.ToTableQuery("");
        using (var first = TurnTable.Start(history, query, TimeSpan.FromMilliseconds(20)))
        {
            first.AskTotals();
            Together.Until(() => first.Result?.TotalStretch is not null);
        }
        var totals = LeftTotals.Of(history);
        (List<TotalsPart> Parts, long Until) left = default;
        Together.Until(() => (left = totals.Take(query)).Parts.Count > 0);
        Assert.InRange(left.Until, 30_000, history.End);
        gate.Open();
        Together.Until(() => history.IsComplete);
        var all = TableRun.Answer(history, query with { WithThreads = false });
        var columns = Enumerable.Range(0, all.Columns.Count).Where(i => all.Columns[i].AddsUp).ToArray();

        // Each way of having left it tells the same.
        foreach (var until in new[] { left.Until, 0, 65_536 })
        {
            if (until == left.Until)
                totals.Leave(query, left.Parts!, left.Until);
            else if (until > 0)
                totals.Leave(query, [.. TotalsOf(history, query, columns, until)], until);
            using var again = Opened(history, query);
            var seen = 0;
            for (var row = 0; row < all.RowCount; row++)
                foreach (var column in columns)
                {
                    Assert.Equal(all.Number(row, column, total: true), again.Result!.Number(again.Result.FindKey(all.KeyText(row)), column, total: true));
                    seen++;
                }
            Assert.True(seen > 20);
        }
    }

    [Fact]
    public void What_was_added_up_is_taken_as_it_was_left()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"), new HistoryOptions { Window = 1_000_000 });
        Together.Until(() => history.IsComplete);
        var query = ViewCatalog.Find("connections")!.ToTableQuery("");
        var all = TableRun.Answer(history, query);
        var columns = Enumerable.Range(0, all.Columns.Count).Where(i => all.Columns[i].AddsUp).ToArray();
        // A number that nothing in the capture has.
        var sums = new RowSums(columns.Length);
        sums.Add(all.KeyBytes(0), [12_345_678, .. new long[columns.Length - 1]]);
        LeftTotals.Of(history).Leave(query, [new TotalsPart(0, history.FirstTimestamp, sums)], history.End);
        using var table = Opened(history, query);
        Assert.Equal(12_345_678, table.Result!.Number(table.Result.FindKey(all.KeyText(0)), columns[Column], total: true));
    }

    [Fact]
    public void The_newest_are_kept_as_long_as_there_is_room()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        var totals = LeftTotals.Of(history);
        var part = new TotalsPart(0, 0, new RowSums(1));
        var most = (int)(LeftTotals.MostBytes / part.Sums.Bytes);
        var (small, large) = (Query("evt.num=1"), Query("evt.num=2"));
        totals.Leave(small, [part], 1);
        totals.Leave(large, [.. Enumerable.Repeat(part, most - 1)], 2);
        Assert.Equal((1, 1), (totals.Take(small) is var kept ? kept.Parts.Count : 0, kept.Until));
        totals.Leave(small, [part], 1);
        totals.Leave(Query("evt.num=3"), [part], 3);
        Assert.Empty(totals.Take(large).Parts);
        Assert.Single(totals.Take(small).Parts);
        Assert.Single(totals.Take(Query("evt.num=3")).Parts);
        Assert.Empty(totals.Take(Query("evt.num=3")).Parts);
        totals.Leave(large, [.. Enumerable.Repeat(part, most + 1)], 2);
        Assert.Empty(totals.Take(large).Parts);

        static TableQuery Query(string filter) => ViewCatalog.Find("connections")!.ToTableQuery(filter);
    }

    /// <summary>A table of all rows whose totals have come.</summary>
    static TurnTable Opened(CaptureHistory history, TableQuery query)
    {
        var table = new TurnTable(history, query, TimeSpan.FromSeconds(1));
        table.AskTotals();
        Together.Until(() =>
        {
            table.Answer(history.First, history.End, new TimeRange(history.FirstTimestamp, history.LastTimestamp));
            return table.Result!.TotalStretch is not null;
        });
        return table;
    }

    static IEnumerable<TotalsPart> TotalsOf(CaptureHistory history, TableQuery query, int[] columns, long until)
    {
        var (scan, sums) = (new TableScan(history, query), new RowSums(columns.Length));
        scan.Scan(0, until);
        new TableBuilder(history, query).AddUp(scan.PartsFrom(0), columns, until, sums);
        yield return new TotalsPart(0, history.FirstTimestamp, sums);
    }
}
