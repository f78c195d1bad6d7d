using CSysdig.Model.History;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.Views;

/// <summary>Screens over captures of many hosts: rows of all, and behind each its own host as if it were the only one.</summary>
public sealed class FleetScreenTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly List<IDisposable> _open = [];

    public FleetScreenTests() => StandIn.Fill(_folder, 3, StandIn.Small);

    public void Dispose()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
            _open[i].Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void Rows_of_all_hosts_stand_together_and_lead_into_theirs(int width, int height)
    {
        var terminal = Start(width, height);
        terminal.WaitFor(t => t.Text.Contains("3 captures", StringComparison.Ordinal) && Hosts(t) == 3);
        Assert.Contains("HOST", terminal.Lines[3]);
        Assert.Contains("PID", terminal.Lines[3]);
        var row = terminal.Lines[4];
        var host = row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        var pid = row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        terminal.Press("Enter");
        terminal.WaitFor("Threads");
        Assert.Contains($"{host}.scap", terminal.Lines[0]);
        Assert.Contains($"{host}: ", terminal.Lines[2]);
        Assert.Contains($"({pid})", terminal.Lines[2]);
        Assert.DoesNotContain("HOST", terminal.Lines[3]);
        terminal.Press("Backspace");
        Assert.Contains("3 captures", terminal.Lines[0]);
        Assert.Equal(row, terminal.Lines[4]);
    }

    [Fact]
    public void What_lies_below_a_row_is_what_lies_there_in_the_capture_alone()
    {
        var terminal = Start(160, 45).WaitFor(t => Hosts(t) == 3);
        var host = terminal.Lines[4].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        terminal.Press("Enter").WaitFor(t => t.Window.Top is { Count: > 0, Title: "Threads" });
        var together = terminal.Lines[3..];
        // There is one terminal at a time.
        _open.Remove(terminal);
        terminal.Dispose();
        using var history = CaptureHistory.Open(_folder.File($"{host}.scap"));
        using var alone = new HeadlessTerminal(history, screens => Ways.Open(screens, ViewCatalog.Start(), new Selection()), 160, 45);
        alone.WaitFor(t => history.IsComplete && t.Window.Top is { Count: > 0, Waiting: null });
        alone.Press("Enter").WaitFor(t => t.Window.Top is { Count: > 0, Title: "Threads" });
        Assert.Equal(alone.Lines[3..], together);
    }

    [Fact]
    public void Bytes_and_events_are_those_of_the_selected_rows_host()
    {
        var terminal = Start(120, 30).WaitFor(t => Hosts(t) == 3);
        var host = terminal.Lines[4].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        terminal.Press("d").WaitFor(t => t.Window.Top.Title == "Dig" && t.Window.Top.Count > 0);
        Assert.Contains($"{host}.scap", terminal.Lines[0]);
        terminal.Press("Backspace", "e").WaitFor(t => t.Window.Top.Title == "Echo");
        Assert.Contains($"{host}.scap", terminal.Lines[0]);
        terminal.Press("Backspace", "o").WaitFor(t => t.Window.Top.Title == "Overview");
        Assert.Contains($"{host}.scap", terminal.Lines[0]);
    }

    [Fact]
    public void A_filter_on_the_host_leaves_its_rows()
    {
        var terminal = Start(120, 30).WaitFor(t => Hosts(t) == 3);
        terminal.Press("F4").Type("evt.hostname=web01").Press("Enter");
        terminal.WaitFor(t => t.Window.Top.Count > 0 && Hosts(t) == 1);
        Assert.Contains("web01", terminal.Lines[4]);
        terminal.Press("c").WaitFor(t => Hosts(t) == 3);
    }

    [Fact]
    public void Hosts_are_groups()
    {
        var terminal = Start(120, 30).WaitFor(t => Hosts(t) == 3);
        terminal.Press("b").Type("evt.hostname").Press("Enter");
        terminal.WaitFor(t => t.Window.Top.Count == 3);
        var host = terminal.Lines[4].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        terminal.Press("Enter").WaitFor(t => t.Window.Top.Title == "Processes" && t.Window.Top.Count > 0);
        Assert.Contains($"{host}.scap", terminal.Lines[0]);
    }

    [Fact]
    public void Each_view_that_is_offered_shows_hosts()
    {
        var terminal = Start(160, 45).WaitFor(t => Hosts(t) == 3);
        foreach (var view in Offered.For(new Selection(), containers: false).Where(view => view.Kind == ViewKind.Table))
        {
            terminal.Press(":").Type(view.Id).Press("Enter");
            terminal.WaitFor(t => t.Window.Top.Waiting is null);
            Assert.Equal(view.Name, terminal.Window.Top.Title);
            Assert.Contains("HOST", terminal.Lines[3]);
        }
        terminal.Press("v").Type("hosts");
        Assert.Contains("Hosts", terminal.Text);
        terminal.Press("Enter");
        Assert.Equal("Hosts", terminal.Window.Top.Title);
    }

    [Fact]
    public void The_list_of_hosts_says_what_is_missing_of_one_and_leads_into_the_others()
    {
        File.WriteAllText(_folder.File("broken.scap"), "this is no capture");
        var terminal = Start(160, 30);
        terminal.WaitFor("1 can't be read").WaitFor("4 captures");
        terminal.Press(":").Type("hosts").Press("Enter");
        terminal.WaitFor(t => t.Lines[5..8].All(line => line.EndsWith("loaded", StringComparison.Ordinal)));
        Assert.Contains("is not a capture", terminal.Lines[4]);
        terminal.Press("Enter");
        Assert.Equal("Hosts", terminal.Window.Top.Title);
        terminal.Press("j", "Enter").WaitFor(t => t.Window.Top.Title == "Processes" && t.Window.Top.Count > 0);
        Assert.Contains("web00.scap", terminal.Lines[0]);
        terminal.Press("Backspace");
        Assert.Equal("Hosts", terminal.Window.Top.Title);
    }

    [Fact]
    public void What_is_of_one_capture_says_so_over_many()
    {
        var terminal = Start(120, 30).WaitFor(t => Hosts(t) == 3);
        foreach (var command in new[] { "report x.md", "extract x", "at +1", "streams x", "stats", "pin x.scap" })
        {
            terminal.Press(":").Type(command).Press("Enter");
            Assert.Contains("is of one capture", terminal.Text);
            terminal.Press("Esc");
        }
        terminal.Press(":").Type("save x.scap").Press("Enter");
        Assert.Contains("a capture is of one host", terminal.Text);
    }

    [Fact]
    public void A_stretch_of_the_timeline_of_all_is_one_of_each()
    {
        var terminal = Start(120, 30).WaitFor(t => Hosts(t) == 3);
        // The hosts are a minute apart.
        terminal.Press(":").Type("range +50 +100").Press("Enter").WaitFor(t => t.Window.Top.Count > 0 && t.Window.Top.Waiting is null);
        terminal.WaitFor(t => Rows(t).Any(line => line.TrimStart().StartsWith("web01", StringComparison.Ordinal)));
        Assert.Contains("[", terminal.Lines[1]);
    }

    [Fact]
    public void A_table_is_saved_with_its_hosts_and_the_time_of_each()
    {
        var terminal = Start(120, 30).WaitFor(t => Hosts(t) == 3);
        var file = _folder.File("rows.csv");
        terminal.Press(":").Type($"save {file}").Press("Enter");
        var lines = File.ReadAllLines(file);
        Assert.StartsWith("HOST,PID,", lines[0]);
        Assert.Equal(["web00", "web01", "web02"], lines[1..].Select(line => line.Split(',')[0]).Distinct().Order());
        Assert.Equal(3, lines[1..].Select(line => line.Split(',')[^2]).Distinct().Count());
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void No_order_of_keys_brings_it_down(int seed)
    {
        var terminal = Start(100, 30).WaitFor(t => Hosts(t) == 3);
        var random = new Random(seed);
        string[] keys = ["Enter", "Enter", "Backspace", "j", "k", "v", "F4", "Esc", "b", "e", "d", "s", "w", "o", "T", "t", "Space", "I", "F9", "L", "c", "p", "[", "]", "n", "/", "G", "g", "F12", "x", "a", "Y", "U", "-"];
        string[] commands = ["hosts", "connections", "files", "by evt.hostname", "by proc.name", "filter evt.hostname=web01", "clear", "range +1 +70", "range", "at +1", "story", "sessions", "overview", "echo", "dig", "spectro_all"];
        for (var i = 0; i < 400; i++)
        {
            if (random.Next(8) == 0)
                terminal.Press("Esc", ":").Type(commands[random.Next(commands.Length)]).Press("Enter");
            else
                terminal.Press(keys[random.Next(keys.Length)]);
            terminal.Window.Tick();
            terminal.AssertSameOnPaper();
        }
        Assert.Contains("csysdig", terminal.Lines[0]);
    }

    static IEnumerable<string> Rows(HeadlessTerminal terminal) => terminal.Lines[4..^1];

    static int Hosts(HeadlessTerminal terminal) => terminal.Window.Top is TableScreen { Count: > 0 } screen
        ? Enumerable.Range(0, screen.Count).Select(row => screen.RowText(row).Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]).Distinct().Count() : 0;

    HeadlessTerminal Start(int width, int height)
    {
        var fleet = new FleetTerminal(_folder, width, height);
        _open.Add(fleet);
        return fleet.Screens;
    }
}
