using CSysdig.Model.History.Packing;
using CSysdig.Model.History;
using CSysdig.Model.History.Cache;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.History;

/// <summary>Answers that a cache file holds are those that were given, or are refused.</summary>
public sealed class StoredAnswersTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static IEnumerable<TableQuery> Tables =>
        ViewCatalog.All.Where(v => v.Kind == ViewKind.Table).Select(v => v.ToTableQuery(new Selection().FilterFor(v)));

    [Fact]
    public async Task Every_tables_answer_comes_back()
    {
        using var history = CaptureHistory.Open(Repository.Sample("containers.scap.gz"));
        await history.Completion;
        var answers = Tables.Select(query => (query, TableRun.Answer(history, query))).ToList();
        Assert.True(answers.Count(a => a.Item2.RowCount > 0) > 10);
        var again = AnswerCodec.Read(AnswerCodec.Write(answers).ToArray());
        foreach (var ((query, answer), (queryAgain, answerAgain)) in answers.Zip(again))
        {
            Assert.Equal((query.Filter, query.KeyField, query.GroupField), (queryAgain.Filter, queryAgain.KeyField, queryAgain.GroupField));
            answerAgain.Sort(query.SortColumn, query.Ascending);
            Assert.Equal(Cells(answer), Cells(answerAgain));
            Assert.Equal((answer.Events, answer.Stretch, answer.IsComplete), (answerAgain.Events, answerAgain.Stretch, answerAgain.IsComplete));
        }
    }

    [Fact]
    public async Task What_was_asked_while_loading_is_known_at_the_next_opening()
    {
        var options = new HistoryOptions { CacheFolder = _folder.File("cache"), CacheFrom = TimeSpan.Zero };
        var query = Tables.First();
        string expected;
        using (var first = CaptureHistory.Open(Repository.Sample("containers.scap.gz"), options))
        {
            using var run = TableRun.Start(first, query);
            expected = Cells(await run.Completion);
            await first.Caching;
        }
        using var second = CaptureHistory.Open(Repository.Sample("containers.scap.gz"), options);
        using var again = TableRun.Start(second, query);
        Assert.True(second.IsFromCache && again.Completion.IsCompletedSuccessfully);
        Assert.Equal(expected, Cells(again.Result!));
    }

    [Fact]
    public async Task Answers_that_were_made_up_are_refused_or_printed_without_a_crash()
    {
        using var history = CaptureHistory.Open(Repository.Sample("containers.scap.gz"));
        await history.Completion;
        var good = AnswerCodec.Write([.. Tables.Take(12).Select(query => (query, TableRun.Answer(history, query)))]).ToArray();
        var random = new Random(11);
        var refused = 0;
        for (var i = 0; i < 1000; i++)
        {
            var bad = good.ToArray();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            try
            {
                foreach (var (_, answer) in AnswerCodec.Read(bad))
                    Assert.NotNull(Cells(answer));
            }
            catch (Exception e) when (Unpacker.IsDamage(e))
            {
                refused++;
            }
        }
        Assert.True(refused > 100, $"{refused} refused");
    }

    static string Cells(TableResult answer) => string.Join('\n', Enumerable.Range(0, answer.RowCount).Select(row =>
        answer.KeyText(row) + "|" + string.Join('|', Enumerable.Range(0, answer.Columns.Count).Select(column => answer.CellText(row, column)))));
}
