using System.Text;
using System.Text.Json;
using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Drawing;
using CSysdig.Views.Saving;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.Views.Saving;

public sealed class SaveCommandTests
{
    [Fact]
    public void A_table_is_written_with_plain_numbers()
    {
        using var folder = new TemporaryFolder();
        using var terminal = Honeypot.Terminal(view: "connections");
        var (csv, json, markdown) = (folder.File("a.csv"), folder.File("a.json"), folder.File("a.md"));
        terminal.WaitFor("29 rows");
        foreach (var file in new[] { csv, json, markdown })
            terminal.Press(":").Type($"save {file}").Press("Enter").WaitFor("29 rows written to");
        Assert.Equal(30, File.ReadAllLines(csv).Length);
        Assert.StartsWith("udp,198.51.100.20,37719,203.0.113.150,800,0,318068.", File.ReadAllLines(csv)[1]);
        using var parsed = JsonDocument.Parse(File.ReadAllText(json));
        Assert.Equal("203.0.113.150", parsed.RootElement[0].GetProperty("RIP").GetString());
        Assert.Equal(800, parsed.RootElement[0].GetProperty("RPORT").GetDouble());
        Assert.Equal(33, File.ReadAllLines(markdown).Length);
    }

    [Fact]
    public void A_selection_is_written_as_a_capture_that_knows_its_names()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("bot.scap.zst");
        using var terminal = Honeypot.Terminal(filter: "proc.pid=32603 and fd.name contains :6667");
        terminal.WaitFor(t => t.Window.Top.Count > 0).Press(":").Type($"save {file}").Press("Enter").WaitFor("events written to");
        using var stream = EventStream.Open(file);
        var events = 0;
        while (stream.Next())
        {
            Assert.Equal(32603, stream.Current.Thread!.Pid);
            Assert.Contains(":6667", System.Text.Encoding.UTF8.GetString(stream.Current.Fd!.Name));
            events++;
        }
        Assert.True(events > 10);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Where_there_is_no_file_a_selection_is_written_from_what_is_held(bool ofTime)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("irc.scap.gz");
        using var source = File.OpenRead(Repository.Sample("honeypot.scap.gz"));
        using var history = CaptureHistory.Open(source, new HistoryOptions { Window = 50_000 });
        await history.Completion;
        var part = (history.LastTimestamp - history.FirstTimestamp) / 8;
        var selection = new Selection("fd.l4proto=udp") { Range = ofTime ? new TimeRange(history.FirstTimestamp + part, history.LastTimestamp - part) : null };
        using var rows = RowRun.Start(history, new RowQuery(selection.Filter));
        await rows.Completion;
        Assert.Equal((rows.Count, null), SelectionCapture.Write(history, selection, file));
        Assert.InRange(rows.Count, 10, history.Count / 2);
        using var stream = EventStream.Open(file);
        var cursor = history.CreateCursor();
        for (var i = 0; i < rows.Count; i++)
        {
            Assert.True(stream.Next() && cursor.Load(rows[i]));
            Assert.Equal((cursor.Event.Raw.Timestamp, Slice.Text(cursor.Event.Fd?.Name), Slice.Text(cursor.Event.Thread?.Comm)),
                (stream.Current.Raw.Timestamp, Slice.Text(stream.Current.Fd?.Name), Slice.Text(stream.Current.Thread?.Comm)));
        }
        Assert.False(stream.Next());
    }

    [Fact]
    public void A_capture_is_not_recorded_but_saved()
    {
        using var folder = new TemporaryFolder();
        using var terminal = Honeypot.Terminal();
        terminal.Press(":").Type($"record {folder.File("a.scap")}").Press("Enter").WaitFor("this is a capture already; :save writes a capture of the selection");
        Assert.False(File.Exists(folder.File("a.scap")));
    }

    [Fact]
    public void A_file_that_exists_is_not_written_over_unless_asked()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("notes.csv");
        File.WriteAllText(file, "mine");
        using var terminal = Honeypot.Terminal();
        terminal.Press(":").Type($"save {file}").Press("Enter").WaitFor("exists; save! writes over it").Press("Esc");
        Assert.Equal("mine", File.ReadAllText(file));
        terminal.Press(":").Type($"save! {file}").Press("Enter").WaitFor("rows written to");
        Assert.NotEqual("mine", File.ReadAllText(file));
    }

    [Fact]
    public void A_screenshot_is_what_the_screen_shows()
    {
        using var folder = new TemporaryFolder();
        var (text, svg) = (folder.File("a.txt"), folder.File("a.svg"));
        using var terminal = Honeypot.Terminal(view: "connections");
        terminal.WaitFor("29 rows");
        var before = terminal.Lines;
        terminal.Press(":").Type($"screenshot {text}").Press("Enter").WaitFor("the screen written to");
        Assert.Equal(before, File.ReadAllText(text).TrimEnd('\n').Split('\n'));
        terminal.Press(":").Type($"screenshot {svg}").Press("Enter").WaitFor("a.svg");
        var picture = System.Xml.Linq.XDocument.Load(svg);
        Assert.Contains("203.0.113.150", picture.Root!.Value);
    }

    [Theory]
    [InlineData("screen.png")]
    [InlineData("screen")]
    [InlineData("screen.svg.gz")]
    public void A_picture_that_cant_be_made_is_refused(string name)
    {
        using var folder = new TemporaryFolder();
        using var terminal = Honeypot.Terminal();
        terminal.Press(":").Type($"screenshot {folder.File(name)}").Press("Enter").WaitFor("expected a name ending in .svg or .txt");
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_picture_has_the_colours_of_the_theme()
    {
        using var folder = new TemporaryFolder();
        var pictures = new List<string>();
        foreach (var theme in new[] { Theme.Sixteen, ColourThemes.Light, ColourThemes.Dark, Theme.Monochrome })
        {
            var file = folder.File($"{pictures.Count}.svg");
            using var terminal = new HeadlessTerminal(Honeypot.History, host => Ways.Open(host, ViewCatalog.Find("procs")!, new Selection()), theme: theme);
            terminal.WaitFor("190 rows").Press(":").Type($"screenshot {file}").Press("Enter").WaitFor("the screen written to");
            pictures.Add(File.ReadAllText(file));
        }
        Assert.Equal(4, pictures.Distinct().Count());
        Assert.Contains("height=\"100%\" fill=\"#fbfbf8\"", pictures[1]);
        Assert.Contains("fill=\"#22272e\"", pictures[1]);
        Assert.Contains("height=\"100%\" fill=\"#12161c\"", pictures[2]);
        // Without colours there are ground and ink.
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Matches(pictures[3], "fill=\"(#[0-9a-f]+)\"").Select(m => m.Groups[1].Value).Distinct().Count());
    }

    [Theory]
    [InlineData("save /dev/null/none/a.csv", "/dev/null/none/a.csv can't be written: ")]
    [InlineData("save /none-such/a.csv", "/none-such/a.csv can't be written: no such file or folder")]
    [InlineData("save /proc/a.json", "/proc/a.json can't be written: ")]
    [InlineData("screenshot /none-such/a.svg", "/none-such/a.svg can't be written: no such file or folder")]
    [InlineData("streams /proc/version/a", "the folder /proc/version/a can't be written to: ")]
    public void What_the_system_refuses_is_told_in_its_words(string typed, string said)
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press(":").Type(typed).Press("Enter").WaitFor(said);
        Assert.DoesNotContain("Could not", terminal.Text);
        Assert.DoesNotContain("'/", terminal.Text);
        Assert.Contains("can't be", terminal.Text);
    }

    [Fact]
    public void A_tilde_is_the_home_folder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal(home + "/a.csv", UserPath.Of(" ~/a.csv "));
        Assert.Equal(home, UserPath.Of("~"));
        Assert.Equal("~root/a.csv", UserPath.Of("~root/a.csv"));
        Assert.Equal("a~/b", UserPath.Of("a~/b"));
        var name = $"csysdig-test-{Guid.NewGuid():N}.csv";
        try
        {
            using var terminal = Honeypot.Terminal();
            terminal.Press(":").Type($"save ~/{name}").Press("Enter").WaitFor("190 rows written to");
            Assert.True(File.Exists(Path.Combine(home, name)));
        }
        finally
        {
            File.Delete(Path.Combine(home, name));
        }
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =1", "'  =1")]
    [InlineData("=1,\"2\"", "\"'=1,\"\"2\"\"\"")]
    [InlineData("\uff1d1", "'\uff1d1")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    public void A_cell_that_a_spreadsheet_would_take_for_a_formula_is_made_harmless(string cell, string written)
    {
        var to = new MemoryStream();
        TableFile.WriteCsv(to, new OneCell(cell));
        Assert.Equal($"'=T,N\n{written},-5\n", Encoding.UTF8.GetString(to.ToArray()));
    }

    sealed class OneCell(string text) : ITabular
    {
        public IReadOnlyList<string> Titles => ["=T", "N"];
        public int Count => 1;
        public double? NumberAt(int row, int column) => column == 1 ? -5 : null;
        public void WriteTextAt(int row, int column, Utf8Writer to) => to.Write(Encoding.UTF8.GetBytes(text));
    }
}
