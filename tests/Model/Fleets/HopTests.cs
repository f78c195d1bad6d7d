using System.Text;
using CSysdig.Model.Fleets;
using CSysdig.Model.History;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Fleets;

/// <summary>A connection that one host made and another took is told of both, and nothing else is.</summary>
public sealed class HopTests : IDisposable
{
    const string From = "10.0.0.1:40000", To = "10.0.0.2:22";
    const ulong Minute = 60_000_000_000;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_login_from_one_host_to_another_is_a_line_of_either()
    {
        Write("a", Planted.Client("web1", Planted.Time, (From, To)));
        Write("b", Planted.Server("db1", Planted.Time + 5_000, "dropbear", (From, To)));
        var report = await Report();
        Assert.Equal(
            ["web1: moved on to db1: ssh (100, alice) to dropbear at port 22, session of root x1", "db1: came from web1: ssh (100, alice) to dropbear at port 22, session of root x1"],
            Lines(report));
        var (capture, group) = report.Groups[1];
        Assert.Equal(("db1", GroupKind.Session, 1L), (capture!.Label, group.Kind, group.Session));
        Assert.Equal("web1", Encoding.UTF8.GetString(Assert.Single(report.Sessions).Row.FromHost));
        Assert.Same(group.Findings[0].Move, report.Groups[0].Group.Findings[0].Move);
        Assert.All(report.Groups, told => Assert.False(told.Group.Findings[0].IsGrave));
    }

    [Theory]
    // A minute, and a nanosecond more.
    [InlineData(From, To, (long)Minute, true)]
    [InlineData(From, To, (long)Minute + 1, false)]
    [InlineData(From, To, -(long)Minute, true)]
    [InlineData(From, To, -(long)Minute - 1, false)]
    [InlineData("10.0.0.1:40001", To, 0, false)]
    [InlineData("10.0.0.3:40000", To, 0, false)]
    [InlineData(From, "10.0.0.2:23", 0, false)]
    public async Task Both_ends_have_the_same_ports_and_addresses_within_a_minute(string from, string to, long later, bool isOne)
    {
        Write("a", Planted.Client("web1", Planted.Time, (From, To)));
        Write("b", Planted.Server("db1", Planted.Time + (ulong)later, "dropbear", (from, to)));
        Assert.Equal(isOne ? 2 : 0, Lines(await Report()).Count);
    }

    [Theory]
    [InlineData("127.0.0.1:40000", "127.0.0.1:22", false)]
    [InlineData("127.0.0.9:40000", "10.0.0.2:22", false)]
    [InlineData("[::1]:40000", "[::1]:22", false)]
    [InlineData("0.0.0.0:40000", "10.0.0.2:22", false)]
    [InlineData("10.0.0.1:40000", "10.0.0.2:0", false)]
    [InlineData("[2001:db8::1]:40000", "[2001:db8::2]:22", true)]
    public async Task Addresses_that_every_machine_has_lead_nowhere(string from, string to, bool isOne)
    {
        Write("a", Planted.Client("web1", Planted.Time, (from, to)));
        Write("b", Planted.Server("db1", Planted.Time, "dropbear", (from, to)));
        Assert.Equal(isOne ? 2 : 0, Lines(await Report()).Count);
    }

    [Fact]
    public async Task What_was_open_before_both_captures_is_joined()
    {
        Write("a", Planted.OlderClient("web1", Planted.Time, From, To));
        Write("b", Planted.OlderServer("db1", Planted.Time + 9 * Minute, From, To));
        var lines = Lines(await Report());
        Assert.Equal(["web1: moved on to db1: ssh (100, 0) to dropbear at port 22, session of 0 x1", "db1: came from web1: ssh (100, 0) to dropbear at port 22, session of 0 x1"], lines);
    }

    [Theory]
    [InlineData(Minute, 2)]
    [InlineData(Minute + 1, 0)]
    public async Task What_was_open_at_one_end_before_its_capture_was_taken_no_later_than_that_began(ulong later, int lines)
    {
        Write("a", Planted.OlderClient("web1", Planted.Time, From, To));
        Write("b", Planted.Server("db1", Planted.Time + later, "dropbear", (From, To)));
        Assert.Equal(lines, Lines(await Report()).Count);
    }

    [Fact]
    public async Task Two_captures_of_one_host_are_not_joined()
    {
        Write("a", Planted.Client("web1", Planted.Time, (From, To)));
        Write("b", Planted.Server("web1", Planted.Time, "dropbear", (From, To)));
        Assert.Empty(Lines(await Report()));
    }

    [Fact]
    public async Task What_begins_and_ends_on_one_host_is_none_though_others_use_the_same_addresses()
    {
        foreach (var host in new[] { "a", "b" })
        {
            Write($"{host}1", Planted.Client(host, Planted.Time, (From, To)));
            Write($"{host}2", Planted.Server(host, Planted.Time, "dropbear", (From, To)));
        }
        Assert.Empty(Lines(await Report()));
    }

    [Fact]
    public async Task What_is_ordinary_work_is_not_told_and_what_is_alike_is_one_line()
    {
        (string, string)[] queries = [.. Enumerable.Range(0, 300).Select(i => ($"10.0.0.1:{40000 + i}", "10.0.0.2:3306"))];
        (string, string)[] logins = [.. Enumerable.Range(0, 5).Select(i => ($"10.0.0.1:{50000 + i}", "10.0.0.3:22"))];
        Write("a", Planted.Client("web1", Planted.Time, [.. queries, .. logins]));
        Write("b", Planted.Server("db1", Planted.Time, "mysqld", queries));
        Write("c", Planted.Server("web2", Planted.Time + 10_000_000, "dropbear", logins));
        Assert.Equal(
            ["web1: moved on to web2: ssh (100, alice) to dropbear at port 22, 5 sessions of root x5", "web2: came from web1: ssh (100, alice) to dropbear at port 22, 5 sessions of root x5"],
            Lines(await Report()));
    }

    [Fact]
    public async Task It_is_grave_where_either_end_is()
    {
        var (name, at) = Root;
        Write("a", Planted.Client("jump", at, (name[..name.IndexOf("->", StringComparison.Ordinal)], name[(name.IndexOf("->", StringComparison.Ordinal) + 2)..])));
        Write("b", StandIn.Of(StandIn.Plain("honeypot.scap.gz"), "web1"));
        var report = await Report();
        var moved = report.Groups.SelectMany(pair => pair.Group.Findings).Where(finding => finding.Move is not null).ToList();
        Assert.Equal([FindingKind.MovedOn, FindingKind.CameFrom], moved.Select(finding => finding.Rule.Kind).Order());
        Assert.All(moved, finding => Assert.True(finding.IsGrave));
        // It stands below the session that was told of before.
        var group = Assert.Single(report.Groups, pair => pair.Group.Findings.Any(finding => finding.Rule.Kind == FindingKind.CameFrom)).Group;
        Assert.True(group.Findings.Count > 10);
    }

    [Fact]
    public async Task The_order_of_the_captures_does_not_matter()
    {
        var captures = new[]
        {
            Planted.Client("web1", Planted.Time, (From, To), ("10.0.0.1:40001", "10.0.0.3:22")), Planted.Server("db1", Planted.Time, "dropbear", (From, To)),
            Planted.Server("web2", Planted.Time, "dropbear", ("10.0.0.1:40001", "10.0.0.3:22")), Planted.Client("web3", Planted.Time + 9, (From, To)),
        };
        var told = new List<string>();
        foreach (var order in new[] { new[] { 0, 1, 2, 3 }, [3, 2, 1, 0], [2, 0, 3, 1] })
        {
            foreach (var (place, capture) in order.Index())
                Write($"{place}", captures[capture]);
            told.Add(string.Join('\n', Lines(await Report()).Order()));
        }
        Assert.Equal(4, told[0].Split('\n').Length);
        Assert.DoesNotContain("web3", told[0]);
        Assert.Equal(told[0], told[1]);
        Assert.Equal(told[0], told[2]);
    }

    [Fact]
    public async Task A_busy_program_leaves_room_for_another()
    {
        (string, string)[] queries = [.. Enumerable.Range(0, 6_000).Select(i => ($"10.0.0.1:{20000 + i}", "10.0.0.2:3306"))];
        Write("a", Planted.Client("web1", Planted.Time, [.. queries, ("10.0.0.1:50000", "10.0.0.2:22")]));
        using var fleet = Open();
        await fleet.Completion;
        using var story = new FleetStory(fleet, null);
        story.Start();
        await story.Completion;
        var ends = story.Of(fleet.Captures[0]).Connections.Ends.ToArray();
        Assert.Equal(5_001, ends.Length);
        Assert.Equal("10.0.0.1:50000->10.0.0.2:22", Encoding.UTF8.GetString(ends[^1].Name));
    }

    [Fact]
    public void A_connection_says_what_is_at_its_other_end()
    {
        Write("a", Planted.Client("web1", Planted.Time, (From, To), ("10.0.0.1:40001", "10.9.9.9:443")));
        Write("b", Planted.Server("db1", Planted.Time, "dropbear", (From, To)));
        using var fleet = Open();
        var view = ViewCatalog.Find("connections")!.WithHost();
        var column = view.Shown.ToList().FindIndex(shown => shown.Name == "PEER");
        var table = FleetTable.Answer(fleet, view.ToTableQuery(new Selection().FilterFor(view)));
        Assert.Equal(["db1 10.0.0.1:40000->10.0.0.2:22 web1 ssh 100", "web1 10.0.0.1:40000->10.0.0.2:22 db1 dropbear 200", "web1 10.0.0.1:40001->10.9.9.9:443 "],
            Enumerable.Range(0, table.RowCount).Select(row => $"{table.CellText(row, 0)} {table.KeyText(row)} {table.CellText(row, column)}").Order());
        Assert.DoesNotContain(ViewCatalog.Find("procs")!.WithHost().Shown, shown => shown.Name == "PEER");
    }

    /// <summary>The connection and time of the honeypot's session of root.</summary>
    static (string Name, ulong Time) Root
    {
        get
        {
            var session = CSysdig.Model.Story.StoryRun.SessionsOf(Honeypot.History).First(row => Encoding.UTF8.GetString(row.From) == "203.0.113.66");
            return (Encoding.UTF8.GetString(session.Connection), session.Start);
        }
    }

    static List<string> Lines(FleetReport report) =>
        [.. report.Groups.SelectMany(pair => pair.Group.Findings.Select(finding => $"{pair.Capture!.Label}: {Encoding.UTF8.GetString(finding.What)} x{finding.Count}"))];

    async Task<FleetReport> Report()
    {
        using var fleet = Open();
        using var story = new FleetStory(fleet, null);
        story.Start();
        await story.Completion;
        return story.Report;
    }

    void Write(string name, byte[] capture) => File.WriteAllBytes(_folder.File($"{name}.scap"), capture);

    Fleet Open() => Fleet.Open("hosts", CaptureFile.In(_folder.Path), new HistoryOptions());
}
