using CSysdig.Capture.Events;
using CSysdig.Model.History;
using CSysdig.Tests.Chisels.Story.Attacks;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Views;

public sealed class StoryScreenTests
{
    static bool IsTold(HeadlessTerminal t) => t.Window.Top is StoryScreen { Count: > 0, StillLooks: false };

    [Theory]
    [InlineData("honeypot")]
    [InlineData("miner")]
    [InlineData("webshell")]
    [InlineData("escape")]
    public void Each_finding_leads_to_its_bytes_by_two_keys_and_back_to_its_own_row(string attack)
    {
        var history = attack == "honeypot" ? Honeypot.History : Recorded.History(attack);
        using var terminal = new HeadlessTerminal(history, host => new StoryScreen(host), 100, 45).WaitFor(IsTold);
        var story = (StoryScreen)terminal.Window.Top;
        for (var row = 0; row < story.Count; row++)
        {
            story.Position.Select(row);
            terminal.Press("Enter").WaitFor(t => t.Window.Top != story && t.Window.Top.Count > 0 && t.Window.Top.Waiting is null);
            var evidence = terminal.Window.Top;
            // Echo shows the bytes themselves; from events and connections they are one key further, or the events of a try that moved none. Who did it leads to processes or a session.
            if (evidence is DigScreen or TableScreen { View.Id: "connections" })
                terminal.Press("Enter").WaitFor(t => t.Window.Top is EchoScreen or InspectorScreen or DigScreen && t.Window.Top != evidence && t.Window.Top.Count > 0 && t.Window.Top.Waiting is null).Press("Backspace");
            else
                Assert.True(evidence is EchoScreen or TranscriptScreen or TableScreen { View.Id: "procs" }, evidence.Title);
            Assert.Same(evidence, terminal.Window.Top);
            terminal.Press("Backspace");
            Assert.Same(story, terminal.Window.Top);
            Assert.Equal(row, story.Position.Selected);
        }
    }

    [Theory]
    [InlineData(40, 10)]
    [InlineData(80, 24)]
    [InlineData(300, 100)]
    public void The_list_and_what_the_finding_means_share_any_terminal(int width, int height)
    {
        using var terminal = Honeypot.Terminal(width, height).Press("s").WaitFor(IsTold);
        terminal.Press("End");
        Assert.Contains(terminal.Lines, line => line.Contains("cleared the h"));
        Assert.Contains(terminal.Lines, line => line.StartsWith("── T1070.003"));
    }

    [Fact]
    public void A_healthy_capture_gets_one_calm_line()
    {
        using var history = CaptureHistory.Open(Repository.Sample("containers.scap.gz"));
        using var terminal = new HeadlessTerminal(history, host => new StoryScreen(host));
        terminal.WaitFor(t => t.Lines.Contains("  Nothing here looks like an attack."));
        terminal.Press("Enter", "e", "d", "CursorDown", "End");
        Assert.Contains("  Nothing here looks like an attack.", terminal.Lines);
    }

    [Fact]
    public void The_views_of_the_whole_machine_offer_the_story_first_and_a_command_calls_it()
    {
        using var terminal = Honeypot.Terminal().Press("v").WaitFor(t => t.Window.Top is ChooserScreen);
        terminal.Press("Home", "Enter").WaitFor(t => t.Window.Top is StoryScreen);
        terminal.Press("Backspace").WaitFor(t => t.Window.Top is TableScreen);
        terminal.Press(":", "s", "t", "o", "r", "y", "Enter").WaitFor(IsTold);
    }

    [Fact]
    public void A_hostile_name_reaches_no_terminal_raw()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(50, "wor\u001b[31mker"))
            .TcpSocket(50, 0).Connect(50, 0, "198.51.100.20:4000", "203.0.113.5:4444").Dup(50, 0, 1).Execve(50, "/bin/sh", "sh");
        capture.Event(EventCode.SyscallExecve_19E, 50, Text("/x"));
        using var history = CaptureHistory.Open(capture.ToStream());
        using var terminal = new HeadlessTerminal(history, host => new StoryScreen(host));
        terminal.WaitFor(t => t.Lines.Any(line => line.Contains("gave a shell to the network")));
        Assert.DoesNotContain('\u001b', terminal.Text);
    }
}
