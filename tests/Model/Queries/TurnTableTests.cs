using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Queries;

/// <summary>A table that is made anew each turn: numbers of the turn, totals of all, and rows that fade before they go.</summary>
public sealed class TurnTableTests(LoadedHistory loaded) : IClassFixture<LoadedHistory>
{
    const ulong Second = 1_000_000_000;

    [Theory]
    [InlineData("connections"), InlineData("procs"), InlineData("files"), InlineData("errors")]
    public async Task A_turn_has_the_numbers_of_its_time_and_the_totals_of_all(string id)
    {
        var history = loaded.Honeypot;
        var query = ViewCatalog.Find(id)!.ToTableQuery("");
        using var table = new TurnTable(history, query, TimeSpan.FromSeconds(5));
        // Threads that live have a row without an event; nothing of theirs adds up.
        using var whole = TableRun.Start(history, query with { WithThreads = false });
        await whole.Completion;
        Assert.Null(Turn(table, new TimeRange(history.FirstTimestamp, history.LastTimestamp)).TotalStretch);
        table.AskTotals();
        // Totals come when they are whole; a turn takes what there is.
        Together.Until(() => Turn(table, new TimeRange(history.FirstTimestamp, history.LastTimestamp)) is { TotalStretch: not null } all
            && Enumerable.Range(0, whole.Result!.RowCount).All(row => Enumerable.Range(0, all.Columns.Count).Where(i => whole.Result.Columns[i].AddsUp)
                .All(i => all.FindKey(whole.Result.KeyText(row)) is >= 0 and var at && all.Number(at, i, total: true) == whole.Result.Number(row, i, total: true))));
        var rows = 0;
        for (var from = history.FirstTimestamp; from < history.LastTimestamp; from += 5 * Second)
        {
            var turn = new TimeRange(from, from + 5 * Second - 1);
            var asked = TableRun.Answer(history, query with { Filter = turn.ToFilter() });
            var result = Turn(table, turn);
            var fading = Enumerable.Range(0, result.RowCount).Where(result.IsFading).ToList();
            Assert.Equal(asked.RowCount, result.RowCount - fading.Count);
            for (var row = 0; row < asked.RowCount; row++)
            {
                var at = result.FindKey(asked.KeyText(row));
                var all = whole.Result!.FindKey(asked.KeyText(row));
                Assert.False(result.IsFading(at));
                for (var column = 0; column < asked.Columns.Count; column++)
                {
                    // Both are by the second; the stretch of the first and of the last turn is what there is of them.
                    if (asked.Columns[column].IsRate)
                        Assert.Equal(asked.Number(row, column) * asked.Stretch.Length, result.Number(at, column) * turn.Length, asked.Number(row, column) * asked.Stretch.Length / 1e6 + 1e-6);
                    if (all >= 0 && asked.Columns[column].AddsUp)
                        Assert.Equal(whole.Result.Number(all, column, total: true), result.Number(at, column, total: true));
                }
                rows++;
            }
        }
        Assert.True(rows > 20);
    }

    [Theory]
    [InlineData("connections"), InlineData("procs"), InlineData("files"), InlineData("procs_errors"), InlineData("syscalls")]
    public void Totals_are_carried_from_turn_to_turn_and_are_what_the_window_has(string id)
    {
        const int Rows = 7_000;
        using var source = File.OpenRead(Repository.Sample("honeypot.scap.gz"));
        using var gate = new GatedStream(source, 1 << 20);
        using var history = CaptureHistory.Open(gate, new HistoryOptions { Window = 20_000 });
        Together.Until(() => history.End > 30_000);
        var query = ViewCatalog.Find(id)!.ToTableQuery("");
        using var table = new TurnTable(history, query, TimeSpan.FromSeconds(1));
        table.AskTotals();
        var row = 20_000L;
        Answer(0, row);
        Together.Until(() => Next(1) && table.Result!.TotalStretch is not null);
        Assert.Equal(history.FirstTimestamp, table.Result!.TotalStretch!.Value.From);
        gate.Open();
        for (var isLast = false; Next(Rows) || !isLast;)
            isLast = history.IsComplete;
        Assert.True(history.First > 0);
        Assert.Equal(new TimeRange(history.FirstTimestamp, history.LastTimestamp), table.Result!.TotalStretch);
        var all = TableRun.Answer(history, query with { WithThreads = false });
        // Whatever the last turn had: rows that were added are not added again.
        Answer(history.First, history.End);
        var result = table.Result!;
        var seen = 0;
        for (var at = 0; at < result.RowCount; at++)
            for (var i = 0; i < result.Columns.Count; i++)
                if (result.Columns[i].AddsUp && all.FindKey(result.KeyText(at)) is >= 0 and var same)
                {
                    Assert.Equal(all.Number(same, i, total: true), result.Number(at, i, total: true));
                    seen++;
                }
        Assert.True(seen > 5);

        void Answer(long from, long end) => table.Answer(from, end, new TimeRange(history.TimestampAt(from), history.TimestampAt(end - 1)));

        bool Next(int rows)
        {
            var from = Math.Max(row, history.First);
            row = Math.Min(from + rows, history.End);
            if (from < row)
                Answer(from, row);
            return from < row;
        }
    }

    [Fact]
    public void What_had_nothing_fades_for_three_turns_and_keeps_its_name()
    {
        var history = loaded.Honeypot;
        using var table = new TurnTable(history, ViewCatalog.Find("connections")!.ToTableQuery("fd.rip=203.0.113.150"), TimeSpan.FromSeconds(1));
        var busy = new TimeRange(history.FirstTimestamp, history.LastTimestamp);
        var rows = Turn(table, busy).RowCount;
        Assert.True(rows > 0);
        for (var turn = 1; turn <= 3; turn++)
        {
            var fading = Turn(table, new TimeRange(history.LastTimestamp + 1, history.LastTimestamp + Second));
            Assert.Equal(rows, fading.RowCount);
            Assert.All(Enumerable.Range(0, rows), row => Assert.True(fading.IsFading(row)));
            Assert.Contains("203.0.113.150:800", fading.KeyText(0));
            Assert.All(Enumerable.Range(0, fading.Columns.Count).Where(i => fading.Columns[i].IsRate), column => Assert.Equal(0, fading.Number(0, column)));
        }
        Assert.Equal(0, Turn(table, new TimeRange(history.LastTimestamp + 1, history.LastTimestamp + Second)).RowCount);
        Assert.False(Turn(table, busy).IsFading(0));
    }

    [Fact]
    public void Equal_rows_keep_their_places_by_their_keys()
    {
        var history = loaded.Honeypot;
        using var table = new TurnTable(history, ViewCatalog.Find("procs")!.ToTableQuery(""), TimeSpan.FromSeconds(1));
        var result = Turn(table, new TimeRange(history.LastTimestamp + 1, history.LastTimestamp + Second));
        var keys = Enumerable.Range(0, result.RowCount).Where(row => result.Number(row, result.SortColumn) == 0).Select(row => long.Parse(result.KeyText(row))).ToList();
        Assert.True(keys.Count > 1);
        Assert.Equal(keys.Order(), keys);
    }

    TableResult Turn(TurnTable table, TimeRange turn)
    {
        var history = loaded.Honeypot;
        table.Answer(history.RowAfter(turn.From - 1), history.RowAfter(turn.Until), turn);
        return table.Result!;
    }
}
