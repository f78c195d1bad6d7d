using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.Views;

/// <summary>Notes on rows of screens.</summary>
public sealed class NoteTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    readonly List<CaptureHistory> _histories = [];

    public void Dispose()
    {
        foreach (var history in _histories)
            history.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_note_on_a_process_is_at_its_row_when_the_capture_is_opened_again()
    {
        var capture = Copy();
        using (var terminal = Open(capture))
        {
            Note(terminal, "the bot");
            Assert.StartsWith("#", Row(terminal, "32603  32602"));
            Assert.StartsWith(" # the bot", terminal.Lines[^1]);
            terminal.Press("CursorDown");
            Assert.StartsWith("F1Help", terminal.Lines[^1]);
        }
        using var again = Open(capture);
        Assert.StartsWith("#", Row(again, "32603  32602"));
        Assert.StartsWith(" # the bot", again.Lines[^1]);
        Note(again, "");
        Assert.StartsWith(" ", Row(again, "32603  32602"));
        Assert.False(File.Exists(capture + ".notes"));
    }

    [Theory]
    [InlineData("connections", "6667")]
    [InlineData("files", "/var/log/wtmp")]
    [InlineData("file_opens", "wtmp")]
    public void The_list_of_notes_leads_to_each_row(string view, string text)
    {
        var capture = Copy();
        using var terminal = Open(capture, view);
        terminal.Find(text);
        var row = terminal.Window.Top.RowText(terminal.Window.Top.Position.Selected);
        Note(terminal, "here");
        terminal.Press("Home", ":").Type("notes").Press("Enter").WaitFor(t => t.Window.Top is NotesScreen { Count: 1 });
        Assert.Contains("here", terminal.Text);
        terminal.Press("Enter").WaitFor(t => t.Window.Top is not NotesScreen && !t.Window.Top.StillLooks && t.Lines.Any(line => line.StartsWith('#')));
        terminal.WaitFor(t => t.Lines[^1].StartsWith(" # here"));
        if (view != "file_opens")
            Assert.Equal(row, terminal.Window.Top.RowText(terminal.Window.Top.Position.Selected));
        terminal.Press("Backspace");
        Assert.IsType<NotesScreen>(terminal.Window.Top);
    }

    [Fact]
    public void Findings_sessions_and_reads_have_notes_too()
    {
        using var terminal = Open(Copy());
        terminal.Press("s").WaitFor(t => t.Window.Top is StoryScreen { Count: > 20, StillLooks: false });
        terminal.Press("CursorDown");
        var finding = ((StoryScreen)terminal.Window.Top).Finding!;
        Note(terminal, "of the finding");
        Assert.Contains(terminal.Lines, line => line.StartsWith('#'));
        terminal.Press("Backspace", "w").WaitFor(t => t.Window.Top is SessionsScreen { Count: 2 });
        Note(terminal, "of the session");
        Assert.StartsWith("#", terminal.Lines[4]);
        terminal.Press("Backspace", "e").WaitFor(t => t.Window.Top is EchoScreen { IsComplete: true, Count: > 0 });
        Note(terminal, "of the bytes");
        Assert.Equal('#', terminal.Lines[3][1]);
        terminal.Press(":").Type("notes").Press("Enter").WaitFor(t => t.Window.Top is NotesScreen { Count: 3 });
        terminal.Find("of the finding").Press("Enter").WaitFor(t => t.Window.Top is StoryScreen { Count: > 20 });
        Assert.Equal((finding.Rule, finding.First), (((StoryScreen)terminal.Window.Top).Finding!.Rule, ((StoryScreen)terminal.Window.Top).Finding!.First));
        terminal.Press("Backspace").Find("of the session").Press("Enter").WaitFor(t => t.Window.Top is TranscriptScreen { Count: > 0 });
    }

    [Fact]
    public void A_note_is_of_the_process_and_not_of_another_with_its_id()
    {
        var built = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(50, "first")).Look(50);
        var before = built.Time;
        built.Time += 5_000_000_000;
        built.Ends(50).Clone(1, 50, "second").Look(50);
        // What is known at the end of a stretch is told where the capture goes on for a second behind it.
        built.Time += 5_000_000_000;
        built.Look(50);
        var capture = _folder.File("reuse.scap");
        File.WriteAllBytes(capture, built.ToArray());
        using (var terminal = Open(capture, selection: new Selection { Range = new TimeRange(0, before) }))
        {
            terminal.Find("first");
            Note(terminal, "it was this one");
        }
        using (var terminal = Open(capture))
        {
            Assert.StartsWith(" ", Row(terminal, "second"));
            terminal.Press(":").Type("notes").Press("Enter").WaitFor(t => t.Window.Top is NotesScreen { Count: 1 });
            terminal.Press("Enter").WaitFor(t => t.Lines.Any(line => line.StartsWith('#') && line.Contains("first")));
        }
    }

    [Fact]
    public void A_capture_that_is_saved_has_the_notes_beside_it_and_they_find_their_rows()
    {
        var (capture, saved) = (Copy(), _folder.File("saved.scap"));
        using (var terminal = Open(capture, filter: "proc.pid=32603"))
        {
            terminal.WaitFor("1 row");
            Note(terminal, "the bot");
            terminal.Press("d").WaitFor(t => t.Window.Top is DigScreen { IsComplete: true, Count: > 100 });
            terminal.Press("End");
            Note(terminal, "its last");
            terminal.Press(":").Type($"save {saved}").Press("Enter").WaitFor("events written to");
        }
        using var again = Open(saved);
        Assert.Contains(again.Lines, line => line.StartsWith('#') && line.Contains("32603"));
        again.Press("d").WaitFor(t => t.Window.Top is DigScreen { IsComplete: true, Count: > 100 });
        Assert.NotNull(Enumerable.Range(0, again.Window.Top.Count).Select(again.Window.Top.NoteOf).LastOrDefault(note => note is not null));
    }

    [Fact]
    public void Where_it_cant_be_kept_a_line_says_so_and_it_is_there_for_the_run()
    {
        var capture = Copy();
        File.WriteAllText(capture + ".notes", "mine");
        using var terminal = Open(capture);
        terminal.WaitFor("it is neither read nor written");
        terminal.Press(":").Type("note x").Press("Enter");
        Assert.StartsWith(" noted, for this run alone: ", terminal.Lines[^1]);
        terminal.Press("CursorDown", "CursorUp");
        Assert.StartsWith(" # x", terminal.Lines[^1]);
        Assert.Equal("mine", File.ReadAllText(capture + ".notes"));
    }

    [Fact]
    public void A_hostile_file_reaches_no_terminal_raw_and_leads_nowhere()
    {
        var capture = Copy();
        File.WriteAllLines(capture + ".notes", ["{\"csysdig_notes\":1}", "{\"field\":\"x\\u001b[31m.y\",\"value\":\"v\\u001b[2J\\u202e\",\"note\":\"n\\u001b]52;c;AAAA\\u0007\\u202e\"}",
            "{\"field\":\"proc.pid\",\"value\":\"32603\",\"time\":\"1795504933000000000\",\"note\":\"p\\u001b[31m\"}"]);
        using var terminal = Open(capture);
        Assert.Contains("\\x1b[31m", terminal.Lines[^1]);
        terminal.Press(":").Type("notes").Press("Enter").WaitFor(t => t.Window.Top is NotesScreen { Count: 2 });
        Assert.DoesNotContain('\u001b', terminal.Text);
        Assert.DoesNotContain('\u202e', terminal.Text);
        terminal.Press("Enter");
        Assert.StartsWith(" There is no way to ", terminal.Lines[^1]);
    }

    [Fact]
    public void Rows_that_can_have_none_say_what_can()
    {
        using var terminal = Open(Copy());
        terminal.Press("?", ":").Type("note x").Press("Enter");
        Assert.Contains("a note is kept on a row: a process, a file", terminal.Text);
    }

    static void Note(HeadlessTerminal terminal, string text)
    {
        terminal.Press(":").Type($"note {text}".TrimEnd()).Press("Enter");
        Assert.StartsWith(text.Length > 0 ? " noted" : " the note is gone", terminal.Lines[^1]);
        // The line is said until the next key.
        terminal.Press("Ctrl+L");
    }

    string Copy()
    {
        var capture = _folder.File("copy.scap.gz");
        File.Copy(Repository.Sample("honeypot.scap.gz"), capture, overwrite: true);
        return capture;
    }

    HeadlessTerminal Open(string capture, string view = "procs", Selection? selection = null, string filter = "")
    {
        var history = CaptureHistory.Open(capture);
        _histories.Add(history);
        history.Completion.Wait();
        var terminal = new HeadlessTerminal(history, host => Ways.Open(host, ViewCatalog.Find(view)!, selection ?? new Selection(filter)), 160, 220);
        return terminal.WaitFor(t => t.Window.Top.Count > 0 && !t.Window.Top.StillLooks);
    }

    static string Row(HeadlessTerminal terminal, string text) => Assert.Single(terminal.Lines[4..^1], line => line.Contains(text));
}
