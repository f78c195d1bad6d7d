using CSysdig.Model.Story;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.Views;

/// <summary>The stories and sessions of many hosts in one list: each told as of its host alone, and leading there.</summary>
public sealed class FleetStoryTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly FleetTerminal _fleet;
    readonly HeadlessTerminal _terminal;

    public FleetStoryTests()
    {
        var honeypot = StandIn.Plain("honeypot.scap.gz");
        File.WriteAllBytes(_folder.File("web1.scap"), StandIn.Of(honeypot, "web1"));
        File.WriteAllBytes(_folder.File("web2.scap"), StandIn.Of(honeypot, "web2", moved: 3_600_000_000_000));
        File.WriteAllBytes(_folder.File("calm.scap"), StandIn.Of(Slice.Of(honeypot, "evt.num<600"), "calm"));
        _fleet = new FleetTerminal(_folder);
        _terminal = _fleet.Screens;
    }

    public void Dispose()
    {
        _fleet.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void All_findings_of_all_hosts_stand_in_one_list_and_lead_to_their_evidence()
    {
        using var alone = StoryRun.Start(Honeypot.History);
        _fleet.ShowStory();
        while (!alone.Completion.IsCompleted)
            Thread.Yield();
        Assert.Contains($"2 of 3 hosts   {2 * alone.Report.Count:#,0} findings", _terminal.Window.Top.Facts);
        var groups = Enumerable.Range(0, _terminal.Window.Top.Count).Select(_terminal.Window.Top.RowText).Where(row => row.StartsWith("web", StringComparison.Ordinal)).ToList();
        Assert.Equal(2 * alone.Report.Groups.Count, groups.Count);
        // In the order of time: what happened an hour later stands behind.
        Assert.Equal([.. groups.Take(groups.Count / 2).Select(_ => "web1"), .. groups.Skip(groups.Count / 2).Select(_ => "web2")], groups.Select(group => group.Split(':')[0]));
        Assert.Contains("csysdig   hosts   3 captures", _terminal.Lines[0]);
        _terminal.Press("G", "Enter");
        Assert.Contains("web2.scap", _terminal.Lines[0]);
        Assert.Contains("web2: ", _terminal.Lines[2]);
        _terminal.WaitFor(t => t.Window.Top.Count > 0);
        _terminal.Press("Backspace");
        Assert.Equal("Story", _terminal.Window.Top.Title);
        _terminal.Press("g", "j", "d");
        Assert.IsType<DigScreen>(_terminal.Window.Top);
        Assert.Contains("web1.scap", _terminal.Lines[0]);
    }

    [Fact]
    public void All_sessions_stand_in_one_list_with_their_hosts()
    {
        var alone = StoryRun.SessionsOf(Honeypot.History);
        _terminal.Press("w").WaitFor(t => t.Window.Top is SessionsScreen { Count: > 0 } sessions && sessions.Count >= 2 * alone.Count);
        Assert.StartsWith(" HOST", _terminal.Lines[3]);
        var rows = Enumerable.Range(0, _terminal.Window.Top.Count).Select(_terminal.Window.Top.RowText).ToList();
        Assert.Equal(alone.Count, rows.Count(row => row.TrimStart().StartsWith("web1", StringComparison.Ordinal)));
        Assert.Equal(alone.Count, rows.Count(row => row.TrimStart().StartsWith("web2", StringComparison.Ordinal)));
        // The newest stands at the top.
        Assert.StartsWith("web2", rows[0].TrimStart());
        _terminal.Press("Enter");
        Assert.IsType<TranscriptScreen>(_terminal.Window.Top);
        Assert.Contains("web2.scap", _terminal.Lines[0]);
        _terminal.WaitFor(t => t.Window.Top.Count > 0);
        _terminal.Press("Backspace", "I");
        Assert.False(_terminal.Window.Top.RowText(0).TrimStart().StartsWith("web2", StringComparison.Ordinal));
        var file = _folder.File("sessions.csv");
        _terminal.Press(":").Type($"save {file}").Press("Enter");
        Assert.StartsWith("HOST,USER,FROM,", File.ReadAllLines(file)[0]);
    }

    [Fact]
    public void What_one_host_alone_tells_is_asked_of_it()
    {
        _terminal.WaitFor(t => t.Window.Top.Count > 0 && _fleet.Fleet.IsComplete);
        _terminal.Press(":").Type("hosts").Press("Enter");
        // calm stands before the others.
        _terminal.Press("j", "Enter").WaitFor(t => t.Window.Top is TableScreen { Count: > 0 });
        _terminal.Press("s").WaitFor(t => t.Window.Top is StoryScreen { Count: > 0 });
        Assert.Contains("web1.scap", _terminal.Lines[0]);
        Assert.DoesNotContain("hosts   ", _terminal.Window.Top.Facts);
        Assert.DoesNotContain("web1: root", _terminal.Text);
    }
}
