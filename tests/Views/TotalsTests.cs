using System.Text.Json;
using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Tracking;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;
using CSysdig.Views.Text;

namespace CSysdig.Tests.Views;

/// <summary>Over what numbers are, on the screen and in files.</summary>
public sealed class TotalsTests
{
    const ulong Second = 1_000_000_000;

    static TimeRange Range(ulong from, ulong until) => new(Honeypot.History.FirstTimestamp + from * Second, Honeypot.History.FirstTimestamp + until * Second);

    static TableResult Flood(TimeRange range) =>
        TableRun.Answer(Honeypot.History, ViewCatalog.Find("connections")!.ToTableQuery($"{range.ToFilter()} and fd.rip=203.0.113.150 and fd.sport=800"));

    static int Column(TableResult table, string field) => Enumerable.Range(0, table.Columns.Count).First(i => table.Columns[i].Query.Field == field);

    [Fact]
    public void A_chosen_stretch_has_its_own_rates_and_a_key_shows_totals()
    {
        using var terminal = Honeypot.Terminal(width: 160, view: "connections");
        terminal.WaitFor("29 rows").WaitFor(t => !t.Text.Contains("by the second of"));
        Assert.Contains("BPS OUT", terminal.Text);
        terminal.Press(":").Type("range +27 +29").Press("Enter").WaitFor("by the second of 2.00s");
        Assert.Contains("(2.00s of 47.0s)", terminal.Lines[0]);
        var table = Flood(Range(27, 29));
        table.Sort(Column(table, "evt.buflen.net.out"));
        var total = table.Number(0, table.SortColumn, total: true);
        Assert.True(total > 1_000_000);
        Assert.Contains(terminal.Lines, line => line.Contains("203.0.113.150") && line.Contains(Units.Bytes(total / 2)));
        terminal.Press("T").WaitFor("totals of 2.00s");
        Assert.Contains("BYTES OUT▼", terminal.Text);
        Assert.DoesNotContain("BPS", terminal.Lines[3]);
        Assert.Contains(terminal.Lines, line => line.Contains("203.0.113.150") && line.Contains(Units.Bytes(total)));
        terminal.Press("L").WaitFor("2.00s; T shows totals").Press("Backspace");
        terminal.Press("T").WaitFor("by the second of 2.00s").Press(":").Type("range").Press("Enter").WaitFor(t => !t.Text.Contains("by the second of"));
        terminal.Press("L").WaitFor("averaged over the whole capture, 07:21:44 – 07:22:31, 47.0s");
    }

    [Fact]
    public void A_view_without_rates_says_so()
    {
        using var terminal = Honeypot.Terminal(view: "errors");
        terminal.WaitFor("rows").Press("T").WaitFor("No number of this view is by the second.");
    }

    [Fact]
    public void Files_hold_totals_and_the_time_that_numbers_are_of()
    {
        using var folder = new TemporaryFolder();
        using var terminal = Honeypot.Terminal(view: "connections");
        terminal.WaitFor("29 rows").Press(":").Type("range +27 +29").Press("Enter").WaitFor("by the second of");
        foreach (var kind in new[] { "csv", "json", "md", "txt" })
            terminal.Press(":").Type($"save {folder.File("a." + kind)}").Press("Enter").WaitFor($"a.{kind}");
        var (from, until) = (At(Range(27, 29).From), At(Range(27, 29).Until));
        var csv = File.ReadAllLines(folder.File("a.csv"));
        Assert.Equal("L4PROTO,LIP,LPORT,RIP,RPORT,BPS IN,BPS OUT,IOPS,START,DURATION,Command,BYTES IN,BYTES OUT,OPS,FROM,UNTIL", csv[0]);
        var first = csv[1].Split(',');
        Assert.Equal(double.Parse(first[6]) * 2, double.Parse(first[^4]), 3);
        Assert.Equal([from, until], first[^2..]);
        Assert.Matches(@"^2026-11-24T07:22:\d\d\.\d{9}Z$", first[8]);
        using var json = JsonDocument.Parse(File.ReadAllText(folder.File("a.json")));
        Assert.Equal((double.Parse(first[^4]), from), (json.RootElement[0].GetProperty("BYTES OUT").GetDouble(), json.RootElement[0].GetProperty("FROM").GetString()));
        foreach (var kind in new[] { "md", "txt" })
        {
            var head = File.ReadAllLines(folder.File("a." + kind))[0].Replace("\\", "");
            Assert.StartsWith($"Connections of honeypot.scap.gz, {from} to {until}, 2.00s, filter: evt.rawtime>=", head);
        }
    }

    [Fact]
    public async Task Where_sysdigs_own_answers_are_wanted_columns_are_its_own()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"), new HistoryOptions { Following = new StreamOptions { Compat = true } });
        await history.Completion;
        using var terminal = new HeadlessTerminal(history, host => Ways.Open(host, ViewCatalog.Find("connections")!, new Selection()), width: 160);
        terminal.WaitFor("23 rows");
        Assert.DoesNotContain("DURATION", terminal.Text);
    }

    [Fact]
    public void A_time_beside_the_end_of_a_capture_is_as_short_as_can_be()
    {
        const ulong end = 1_795_504_951 * Second;
        Assert.Equal(["07:22:31", "11-23 07:22", "2025-11-24"], new[] { 0, 1, 365 }.Select(days => Clock.Moment(end - (ulong)days * 86400 * Second, end)));
    }

    static string At(ulong time)
    {
        var text = new CSysdig.Model.Text.Utf8Writer();
        CSysdig.Model.Text.TimeText.WriteInstant(text, time, nanoseconds: true);
        return text.ToString();
    }
}
