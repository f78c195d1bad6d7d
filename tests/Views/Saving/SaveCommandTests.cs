using System.Text.Json;
using CSysdig.Model;
using CSysdig.Tests.TestKit;

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
}
