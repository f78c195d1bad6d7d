using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Views;

public sealed class PaletteTests
{
    [Fact]
    public void A_view_is_opened_by_its_id_completed_with_tab()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press(":").Type("conn").Press("Tab", "Enter").WaitFor("203.0.113.150");
        Assert.StartsWith(" Connections", terminal.Lines[2]);
    }

    [Fact]
    public void Stats_tell_what_is_loaded_and_what_it_takes()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press(":").Type("stats").Press("Enter").WaitFor(" Stats");
        Assert.Matches($"events +{Honeypot.History.Count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} loaded in", terminal.Text);
        Assert.Matches("chunks +3 of 65,536 events; 3 in memory", terminal.Text);
    }

    [Fact]
    public void A_moment_leads_to_the_events_of_that_moment()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press(":").Type("at +12.5").Press("Enter").WaitFor("› Dig").WaitFor(t => t.Window.Top.Position.Selected > 0);
        var started = Honeypot.History.FirstTimestamp;
        var number = long.Parse(terminal.Window.Top.RowText(terminal.Window.Top.Position.Selected).Split(' ')[0]);
        var row = Enumerable.Range(0, (int)Honeypot.History.Count).First(r => Honeypot.History.NumberAt(r) == number);
        Assert.InRange(Honeypot.History.TimestampAt(row), started + 12_500_000_000, started + 12_600_000_000);
    }

    [Fact]
    public void A_stretch_of_time_is_looked_at_and_left_again()
    {
        using var terminal = Honeypot.Terminal(view: "connections");
        terminal.Press(":").Type("range +0 +10").Press("Enter").WaitFor(t => !t.Text.Contains("203.0.113.150"));
        Assert.Contains("10.0s of 47.0s]", terminal.Lines[1]);
        terminal.Press("c").WaitFor("203.0.113.150");
        Assert.DoesNotContain("]", terminal.Lines[1]);
    }

    [Fact]
    public void Drawing_over_the_timeline_chooses_a_stretch()
    {
        using var terminal = Honeypot.Terminal(view: "connections");
        terminal.WaitFor("203.0.113.150").Drag((1, 2), (1, 20)).WaitFor(t => t.Lines[1].Contains(" of 47.0s]"));
        terminal.WaitFor(t => !t.Text.Contains("203.0.113.150"));
    }

    [Theory]
    [InlineData("at noon", "expected a time of day")]
    [InlineData("by fd.nonsense", "fd.nonsense")]
    [InlineData("range +5 +1", "before the first")]
    [InlineData("save nothing.exe", "expected a name ending in")]
    [InlineData("frobnicate", "no command or view frobnicate")]
    public void What_is_wrong_with_a_command_is_said_and_can_be_mended(string typed, string said)
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press(":").Type(typed).Press("Enter").WaitFor(said);
        Assert.Contains(typed, terminal.Lines[^2]);
    }

    [Theory]
    [InlineData("conn", " Connections")]
    [InlineData("system c", " System Calls")]
    [InlineData("STORY", " Story")]
    public void A_unique_beginning_is_enough(string typed, string way)
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press(":").Type(typed).Press("Enter").WaitFor(t => t.Window.Top.Title == way.Trim());
    }

    [Fact]
    public void A_beginning_that_is_not_unique_names_what_it_may_be()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press(":").Type("con").Press("Enter").WaitFor("con may be connections, containers, containers_errors");
    }

    [Fact]
    public void What_writes_over_files_is_only_meant_by_its_whole_name()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("mine.csv");
        using var terminal = Honeypot.Terminal();
        terminal.Press(":").Type($"sa {file}").Press("Enter").WaitFor("190 rows written to");
        terminal.Press(":").Type($"sav {file}").Press("Enter").WaitFor("exists; save! writes over it");
    }
}
