using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Queries;

/// <summary>Rows are asked by their classes, of whole chunks and of parts as they come: where they are cut changes no answer.</summary>
public sealed class StretchSumsTests
{
    /// <summary>Parts with fewer rows than their chunk has classes, with more, of one chunk and of two.</summary>
    static readonly long[] s_cuts = [0, 40, 20_000, 20_001, 65_000, 65_536, 70_000, 131_000, 140_000];

    [Fact]
    public async Task The_numbers_of_the_overview_are_the_same_in_parts()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        await history.Completion;
        var queries = Metrics.All.Where(metric => metric.Query is not null).Select(metric => metric.Query!).ToList();
        MetricScan whole = new(history, queries), parts = new(history, queries);
        whole.Scan(0, history.End);
        InParts(parts, history);
        for (var query = 0; query < queries.Count; query++)
        {
            Assert.Equal(RowsOf(whole.Found[query]), RowsOf(parts.Found[query]));
            Assert.Equal(whole.Sums[query].All, parts.Sums[query].All);
        }
        Assert.All(Enumerable.Range(0, queries.Count).Where(query => queries[query].Field is null), query => Assert.Equal(Slowly(history, queries[query].Filter), RowsOf(parts.Found[query])));
    }

    [Theory, InlineData("", RowKind.EventLines), InlineData("evt.type=read and evt.rawres>0", RowKind.EventLines), InlineData("proc.name=perl", RowKind.InputOutput)]
    public async Task The_rows_of_a_list_are_the_same_in_parts(string filter, RowKind kind)
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        await history.Completion;
        RowScan whole = new(history, new RowQuery(filter, kind)), parts = new(history, new RowQuery(filter, kind));
        whole.Scan(0, history.End);
        InParts(parts, history);
        Assert.NotEmpty(RowsOf(whole.Found));
        Assert.Equal(RowsOf(whole.Found), RowsOf(parts.Found));
        Assert.Equal(RowsOf(whole.LeftOut), RowsOf(parts.LeftOut));
    }

    static void InParts(IRowScan scan, CaptureHistory history)
    {
        for (var i = 0; i < s_cuts.Length; i++)
            scan.Scan(s_cuts[i], i + 1 < s_cuts.Length ? s_cuts[i + 1] : history.End);
    }

    /// <summary>A row at a time, too few for sums.</summary>
    static List<long> Slowly(CaptureHistory history, string filter)
    {
        var scan = new RowScan(history, new RowQuery(filter));
        for (var row = 0L; row < history.End; row++)
            scan.Scan(row, row + 1);
        return RowsOf(scan.Found);
    }

    static List<long> RowsOf(IEnumerable<ChunkRows> found) =>
        [.. found.SelectMany(rows => Enumerable.Range(0, rows.Count).Select(place => rows[place]))];
}
