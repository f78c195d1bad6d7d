using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.Views;

/// <summary>What went from one host to another on the screens over all: in the story, among the sessions and the connections.</summary>
public sealed class FleetMoveTests : IDisposable
{
    const string From = "10.0.0.1:40000", To = "10.0.0.2:22";

    readonly TemporaryFolder _folder = new();
    readonly FleetTerminal _fleet;
    readonly HeadlessTerminal _terminal;

    public FleetMoveTests()
    {
        File.WriteAllBytes(_folder.File("a.scap"), Planted.Client("web1", Planted.Time, (From, To)));
        File.WriteAllBytes(_folder.File("b.scap"), Planted.Server("db1", Planted.Time + 5_000, "dropbear", (From, To)));
        _fleet = new FleetTerminal(_folder);
        _terminal = _fleet.Screens;
    }

    public void Dispose()
    {
        _fleet.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_story_goes_from_one_host_to_the_other_and_each_line_to_its_evidence()
    {
        _fleet.ShowStory();
        Assert.Contains("moved on to db1: ssh (100, alice) to dropbear at port 22, session of root", _terminal.Text);
        Assert.Contains("Other end", _terminal.Lines[^1]);
        Select("moved on");
        _terminal.Press("t");
        Assert.Contains("came from web1", Selected);
        _terminal.Press("Tab");
        Assert.Contains("moved on to db1", Selected);
        _terminal.Press("Enter").WaitFor(t => t.Window.Top is TableScreen { Count: 1, Title: "Connections" });
        Assert.Contains("a.scap", _terminal.Lines[0]);
        _terminal.Press("Backspace", "t", "Enter").WaitFor(t => t.Window.Top is TableScreen { Count: 1, Title: "Connections" });
        Assert.Contains("b.scap", _terminal.Lines[0]);
        Assert.Contains("40000", _terminal.Lines[4]);
    }

    [Fact]
    public void The_session_that_came_from_another_host_leads_to_what_was_done_in_it()
    {
        _fleet.ShowStory();
        var session = Enumerable.Range(0, _terminal.Window.Top.Count).First(row => _terminal.Window.Top.RowText(row).StartsWith("db1: ", StringComparison.Ordinal));
        _terminal.Window.Top.Position.Select(session);
        _terminal.Press("Enter");
        Assert.IsType<TranscriptScreen>(_terminal.Window.Top);
        Assert.Contains("b.scap", _terminal.Lines[0]);
        _terminal.Press("Backspace", "w").WaitFor(t => t.Window.Top is SessionsScreen { Count: 1 } sessions && sessions.RowText(0).Contains("(web1)", StringComparison.Ordinal));
        Assert.Contains("10.0.0.1 (web1)", _terminal.Lines[4]);
    }

    [Fact]
    public void Connections_show_the_program_at_the_other_end()
    {
        _terminal.Press(":").Type("connections").Press("Enter");
        _terminal.WaitFor(t => t.Lines.Any(line => line.Contains("db1 dropbear 200", StringComparison.Ordinal)) && t.Lines.Any(line => line.Contains("web1 ssh 100", StringComparison.Ordinal)));
        Assert.Contains("PEER", _terminal.Lines[3]);
        // Inside a host there is no other.
        _terminal.Press(":").Type("hosts").Press("Enter", "Enter").WaitFor(t => t.Window.Top is TableScreen { Title: "Processes" });
        _terminal.Press(":").Type("connections").Press("Enter").WaitFor(t => t.Window.Top is TableScreen { Count: 1 });
        Assert.DoesNotContain("PEER", _terminal.Lines[3]);
    }

    void Select(string text) => _terminal.Window.Top.Position.Select(Enumerable.Range(0, _terminal.Window.Top.Count).First(row => _terminal.Window.Top.RowText(row).Contains(text, StringComparison.Ordinal)));

    string Selected => _terminal.Window.Top.RowText(_terminal.Window.Top.Position.Selected);
}
