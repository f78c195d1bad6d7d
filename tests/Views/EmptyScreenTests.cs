using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Views;

/// <summary>Where nothing is shown, the screen says what keeps it away.</summary>
public sealed class EmptyScreenTests
{
    const string Filtered = "A filter is on: c drops it, F4 changes it.";

    [Theory]
    [InlineData("connections", "Nothing of this kind here.")]
    [InlineData("file_opens", "No such event here.")]
    [InlineData("spectro_all", "No call here.")]
    public void A_view_with_a_filter_says_how_to_drop_it(string view, string empty)
    {
        using var terminal = Honeypot.Terminal(view: view, width: 80, height: 24);
        terminal.Press("F4").Type("proc.name=nosuch").Press("Enter").WaitFor(empty).WaitFor(Filtered);
        terminal.Press("c").WaitFor(t => t.Window.Top.Count > 0);
        Assert.DoesNotContain(Filtered, terminal.Text);
    }

    [Theory]
    [InlineData("d", "No event here.")]
    [InlineData("e", "Nothing was read or written here.")]
    public void So_do_events_and_bytes(string key, string empty)
    {
        using var terminal = Honeypot.Terminal(width: 80, height: 24);
        terminal.Press(key).WaitFor(t => t.Window.Top.Count > 0).Press("F4").Type("proc.name=nosuch").Press("Enter").WaitFor(empty).WaitFor(Filtered);
        terminal.Press("c").WaitFor(t => t.Window.Top.Count > 0);
    }

    [Fact]
    public void A_stretch_of_time_is_named_too()
    {
        using var terminal = Honeypot.Terminal(view: "connections", width: 80, height: 24);
        terminal.Press(":").Type("range +0 +0").Press("Enter").WaitFor("Only a stretch of time is looked at: c drops that.");
        terminal.Press("F4").Type("proc.name=nosuch").Press("Enter").WaitFor("A filter and a stretch of time are on: c drops both, F4 changes the filter.");
        terminal.Press("c").WaitFor(t => t.Window.Top.Count > 0);
    }

    [Fact]
    public void Without_either_nothing_is_said_to_be_dropped()
    {
        using var terminal = Honeypot.Terminal(width: 80, height: 24);
        terminal.Press(":").Type("containers").Press("Enter").WaitFor("Nothing of this kind here. F2 shows other views, Backspace goes back.");
        Assert.DoesNotContain("drops", terminal.Text);
    }
}
