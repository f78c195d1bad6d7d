using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Queries;

/// <summary>Answers asked once a class are those of asking everything of every row.</summary>
public sealed class ClassAnswerTests(LoadedHistory loaded) : IClassFixture<LoadedHistory>
{
    static readonly string[] s_filters =
    [
        "", "evt.type!=switch and proc.pname=sshd", "evt.failed=true", "evt.res!=SUCCESS", "evt.latency>1000000 or evt.buflen>100",
        "not (fd.name contains /etc or evt.category=net) and evt.dir=<", "evt.is_io=true and fd.lport>0", "evt.buffer contains PRIVMSG",
        "evt.cpu=0 and proc.nthreads>=1 and proc.ppid>0", "fd.num>=3 and evt.buflen.out>0 and evt.latency<5000",
        "evt.rawtime>=1256217598000000000 and not evt.buflen=0", "thread.tid!=val(proc.pid) or fd.name=val(proc.exepath)", "concat(proc.name, fd.name) contains h/",
        "not evt.cpu=1 and len(proc.args)>3", "evt.is_async=false and (evt.rawres>5 or fd.uid contains 3)",
    ];

    static readonly string[] s_filtered = ["procs", "files", "connections", "syscalls"];

    public static TheoryData<string> Views => [.. ViewCatalog.All.Where(v => v.Kind == ViewKind.Table).Select(v => v.Id)];

    [Theory, MemberData(nameof(Views))]
    public void Every_view_says_the_same(string view) => AssertSame(loaded.Honeypot, Query(view, ""), view);

    [Fact]
    public void Every_kind_of_filter_says_the_same()
    {
        for (var i = 0; i < s_filters.Length; i++)
            AssertSame(loaded.Honeypot, Query(s_filtered[i % s_filtered.Length], s_filters[i]), s_filters[i]);
    }

    [Fact]
    public void Every_way_of_grouping_says_the_same()
    {
        foreach (var key in new[] { "evt.cpu", "evt.type", "fd.num", "fd.uid", "evt.res", "fd.lip", "fd.containername", "proc.pname", "proc.ppid", "evt.category", "evt.dir", "evt.rawtime.s", "fd.name", "evt.io_dir" })
            AssertSame(loaded.Honeypot, new TableQuery
            {
                KeyField = key,
                Columns =
                [
                    new QueryColumn(key), new QueryColumn("evt.buflen", Aggregation.Sum), new QueryColumn("evt.buflen", Aggregation.Max), new QueryColumn("evt.latency", Aggregation.Average),
                    new QueryColumn("evt.latency", Aggregation.Min), new QueryColumn("evt.rawtime", Aggregation.Max), new QueryColumn("thread.vmrss", Aggregation.Max), new QueryColumn("proc.fdusage", Aggregation.Max),
                    new QueryColumn("proc.fdopencount", Aggregation.Max), new QueryColumn("evt.count.error", Aggregation.Sum), new QueryColumn("proc.exeline", Aggregation.Max), new QueryColumn("evt.cpu", Aggregation.Sum),
                ],
                UseDefaults = true,
            }, key);
    }

    [Fact]
    public void An_event_is_of_the_thread_whose_id_it_has()
    {
        var cursor = loaded.Honeypot.CreateCursor();
        for (var row = 0; row < loaded.Honeypot.Count; row++)
        {
            cursor.Load(row);
            var told = cursor.Event.Tid;
            Assert.Equal(cursor.Event.Raw.Tid, told);
        }
    }

    static TableQuery Query(string view, string filter)
    {
        var definition = ViewCatalog.Find(view)!;
        return definition.ToTableQuery(new Selection(filter).FilterFor(definition));
    }

    // A turn of a machine that is watched begins and ends anywhere.
    [Fact]
    public void Rows_that_are_part_of_a_chunk_say_the_same()
    {
        var history = loaded.Honeypot;
        Assert.True(history.Rows.Chunks.Lend(0).Classes.Count < 20_000);
        for (var i = 0; i < s_filters.Length; i++)
        {
            var query = Query(s_filtered[i % s_filtered.Length], s_filters[i]);
            var from = 0L;
            foreach (var end in new[] { 40_000, 65_536, 65_537, 90_000, 131_000, history.Count - 1 })
            {
                AssertSame(Of(remember: false), Of(remember: true), $"{s_filters[i]}, {from} to {end}: ");
                from = end;

                TableResult Of(bool remember)
                {
                    var scan = new TableScan(history, query, remember);
                    scan.Scan(from, end);
                    return new TableBuilder(history, query).Build(scan.PartsFrom(from), end, isComplete: false);
                }
            }
        }
    }

    static void AssertSame(CaptureHistory history, TableQuery query, string what) =>
        AssertSame(TableRun.Answer(history, query, remember: false), TableRun.Answer(history, query), what);

    static void AssertSame(TableResult expected, TableResult actual, string what)
    {
        var (wanted, got) = (Rows(expected), Rows(actual));
        Assert.Equal(what + wanted.Except(got).FirstOrDefault(), what + got.Except(wanted).FirstOrDefault());
        Assert.Equal((expected.Events, expected.RowCount), (actual.Events, actual.RowCount));
    }

    static List<string> Rows(TableResult table) =>
        [.. Enumerable.Range(0, table.RowCount)
            .Select(row => table.KeyText(row) + " | " + string.Join(" | ", Enumerable.Range(0, table.Columns.Count).Select(column => $"{table.CellText(row, column)} {table.Number(row, column)}")))
            .Order(StringComparer.Ordinal)];
}
