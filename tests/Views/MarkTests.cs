using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.Views;

/// <summary>Rows that findings of the story are about.</summary>
public sealed class MarkTests
{
    [Fact]
    public void A_process_of_a_finding_is_marked_and_others_are_not()
    {
        using var terminal = Told();
        Assert.StartsWith("!", Row(terminal, "32603  32602"));
        Assert.StartsWith(" ", Row(terminal, "32251  32248"));
        // What by itself may be ordinary work has the other sign.
        Assert.StartsWith("*", Row(terminal, "iptables -I"));
    }

    [Fact]
    public void The_key_goes_from_mark_to_mark_says_of_what_and_leads_to_the_finding_and_back()
    {
        using var terminal = Told();
        var table = terminal.Window.Top;
        terminal.Press("m");
        var first = table.Position.Selected;
        Assert.True(first > 0 && table.MarkOf(first) is not null);
        Assert.StartsWith(" ", Row(terminal, "32251  32248"));
        Assert.Matches(@"^ [!*] .+   s shows it in the story$", terminal.Lines[^1]);
        terminal.Press("M");
        Assert.Equal(0, table.Position.Selected);
        Assert.Matches(@"^ ! .+, and \d more   s shows it in the story$", terminal.Lines[^1]);
        var finding = table.MarkOf(0)!.Value.Finding;
        terminal.Press("s").WaitFor(t => t.Window.Top is StoryScreen { Count: > 0 });
        Assert.Same(finding, ((StoryScreen)terminal.Window.Top).Finding);
        terminal.Press("Backspace");
        Assert.Same(table, terminal.Window.Top);
        Assert.Equal(0, table.Position.Selected);
    }

    [Fact]
    public void All_around_the_same_rows_come_again()
    {
        using var terminal = Told();
        var table = terminal.Window.Top;
        var marked = Enumerable.Range(0, table.Count).Where(row => table.MarkOf(row) is not null).ToList();
        Assert.InRange(marked.Count, 5, 100);
        var met = new List<int>();
        for (var i = 0; i < marked.Count; i++)
        {
            terminal.Press("m");
            met.Add(table.Position.Selected);
        }
        Assert.Equal(marked, met.Order());
    }

    [Theory]
    [InlineData("connections", "6667")]
    [InlineData("connections", "203.0.113.150")]
    [InlineData("files", "/var/log/wtmp")]
    [InlineData("directories", "/usr/sbin/.shm")]
    [InlineData("threads", "32603")]
    public void Files_folders_connections_and_threads_are_marked(string view, string text)
    {
        using var terminal = Told(view, height: 200);
        Assert.Matches("^[!*]", terminal.Lines.First(line => view == "directories" ? line.EndsWith(" " + text, StringComparison.Ordinal) : line.Contains(text)));
        Assert.Contains(terminal.Lines[4..^1], line => line.StartsWith(' ') && line.Trim().Length > 0);
    }

    [Fact]
    public void Events_that_a_finding_is_made_of_are_marked_in_dig_and_echo()
    {
        using var terminal = Told();
        terminal.Press("d").WaitFor(t => t.Window.Top is DigScreen { IsComplete: true, Count: > 0 });
        var dig = terminal.Window.Top;
        terminal.Press("m");
        Assert.StartsWith("!", terminal.Lines[4 - 1 + dig.Position.Selected - dig.Position.Top]);
        Assert.Matches(@"^ ! .+s shows it in the story$", terminal.Lines[^1]);
        var forward = dig.Position.Selected;
        terminal.Press("m").Press("M");
        Assert.Equal(forward, dig.Position.Selected);
        terminal.Press("Backspace", "e").WaitFor(t => t.Window.Top is EchoScreen { Count: > 200 });
        terminal.Press("m");
        Assert.Matches(@"^[◀▶]!(read|write) ", terminal.Lines[3]);
    }

    [Fact]
    public void Lines_of_a_transcript_are_marked()
    {
        using var terminal = Told();
        terminal.Press("w").WaitFor(t => t.Window.Top is SessionsScreen { Count: 2 });
        terminal.Press("Enter").WaitFor(t => t.Window.Top is TranscriptScreen { Count: > 100, Waiting: null });
        terminal.Press("m");
        Assert.Contains(terminal.Lines, line => line.StartsWith('!') || line.StartsWith('*'));
        Assert.Contains("shows it in the story", terminal.Lines[^1]);
    }

    [Fact]
    public void Where_nothing_was_found_a_line_says_so()
    {
        using var history = CaptureHistory.Open(Repository.Sample("containers.scap.gz"));
        using var terminal = new HeadlessTerminal(history, host => Ways.Open(host, ViewCatalog.Find("procs")!, new Selection()));
        terminal.WaitFor(t => t.Window.Top.Count > 0).Press("m");
        Assert.Equal(" Nothing is marked: the story has told of no finding so far.", terminal.Lines[^1]);
    }

    /// <summary>An id that was used again is of the process that had it last in the time that is shown.</summary>
    [Fact]
    public async Task Who_got_the_id_of_one_that_was_found_is_not_marked()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(50, "worker"))
            .TcpSocket(50, 0).Connect(50, 0, "198.51.100.20:4000", "203.0.113.5:4444").Dup(50, 0, 1).Execve(50, "/bin/sh", "sh");
        var before = capture.Time;
        capture.Time += 5_000_000_000;
        capture.Ends(50).Clone(1, 50, "calm").Execve(50, "/bin/calm", "calm").Look(50);
        using var history = CaptureHistory.Open(capture.ToStream());
        await history.Completion;
        Assert.Null(MarkOf(history, new Selection(), "calm"));
        var mark = MarkOf(history, new Selection { Range = new TimeRange(0, before) }, "sh");
        Assert.Equal("gave a shell to the network", mark?.Finding.Rule.Words);
    }

    [Fact]
    public async Task The_first_of_an_id_is_not_marked_for_what_the_second_did()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(50, "calm")).Look(50);
        var before = capture.Time;
        capture.Time += 5_000_000_000;
        capture.Ends(50).Clone(1, 50, "worker").TcpSocket(50, 0).Connect(50, 0, "198.51.100.20:4000", "203.0.113.5:4444").Dup(50, 0, 1).Execve(50, "/bin/sh", "sh").Look(50);
        using var history = CaptureHistory.Open(capture.ToStream());
        await history.Completion;
        Assert.Null(MarkOf(history, new Selection { Range = new TimeRange(0, before) }, "calm"));
        Assert.NotNull(MarkOf(history, new Selection(), "sh"));
    }

    static Mark? MarkOf(CaptureHistory history, Selection selection, string command)
    {
        using var terminal = new HeadlessTerminal(history, host => Ways.Open(host, ViewCatalog.Find("procs")!, selection));
        var table = terminal.Window.Top;
        terminal.Press("s").WaitFor(t => t.Window.Top is StoryScreen { Count: > 0 }).Press("Backspace");
        terminal.WaitFor(t => t.Window.Top.Count > 0 && t.Window.Top.Waiting is null);
        while (table.Cell != "50")
            table.Position.Move(1);
        Assert.Contains(command, table.RowText(table.Position.Selected));
        return table.MarkOf(table.Position.Selected);
    }

    static string Row(HeadlessTerminal terminal, string text) => Assert.Single(terminal.Lines, line => line.Contains(text));

    /// <summary>A view of the honeypot when its story is known.</summary>
    static HeadlessTerminal Told(string view = "procs", int height = 210)
    {
        var terminal = Honeypot.Terminal(height: height, view: view);
        var story = terminal.Window.Story;
        story.Completion.Wait();
        return terminal.WaitFor(t => t.Window.Marks.IsAny && t.Window.Top.Waiting is null).Press("Ctrl+L");
    }
}
