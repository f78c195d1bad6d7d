using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;
using CSysdig.Views.Text;

namespace CSysdig.Tests.Views;

/// <summary>Times counted from an event that somebody chose.</summary>
public sealed class CountedTimeTests
{
    [Theory]
    [InlineData(12_000_345_678, 0, "+12.000345678")]
    [InlineData(0, 500_000_000, "-0.500000000")]
    [InlineData(5, 5, "+0.000000000")]
    public void A_time_is_seconds_behind_or_before(ulong time, ulong from, string told) => Assert.Equal(told, RelativeTime.Of(time, from));

    [Theory]
    [InlineData(8, "+12.0003")]
    [InlineData(5, "+12.0")]
    [InlineData(4, "+12")]
    [InlineData(1, "+12")]
    public void Where_there_is_no_room_parts_are_left_out(int columns, string told) => Assert.Equal(told, RelativeTime.Of(12_000_345_678, 0, columns: columns));

    [Fact]
    public void Dig_counts_from_the_selected_event_until_the_same_is_chosen_again()
    {
        using var terminal = Dig();
        terminal.Press("CursorDown", "CursorDown", "Ctrl+T");
        Assert.StartsWith(" Times are counted from 07:22:1", terminal.Lines[^1]);
        Assert.Contains("+- from 07:22:1", terminal.Lines[0]);
        Assert.Contains("from the chosen event", terminal.Lines[2]);
        Assert.Matches(@"^.\d+ -0\.\d{9} \d ", terminal.Lines[3]);
        Assert.Matches(@"^.\d+ \+0\.000000000 \d ", terminal.Lines[5]);
        Assert.Matches(@"^.\d+ \+0\.\d{9} \d ", terminal.Lines[6]);
        terminal.Press("t");
        Assert.Contains("time of day", terminal.Lines[2]);
        terminal.Press("t", "t", "t");
        Assert.Contains("from the chosen event", terminal.Lines[2]);
        terminal.Press("Ctrl+T");
        Assert.Equal(" Times are times of day.", terminal.Lines[^1]);
        Assert.DoesNotContain("+- from", terminal.Lines[0]);
        Assert.Matches(@"^.\d+ 07:22:1\d\.\d{9} \d ", terminal.Lines[3]);
        // There is no such mode without.
        terminal.Press("t", "t", "t");
        Assert.Contains("time of day", terminal.Lines[2]);
    }

    [Fact]
    public void What_is_counted_is_told_on_every_screen()
    {
        using var terminal = Dig();
        terminal.Press("Ctrl+T", "Backspace", "e").WaitFor(t => t.Window.Top is EchoScreen { IsComplete: true, Count: > 0 });
        Assert.Matches(@"(read|write) +[+-]\d+\.\d{9}  ", terminal.Lines[3]);
        terminal.Press("Backspace", "s").WaitFor(t => t.Window.Top is StoryScreen { Count: > 20, StillLooks: false });
        Assert.Contains(terminal.Lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^.[+-]\d+\.\d{4,9} +logged in"));
        Assert.Contains(terminal.Lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^── T\d+.* [+-]\d+\.\d{9}"));
        terminal.Press("Backspace", "w").WaitFor(t => t.Window.Top is SessionsScreen { Count: 2 });
        Assert.Matches(@" [+-]\d+\.\d{3} ", terminal.Lines[4]);
        terminal.Press("Enter").WaitFor(t => t.Window.Top is TranscriptScreen { Count: > 100, Waiting: null });
        Assert.Matches(@"^.[+-]\d+\.\d+ ", terminal.Lines[6]);
        terminal.Press("Backspace", "Backspace", "Backspace").WaitFor(t => t.Window.Top is TableScreen);
        Assert.Contains(terminal.Lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"32603  32602.* [+-]\d+\.\d{3} "));
    }

    [Fact]
    public void A_finding_a_line_and_a_listed_event_can_be_counted_from()
    {
        using var terminal = Honeypot.Terminal(160, 45, "file_opens");
        terminal.WaitFor(t => t.Window.Top is ListScreen { Count: > 100 });
        terminal.Press("CursorDown", "Ctrl+T");
        Assert.Contains("+0.000000000", terminal.Lines[5]);
        Assert.Matches(@"-\d+\.\d{9}", terminal.Lines[4]);
        terminal.Press("s").WaitFor(t => t.Window.Top is StoryScreen { Count: > 20, StillLooks: false });
        terminal.Press("Ctrl+T");
        Assert.Equal(((StoryScreen)terminal.Window.Top).Finding!.First, terminal.Window.CountedFrom);
        terminal.Press("Home", "Enter").WaitFor(t => t.Window.Top is TranscriptScreen { Count: > 100, Waiting: null });
        terminal.Press("End", "Ctrl+T");
        Assert.Equal(terminal.Window.Top.TimeOf(terminal.Window.Top.Position.Selected), terminal.Window.CountedFrom);
    }

    [Fact]
    public void On_a_table_it_is_the_start_of_the_stretch()
    {
        using var terminal = Honeypot.Terminal(120, 35);
        terminal.WaitFor("190 rows").Press("Ctrl+T");
        Assert.Equal(" This row has no time to count from: an event has one, and a stretch of the timeline.", terminal.Lines[^1]);
        terminal.Press(":").Type("range +10 +20").Press("Enter").WaitFor(t => t.Window.Top is TableScreen { Count: > 0 } && t.Window.Top.Selection?.Range is not null);
        terminal.Press("Ctrl+T");
        Assert.Equal(terminal.Window.Top.Selection!.Range!.Value.From, terminal.Window.CountedFrom);
    }

    static HeadlessTerminal Dig()
    {
        var terminal = Honeypot.Terminal(160, 45);
        terminal.WaitFor("190 rows").Press("d");
        return terminal.WaitFor(t => t.Window.Top is DigScreen { IsComplete: true, Count: > 1000 });
    }
}
