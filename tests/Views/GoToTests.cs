using System.Globalization;
using CSysdig.Model;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Text;

namespace CSysdig.Tests.Views;

/// <summary>Going to a moment leads to the first row at or behind it, in every list of events; a sort leads to the top.</summary>
public sealed class GoToTests
{
    [Theory]
    [InlineData("+12.5")]
    [InlineData("+0")]
    [InlineData("+47")]
    public void In_dig_to_the_first_event_of_the_selection_then(string moment)
    {
        using var terminal = Honeypot.Terminal(filter: "proc.name=sshd");
        terminal.Press(":").Type($"at {moment}").Press("Enter").WaitFor("› Dig").WaitFor(t => t.Window.Top.Count > 1000 && IsAt(t, moment));
    }

    [Fact]
    public void In_a_list_view_likewise()
    {
        using var terminal = Honeypot.Terminal(view: "file_opens");
        terminal.WaitFor(t => t.Window.Top.Count > 1000).Press(":").Type("at +20").Press("Enter");
        var selected = terminal.Window.Top.Position.Selected;
        Assert.InRange(selected, 1, terminal.Window.Top.Count - 2);
        Assert.True(TimeOfInspected(terminal) >= Moment("+20"));
        terminal.Press("Backspace", "k");
        Assert.True(TimeOfInspected(terminal) < Moment("+20"));
    }

    [Fact]
    public void In_echo_to_the_first_bytes_then()
    {
        using var terminal = Honeypot.Terminal(view: "connections", filter: "fd.name contains :6667", height: 14);
        terminal.Press("F5").WaitFor("NICK").Press(":").Type("at 07:22:12.27").Press("Enter");
        terminal.WaitFor(t => t.Lines[3].StartsWith("◀ read  07:22:12.272939", StringComparison.Ordinal));
        terminal.Press("k", "k");
        Assert.Contains(terminal.Lines[3..5], line => line.Contains("07:22:11.870630"));
    }

    [Theory]
    [InlineData("I")]
    [InlineData("F9")]
    public void A_sort_shows_the_top_row(string key)
    {
        using var terminal = Honeypot.Terminal(height: 14);
        terminal.WaitFor("190 rows");
        for (var i = 0; i < 30; i++)
            terminal.Press("j");
        Assert.EndsWith("31/190", terminal.Lines[^1]);
        terminal.Press(key);
        if (key == "F9")
            terminal.Press("Home", "Enter");
        Assert.EndsWith("1/190", terminal.Lines[^1].Replace("31/190", ""));
        Assert.Equal(0, terminal.Window.Top.Position.Top);
        terminal.Press("j").WaitFor("2/190");
        // A click on a title sorts likewise.
        terminal.Click(3, terminal.Lines[3].IndexOf("USER", StringComparison.Ordinal));
        Assert.Equal(0, terminal.Window.Top.Position.Selected);
    }

    static bool IsAt(HeadlessTerminal terminal, string moment)
    {
        var (top, history) = (terminal.Window.Top, Honeypot.History);
        ulong TimeAt(int index)
        {
            var number = long.Parse(top.RowText(index).Split(' ')[0], CultureInfo.InvariantCulture);
            var row = Enumerable.Range(0, (int)history.Count).First(r => history.NumberAt(r) == number);
            return history.TimestampAt(row);
        }
        var selected = top.Position.Selected;
        return (TimeAt(selected) >= Moment(moment) || selected == top.Count - 1) && (selected == 0 || TimeAt(selected - 1) < Moment(moment));
    }

    static ulong TimeOfInspected(HeadlessTerminal terminal)
    {
        terminal.Press("Enter").WaitFor("› Event ");
        var title = terminal.Window.Top.Title;
        var number = long.Parse(title[(title.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
        return Honeypot.History.TimestampAt(Enumerable.Range(0, (int)Honeypot.History.Count).First(r => Honeypot.History.NumberAt(r) == number));
    }

    static ulong Moment(string text) => TypedTime.TryParse(text, new TimeRange(Honeypot.History.FirstTimestamp, Honeypot.History.LastTimestamp), out var time) ? time : throw new FormatException(text);
}
