using CSysdig.Model.History;
using CSysdig.Tests.Model.Story;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.Views;

/// <summary>The list of sessions, and the ways from it into what was done in them.</summary>
public sealed class SessionsScreenTests
{
    readonly TemporaryFolder _folder = new();

    [Fact]
    public void It_lists_them_the_newest_first_and_sorts_by_any_column()
    {
        using var terminal = Sessions();
        Assert.Equal(["root", "alice"], Users(terminal));
        terminal.Press("I").WaitFor("sort: START ▲");
        Assert.Equal(["alice", "root"], Users(terminal));
        terminal.Press("F9").WaitFor("Sort by").Press("Home", "Enter").WaitFor("sort: USER ▲");
        Assert.Equal(["alice", "root"], Users(terminal));
        ((ColumnsScreen)terminal.Window.Top).SortBy(9, null);
        terminal.WaitFor("sort: RUN ▼");
    }

    [Theory]
    [InlineData(40, 10)]
    [InlineData(80, 24)]
    [InlineData(300, 60)]
    public void Who_and_from_where_stand_on_any_terminal(int width, int height)
    {
        using var terminal = Sessions(width, height);
        Assert.Contains(terminal.Lines, line => line.StartsWith(" root") && line.Contains("203.0.113.66"));
        terminal.Press("Enter").WaitFor(t => t.Window.Top is TranscriptScreen { Count: > 300 });
        Assert.Contains(terminal.Lines, line => line.Contains("07:22:04"));
    }

    [Fact]
    public void Keys_commands_views_and_the_story_lead_to_it_and_it_leads_back()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press("w").WaitFor("› Sessions").Press("w").WaitFor("These are the sessions.").Press("Backspace");
        terminal.Press(":").Type("sess").Press("Enter").WaitFor("› Sessions").Press("Backspace");
        terminal.Press("v").Type("sess").Press("Enter").WaitFor("› Sessions").WaitFor("203.0.113.66").Press("Backspace");
        terminal.Press("s").WaitFor("24 findings").Press("Home", "Enter").WaitFor("› root from 203.0.113.66 by sshd › Transcript").Press("Backspace").WaitFor("24 findings");
    }

    [Fact]
    public void What_has_nothing_to_do_there_says_so()
    {
        using var terminal = Sessions();
        terminal.Press("F4").WaitFor("no filter chooses among them");
        terminal.Press("t").WaitFor("Only processes have parents");
    }

    [Fact]
    public void A_capture_without_a_login_says_so()
    {
        using var history = CaptureHistory.Open(Repository.Sample("containers.scap.gz"));
        using var terminal = new HeadlessTerminal(history, host => new SessionsScreen(host));
        terminal.WaitFor("Nobody logged in here.").Press("Enter", "e", "d", "CursorDown", "End", "a");
    }

    [Fact]
    public void Each_line_of_a_transcript_leads_to_its_evidence_and_back_to_the_same_line()
    {
        using var terminal = Transcript();
        var screen = (TranscriptScreen)terminal.Window.Top;
        for (var row = 0; row < screen.Count; row += 7)
        {
            screen.Position.Select(row);
            terminal.Press("Enter").WaitFor(t => t.Window.Top != screen && t.Window.Top.Count > 0 && t.Window.Top.Waiting is null);
            terminal.Press("Backspace");
            Assert.Same(screen, terminal.Window.Top);
            Assert.Equal(row, screen.Position.Selected);
        }
    }

    [Fact]
    public void A_key_chooses_what_kinds_are_shown()
    {
        using var terminal = Transcript();
        terminal.WaitFor("connections   all").Press("t").WaitFor("only commands");
        Assert.DoesNotContain(terminal.Lines[4..^4], line => line.Contains(" tty ") || line.Contains(" file "));
        terminal.Press("t").WaitFor("only the terminal");
        Assert.Contains(terminal.Lines, line => line.EndsWith("[root@honeypot1 ~]# who"));
        terminal.Press("t").WaitFor("only files").Press("t").WaitFor("only connections").WaitFor("203.0.113.9:6667").Press("t").WaitFor("connections   all");
    }

    [Fact]
    public void What_a_command_ran_is_folded_below_it_until_it_is_asked_for()
    {
        using var terminal = Transcript();
        terminal.Press("t").WaitFor("only commands").WaitFor("/bin/sh ./configure   +17");
        Assert.DoesNotContain(terminal.Lines, line => line.Contains("collect2"));
        terminal.Type("/./configure").Press("Enter").WaitFor("1 hit").Press("Space").WaitFor("  gcc -o conftest conftest.c   +4");
        terminal.Press("Space").WaitFor("/bin/sh ./configure   +17").Press("T").WaitFor(t => t.Window.Top.Count == 134).Press("T");
        terminal.Press("Home", "Space").WaitFor("This line has nothing below it.");
    }

    [Fact]
    public void The_transcript_is_written_as_text_and_the_terminal_as_asciicast()
    {
        var (text, cast) = (_folder.File("t.txt"), _folder.File("t.cast"));
        using var terminal = Transcript();
        terminal.Press(":").Type($"save {text}").Press("Enter").WaitFor("lines written to");
        var lines = File.ReadAllLines(text);
        Assert.StartsWith("Transcript of honeypot.scap.gz, ", lines[0]);
        Assert.Contains(lines, line => line.EndsWith("0 mkdir .shm"));
        Assert.DoesNotContain(lines, line => line.Contains('\e'));
        terminal.Press(":").Type($"save {cast}").Press("Enter").WaitFor("reads and writes of the terminal written to");
        var events = File.ReadAllLines(cast);
        Assert.StartsWith("""{"version":2,"width":80,"height":24,"timestamp":1795504924,"title":"root from 203.0.113.66"}""", events[0]);
        Assert.StartsWith("""[0.000000,"o","Linux honeypot1""", events[1]);
        Assert.Contains(events, line => line.EndsWith(""","i","who\r"]"""));
        var times = events[1..].Select(line => double.Parse(line[1..line.IndexOf(',')], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(times.Order(), times);
        terminal.Press("Backspace", ":").Type($"save {_folder.File("u.cast")}").Press("Enter").WaitFor("only a session's transcript or replay has a terminal");
    }

    [Fact]
    public void A_replay_plays_stops_and_hurries()
    {
        using var terminal = Transcript();
        terminal.Press("r").WaitFor("speed 1   plays").WaitFor("Linux honeypot1");
        terminal.Press("Space").WaitFor("speed 1   stopped");
        var count = terminal.Window.Top.Count;
        terminal.Press("CursorLeft").WaitFor("speed 0.5").Press("CursorLeft", "CursorLeft").WaitFor("speed 0.25");
        Hurry(terminal).WaitFor("speed 64   stopped");
        // Another one is played to its end meanwhile.
        using (var other = Transcript())
            Hurry(other.Press("r")).WaitFor("at its end");
        terminal.Window.Tick();
        Assert.Equal(count, terminal.Window.Top.Count);
        terminal.Press("Space").WaitFor("at its end");
        Assert.Contains(terminal.Lines, line => line.EndsWith("logout"));
        terminal.Press("Backspace").WaitFor("› Transcript");
    }

    [Fact]
    public void A_captures_session_can_not_be_ended()
    {
        using var terminal = Sessions();
        terminal.Press("a").WaitFor("End the session").WaitFor("A capture's processes can't be ended");
        terminal.Press("E").WaitFor(t => t.Lines[^1].Contains("A capture's processes can't be ended"));
        terminal.Press("W").WaitFor(t => t.Lines[^1].Contains("A capture's terminals can't be written to"));
        terminal.Press("R").WaitFor(t => t.Lines[^1].Contains("This is a capture already"));
    }

    [Fact]
    public void With_a_stretch_of_time_it_is_as_it_was_at_the_end_of_that()
    {
        using var terminal = Sessions().Press("I").WaitFor("sort: START ▲");
        terminal.Press(":").Type("range 07:21:44 07:22:00").Press("Enter").WaitFor("Nobody had logged in by then.").WaitFor("Only a stretch of time is looked at");
        terminal.Press(":").Type("range 07:21:44 07:22:02.9").Press("Enter").WaitFor("1 session");
        Assert.Matches(@"^ alice +198\.51\.100\.31 .* idle [01]s ", terminal.Lines[4]);
        terminal.Press(":").Type("range 07:22:10 07:22:20").Press("Enter").WaitFor("2 open   2 sessions").WaitFor("sort: START ▲");
        Assert.Matches(@"^ root +203\.0\.113\.66 .* idle \d+s +5 ", terminal.Lines[5]);
        Assert.Contains(" ? ", terminal.Lines[5]);
        // What its processes did in that stretch.
        terminal.Press("End", "d").WaitFor(t => t.Window.Top is DigScreen { Count: > 100, Selection.Range: { } range } && range.Length == 10_000_000_000).Press("Backspace");
        terminal.Press(":").Type("range").Press("Enter").WaitFor("0 open   2 sessions");
        terminal.Press(":").Type("filter proc.name=sh").Press("Enter").WaitFor("› Processes");
    }

    [Fact]
    public void A_hostile_line_reaches_no_terminal_raw()
    {
        var capture = SessionListTests.Shell();
        SessionListTests.Write(capture, 102, 2, "\e[31mred\e]52;c;AAAA\a\u0090\u001b\u0001now\r\n");
        SessionListTests.Exec(capture, 104, "x\e[2J");
        using var history = CaptureHistory.Open(capture.ToStream());
        using var terminal = new HeadlessTerminal(history, host => new SessionsScreen(host));
        terminal.WaitFor(t => t.Window.Top.Count == 1).Press("Enter").WaitFor(t => t.Window.Top is TranscriptScreen { Count: > 2 }).WaitFor("now");
        Assert.DoesNotContain('\u001b', terminal.Text);
        terminal.Press("r").WaitFor("now");
        Assert.DoesNotContain('\u001b', terminal.Text);
    }

    static HeadlessTerminal Sessions(int width = 140, int height = 40)
    {
        var terminal = new HeadlessTerminal(Honeypot.History, host => Ways.Open(host, CSysdig.Model.Views.ViewCatalog.Find("procs")!, new CSysdig.Model.Views.Selection()), width, height);
        return terminal.Press("w").WaitFor(t => t.Window.Top is SessionsScreen { Count: 2 } && Honeypot.History.IsComplete);
    }

    static HeadlessTerminal Transcript() => Sessions().WaitFor(t => t.Window.Story.Completion.IsCompleted).Press("Home", "Enter")
        .WaitFor(t => t.Window.Top is TranscriptScreen { Count: > 300, Waiting: null });

    static HeadlessTerminal Hurry(HeadlessTerminal replay) => replay.Press([.. Enumerable.Repeat("CursorRight", 9)]);

    static string[] Users(HeadlessTerminal terminal) => [.. terminal.Lines[4..6].Select(line => line.Trim().Split(' ')[0])];
}
