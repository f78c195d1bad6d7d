using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>Notes, colours of one's own and times counted from an event, in the real program on a real terminal.</summary>
public sealed class NoteWalkTests : IDisposable
{
    const string Skipped = "tmux is not installed: notes, colours and counted times were NOT walked through the real program";
    const string Honeypot = "samples/honeypot.scap.gz";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void A_note_is_written_found_again_and_stands_in_the_report(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        var capture = _folder.File("copy.scap.gz");
        File.Copy(Repository.Sample("honeypot.scap.gz"), capture);
        using (var terminal = new TmuxDriver(width, height, "-r", capture, "--no-cache", "-v", "connections"))
        {
            terminal.WaitFor("29 rows");
            terminal.Type("/6667").Press("Enter");
            Page.See(terminal, page => page.Place("1 hit: 6667").Selected.Has("6667"));
            terminal.Type(":note orders come from here");
            Page.See(terminal, page => page.Question(": note orders come from here", "Keep a note on the selected row"));
            terminal.Press("Enter").WaitFor(" noted");
            terminal.Press("Down", "Up");
            Page.See(terminal, page => page.Selected.Begins("#").Has("6667"));
            terminal.WaitFor(" # orders come from here");
            terminal.Press("d").WaitFor("› Dig", "43 events");
            terminal.Type(":note it connects").Press("Enter").WaitFor(" noted");
            terminal.Press("q").WaitFor("exit 0");
        }
        Assert.Equal(3, File.ReadAllLines(capture + ".notes").Length);
        using (var terminal = new TmuxDriver(width, height, "-r", capture, "--no-cache"))
        {
            terminal.WaitFor("190 rows");
            terminal.Type(":notes").Press("Enter");
            Page.See(terminal, page => page.Way("› Notes").Fact("2 notes").Has("orders come from here").Selected.Has("connection 198.51"));
            terminal.Press("Enter");
            Page.See(terminal, page => page.Way("› Connections").Selected.Begins("#").Has("6667"));
            terminal.WaitFor(" # orders come from here");
            terminal.Press("BSpace", "Down", "Enter");
            Page.See(terminal, page => page.Way("› Dig").Selected.Begins("#").Has("connect"));
            var report = _folder.File("report.md");
            terminal.Type($":report {report}").Press("Enter").WaitFor("24 findings written to");
            Assert.Contains("orders come from here", File.ReadAllText(report));
            terminal.Press("q").WaitFor("exit 0");
        }
    }

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void By_the_mouse_a_noted_row_is_selected_and_told(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        var capture = _folder.File("copy.scap.gz");
        File.Copy(Repository.Sample("honeypot.scap.gz"), capture);
        File.WriteAllText(capture + ".notes", "{\"csysdig_notes\":1}\n{\"field\":\"proc.pid\",\"value\":\"32735\",\"time\":\"1795504941300000000\",\"note\":\"the second\"}\n");
        using var terminal = new TmuxDriver(width, height, "-r", capture, "--no-cache");
        Page.See(terminal, page => page["32735  32505"].Begins("#"));
        var row = Array.FindIndex(terminal.Screen, line => line.Contains("32735  32505"));
        terminal.Click(row, 10);
        terminal.WaitFor(" # the second");
        terminal.Click(row - 1, 10);
        Page.See(terminal, page => page.Has("F1Help"));
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void Where_the_folder_cant_be_written_a_line_says_so()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        var capture = _folder.File("copy.scap.gz");
        File.Copy(Repository.Sample("honeypot.scap.gz"), capture);
        // Not even root writes a file in the place of a folder.
        Directory.CreateDirectory(capture + ".notes/in");
        using var terminal = new TmuxDriver(160, 45, "-r", capture, "--no-cache");
        terminal.WaitFor("190 rows");
        terminal.Type(":note kept").Press("Enter").WaitFor("noted, for this run alone: ");
        terminal.Press("Down", "Up").WaitFor(" # kept");
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void Rows_have_the_colours_of_the_settings(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        using var terminal = Coloured(width, height, """
            [[colour]]
            filter = "proc.pid=32735"
            look = "black on yellow"
            [[colour]]
            view = "dig"
            filter = "evt.type=sendto"
            look = "black on magenta"
            """);
        terminal.WaitFor("a yellow row", _ => Looks(terminal, "32735  32505").Contains("\e[30m\e[43m") || Looks(terminal, "32735  32505").Contains("30;43"));
        terminal.Press("d").WaitFor("› Dig");
        terminal.Type("/sendto").Press("Enter", "Down");
        terminal.WaitFor("a magenta line", _ => terminal.Styled.Split('\n').Any(line => line.Contains("sendto") && (line.Contains("\e[45m") || line.Contains("30;45"))));
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void A_wrong_rule_is_told_in_one_line()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        using var filter = Coloured(160, 45, "[[colour]]\nfilter = \"user.name=root and\"\nlook = \"red\"\n");
        filter.WaitFor("settings.toml:2: filter: the filter is wrong at column ", "exit 1");
        using var view = Coloured(160, 45, "[[colour]]\nfilter = \"user.name=root\"\nlook = \"red\"\nview = \"prcs\"\n");
        view.WaitFor("settings.toml:4: view: there is no view prcs; --list-views names them, and the lines of dig are dig", "exit 1");
    }

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void Times_are_counted_from_a_finding_on_the_way_through_the_screens(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        using var terminal = new TmuxDriver(width, height, "-r", Honeypot, "--no-cache", "-v", "story");
        terminal.WaitFor("24 findings");
        terminal.Type("/over IRC").Press("Enter");
        Page.See(terminal, page => page.Selected.Has("took orders over IRC"));
        terminal.Press("C-t").WaitFor("Times are counted from 07:22:11.3", "+- from 07:22:11.3");
        Page.See(terminal, page => page.Selected.Cell("TIME", "+0.000000000"));
        terminal.Press("Enter");
        Page.See(terminal, page => page.Way("› Echo").Header("+- from 07:22:11.3").Has("▶ write -0.0").Has("◀ read  +"));
        terminal.Press("d");
        Page.See(terminal, page => page.Way("› Dig").Fact("from the chosen event").Has(" +0.0"));
        terminal.Press("Down", "C-t");
        terminal.WaitFor("again takes that back");
        Page.See(terminal, page => page.Selected.Has(" +0.000000000 "));
        terminal.Press("C-t").WaitFor("Times are times of day.");
        Page.See(terminal, page => page.Fact("time of day").Selected.Has(" 07:22:11."));
        terminal.Press("q").WaitFor("exit 0");
    }

    static string Looks(TmuxDriver terminal, string text) => terminal.Styled.Split('\n').FirstOrDefault(line => line.Contains(text)) ?? "";

    TmuxDriver Coloured(int width, int height, string settings)
    {
        Directory.CreateDirectory(_folder.File("csysdig"));
        File.WriteAllText(_folder.File("csysdig/settings.toml"), settings);
        return new TmuxDriver(width, height, TmuxDriver.Program, ["-r", Honeypot, "--no-cache"], config: _folder.Path);
    }
}
