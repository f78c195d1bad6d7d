using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Sharing;

/// <summary>Answers that are remembered: each is given to its own question and to no other.</summary>
public sealed class AnsweredTablesTests(LoadedHistory loaded) : IClassFixture<LoadedHistory>
{
    static readonly TableQuery s_query = new()
    {
        Filter = "proc.name=sshd",
        KeyField = "proc.pid",
        GroupField = "proc.name",
        Columns = [new("evt.count", Aggregation.Sum, Aggregation.Sum), new("evt.buflen", Aggregation.TimeAverage)],
    };

    /// <summary>The question with one of its parts changed, each part in its turn: whatever parts a question has.</summary>
    public static TheoryData<string> Parts => [.. typeof(TableQuery).GetProperties().Where(p => p.CanWrite).Select(p => p.Name), .. typeof(QueryColumn).GetProperties().Where(p => p.CanWrite).Select(p => "column " + p.Name)];

    static TableQuery With(string part)
    {
        if (!part.StartsWith("column ", StringComparison.Ordinal))
            return (TableQuery)Changed(s_query with { }, part);
        var columns = s_query.Columns.ToArray();
        columns[1] = (QueryColumn)Changed(columns[1] with { }, part["column ".Length..]);
        return s_query with { Columns = columns };
    }

    static object Changed(object of, string part)
    {
        var property = of.GetType().GetProperty(part)!;
        property.SetValue(of, property.GetValue(of) switch
        {
            string text => text + "x",
            bool flag => !flag,
            int number => number + 1,
            Aggregation aggregation => aggregation == Aggregation.Max ? Aggregation.Min : Aggregation.Max,
            IReadOnlyList<QueryColumn> columns => columns.Take(1).ToArray(),
            null when Nullable.GetUnderlyingType(property.PropertyType) is { } type => Activator.CreateInstance(type),
            var other => throw new InvalidOperationException($"{part}: {other} is a kind of part that this test can't change yet"),
        });
        return of;
    }

    [Theory, MemberData(nameof(Parts))]
    public void A_question_that_differs_in_one_part_has_an_answer_of_its_own(string part)
    {
        var other = With(part);
        var answered = new AnsweredTables();
        answered.Add(s_query, Answer(s_query with { Columns = [new("evt.count")] }));
        Assert.NotNull(answered.Find(s_query with { Columns = [.. s_query.Columns] }));
        Assert.Equal(part is nameof(TableQuery.SortColumn) or nameof(TableQuery.Ascending), answered.Find(other) is not null);
    }

    [Fact]
    public void Each_gets_a_copy_sorted_as_asked()
    {
        var query = s_query with { Filter = "", KeyField = "thread.tid", GroupField = null, Columns = [new("evt.count", Aggregation.Sum)] };
        var answered = new AnsweredTables();
        answered.Add(query, Answer(query));
        var expected = Numbers(answered.Find(query)!);
        Together.Run(6, thread =>
        {
            for (var i = 0; i < 50; i++)
            {
                var ascending = (thread + i) % 2 == 0;
                var mine = Numbers(answered.Find(query with { Ascending = ascending })!);
                Assert.Equal(ascending ? expected.Reverse() : expected, mine);
                answered.Add(query with { Filter = $"{thread} {i}" }, Answer(query));
            }
        });
    }

    [Fact]
    public void The_oldest_go_when_there_are_too_many()
    {
        var query = s_query with { Filter = "", KeyField = "thread.tid", GroupField = null, Columns = [new("evt.count", Aggregation.Sum)] };
        var answer = Answer(query);
        var answered = new AnsweredTables();
        // Of each 2 cells a row and 100 more.
        var most = (1 << 17) / (answer.RowCount * 2 + 100);
        for (var i = 0; i < most; i++)
            answered.Add(query with { Filter = $"{i}" }, answer);
        Assert.NotNull(answered.Find(query with { Filter = "0" }));
        // Asked last, it is among the newest.
        answered.Add(query with { Filter = "more" }, answer);
        Assert.Null(answered.Find(query with { Filter = "1" }));
        Assert.NotNull(answered.Find(query with { Filter = "0" }));
        Assert.NotNull(answered.Find(query with { Filter = "2" }));
        Assert.Equal(most, answered.All.Count);
    }

    [Fact]
    public void Who_waits_for_what_was_asked_goes_on_when_it_is_answered()
    {
        var answered = new AnsweredTables();
        answered.Await(TimeSpan.FromMinutes(1));
        answered.Asked();
        var waiting = Together.Start(() => answered.Await(TimeSpan.FromMinutes(1)));
        Together.AssertWaits(waiting);
        answered.Ended();
        Together.Await(waiting);
    }

    [Fact]
    public async Task Answers_shown_while_a_capture_loads_are_each_an_object_of_its_own_that_stays_as_it_is()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        var query = s_query with { Filter = "", GroupField = null, Columns = [new("evt.count", Aggregation.Sum)], WithThreads = false };
        using var run = TableRun.Start(history, query);
        var shown = new List<(TableResult Result, long Events, string Cells)>();
        while (!run.Completion.IsCompleted)
            if (run.Result is { } result && (shown.Count == 0 || shown[^1].Result != result))
                shown.Add((result, result.Events, Cells(result)));
        var last = await run.Completion;
        Assert.Same(last, run.Result);
        Assert.True(last.IsComplete);
        Assert.All(shown, s => Assert.Equal((s.Events, s.Cells), (s.Result.Events, Cells(s.Result))));
        Assert.Equal(shown.Select(s => s.Events).Order(), shown.Select(s => s.Events));
        Assert.Equal(Cells(Answer(query)), Cells(last));
    }

    TableResult Answer(TableQuery query) => TableRun.Answer(loaded.Honeypot, query with { Filter = "" });

    static string Cells(TableResult result) => string.Join('\n', Enumerable.Range(0, result.RowCount).Select(row => result.KeyText(row) + " " + result.CellText(row, 0)));

    static double[] Numbers(TableResult result) => [.. Enumerable.Range(0, result.RowCount).Select(row => result.Number(row, 0))];
}
