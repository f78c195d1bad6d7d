using System.Text;
using CSysdig.Model.Filters;
using CSysdig.Model.Formats;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Queries;

public sealed class RowRunTests(LoadedHistory loaded) : IClassFixture<LoadedHistory>
{
    CaptureHistory History => loaded.Honeypot;

    [Theory]
    [InlineData("evt.type=execve")]
    [InlineData("proc.name=sshd and fd.type=ipv4")]
    [InlineData("fd.name contains /etc/shadow or evt.failed=true")]
    [InlineData("evt.type=openat and evt.deltatime > 2000")]
    public async Task Rows_are_those_that_pass_the_filter_in_order(string filter)
    {
        using var run = RowRun.Start(History, new RowQuery(filter));
        await run.Completion;
        var test = Filter.Parse(filter);
        var cursor = History.CreateCursor();
        var expected = new List<long>();
        for (var row = 0L; row < History.Count; row++)
        {
            cursor.Load(row);
            if (test.Test(cursor.Event))
                expected.Add(row);
        }
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Enumerable.Range(0, run.Count).Select(i => run[i]));
        Assert.Equal(1, run.IndexOf(expected[0] + 1));
    }

    [Fact]
    public async Task The_time_since_the_event_before_is_the_same_for_rows_as_for_a_stream()
    {
        const string filter = "evt.deltatime > 100000";
        using var run = RowRun.Start(History, new RowQuery(filter));
        await run.Completion;
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        stream.Filter = Filter.Parse(filter, stream.State).Test;
        var count = 0;
        while (stream.Next())
            count++;
        Assert.Equal(count, run.Count);
    }

    [Fact]
    public async Task Echo_shows_the_order_that_the_bot_was_given()
    {
        var echo = EchoResult.Start(History, "fd.rip=203.0.113.9 and fd.rport=6667");
        await echo.Rows.Completion;
        var chunks = Enumerable.Range(0, echo.Rows.Count).Select(i => echo[i]).ToList();
        var order = Assert.Single(chunks, c => Encoding.ASCII.GetString(c.Data.Span).Contains("@udp1", StringComparison.Ordinal));
        Assert.Equal(IoDirection.Read, order.Direction);
        Assert.Equal('4', order.FdTypeChar);
        Assert.EndsWith(":6667", Encoding.ASCII.GetString(order.FdName));
        Assert.Equal(0, order.Missing);
        Assert.Equal(order.Length, order.Data.Length);
    }

    [Fact]
    public async Task Echo_says_how_many_bytes_lie_beyond_the_snaplen()
    {
        var echo = EchoResult.Start(History, "fd.type=file");
        await echo.Rows.Completion;
        var cut = Enumerable.Range(0, echo.Rows.Count).Select(i => echo[i]).First(c => c.Missing > 0);
        Assert.Equal(cut.Length, cut.Data.Length + cut.Missing);
        Assert.Equal(4096, cut.Data.Length);
    }

    [Fact]
    public async Task Dig_writes_the_lines_that_the_stream_would()
    {
        const string filter = "proc.name=wget";
        var dig = DigResult.Start(History, filter);
        await dig.Rows.Completion;
        var lines = new Utf8Writer();
        for (var i = 0; i < Math.Min(200, dig.Rows.Count); i++)
        {
            dig.WriteLine(i, lines);
            lines.Write('\n');
        }
        Assert.Equal(StreamLines(filter, Math.Min(200, dig.Rows.Count)), lines.ToString());
    }

    [Fact]
    public async Task A_list_leaves_out_events_without_a_value_and_counts_them()
    {
        var view = ViewCatalog.Find("spy_users")!;
        var list = ListResult.Start(History, view.ToRowQuery(new Selection().FilterFor(view)));
        await list.Rows.Completion;
        Assert.True(list.Rows.Count > 100);
        var text = new Utf8Writer();
        list.WriteCell(0, 3, text);
        Assert.Equal("/usr/sbin/sshd -D -f /etc/ssh/sshd_config -R", text.ToString());
        Assert.True(list.Rows.OrdinalOf(list.Rows.Count - 1) >= list.Rows.Count);
    }

    static string StreamLines(string filter, int count)
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        var test = Filter.Parse(filter);
        var format = EventFormat.Parse(DigResult.DefaultFormat);
        var lines = new Utf8Writer();
        while (count > 0 && stream.Next())
        {
            if (!test.Test(stream.Current))
                continue;
            format.Write(lines, stream.Current);
            lines.Write('\n');
            count--;
        }
        return lines.ToString();
    }
}
