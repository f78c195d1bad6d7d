using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Views;

public sealed class GroupByTests
{
    [Fact]
    public void A_selection_is_gathered_by_any_field()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press("b").Type("fd.l4proto").Press("Enter").WaitFor("by fd.l4proto").WaitFor(t => t.Window.Top.Count > 1);
        Assert.Contains(terminal.Lines, line => line.EndsWith(" udp"));
        Assert.Contains(terminal.Lines, line => line.EndsWith(" tcp"));
        terminal.Press("Enter").WaitFor("› Processes").WaitFor(t => t.Window.Top.Count > 0);
    }

    [Fact]
    public void A_value_seen_in_the_inspector_is_kept_or_left_out()
    {
        using var terminal = Honeypot.Terminal(filter: "proc.pid=32603 and evt.type=sendto");
        terminal.Press("F6").WaitFor(t => t.Window.Top.Count > 0 && t.Text.Contains("> sendto")).Press("Enter").WaitFor("fields");
        terminal.WaitFor(t => t.Lines[^1].Contains("Keep"));
        while (!terminal.Window.Top.RowText(terminal.Window.Top.Position.Selected).StartsWith("evt.type "))
            terminal.Press("j");
        terminal.Press("-").WaitFor(t => t.Window.Top.Selection?.CaptureFilter.Contains("not evt.type=\"sendto\"") == true).WaitFor("0 events");
        terminal.Press("Backspace", "+").WaitFor(t => t.Window.Top.Count > 1000);
    }

    [Fact]
    public void An_event_leads_to_its_process_among_all_others()
    {
        using var terminal = Honeypot.Terminal(filter: "proc.pid=32486");
        terminal.Press("F6").WaitFor("events").WaitFor(t => t.Window.Top.Count > 0).Press("P").WaitFor(t => t.Window.Top.Count > 100);
        AssertOnProcess(terminal, "32486");
        // The processes are known by now: their answer is there before anything is sought in it.
        terminal.Press("Backspace").Press("P").WaitFor(t => t.Window.Top.Count > 100);
        AssertOnProcess(terminal, "32486");
        terminal.Press("Backspace").Press("Enter").WaitFor("fields").Press("P").WaitFor(t => t.Window.Top.Count > 100);
        AssertOnProcess(terminal, "32486");
    }

    static void AssertOnProcess(HeadlessTerminal terminal, string pid) =>
        Assert.StartsWith(pid, terminal.Window.Top.RowText(terminal.Window.Top.Position.Selected).Trim());

    [Fact]
    public void Values_that_the_selection_holds_complete_a_filter()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press("F4").Type("proc.name=pe").WaitFor(t => t.Lines[^1].StartsWith(" Tab ") && t.Lines[^1].Contains("perl"));
        terminal.Press("Tab");
        Assert.Contains("proc.name=perl", terminal.Lines[^2]);
    }
}
