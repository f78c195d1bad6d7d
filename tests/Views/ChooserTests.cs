using CSysdig.Tests.TestKit;
using CSysdig.Views.Drawing;

namespace CSysdig.Tests.Views;

/// <summary>The list of views: typed into, and telling which have nothing to show.</summary>
public sealed class ChooserTests
{
    const int FirstRow = 4;

    [Fact]
    public void Letters_narrow_it_and_Enter_opens_what_begins_so()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press("F2").WaitFor("type to narrow").Type("conn").WaitFor("View: conn");
        Assert.Equal(["Connections", "New Connections"], Names(terminal));
        terminal.Press("Enter").WaitFor("203.0.113.150");
        Assert.StartsWith(" Connections", terminal.Lines[2]);
    }

    [Fact]
    public void Letters_that_are_keys_elsewhere_are_letters_here_and_blanks_too()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press("F2").Type("qjk").WaitFor("View: qjk").WaitFor("No view is called so");
        Assert.Empty(Names(terminal));
        terminal.Press("Enter", "Backspace", "Backspace", "Backspace").WaitFor(t => Names(t).Length > 20);
        terminal.Type("system c").WaitFor("View: system c");
        Assert.Equal(["System Calls"], Names(terminal));
        terminal.Press("Esc").WaitFor(t => Names(t).Length > 20).Press("Esc").WaitFor("190 rows");
    }

    [Fact]
    public void A_pasted_name_narrows_it_too()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press("F2").WaitFor("type to narrow");
        terminal.Window.Paste(" server ports\n");
        terminal.WaitFor("View: server ports");
        Assert.Equal(["Server Ports"], Names(terminal));
    }

    [Fact]
    public void Views_without_rows_are_dimmed_and_no_others()
    {
        using var terminal = Honeypot.Terminal(filter: "proc.name=sshd");
        terminal.Press("F2").WaitFor(t => IsDim(t, "Containers") && IsDim(t, "Spy Syslog"));
        foreach (var name in new[] { "Processes", "Connections", "Files", "System Calls", "Spectrogram-All", "Story" })
            Assert.False(IsDim(terminal, name), name);
        terminal.Type("containers e").WaitFor("It has no rows in this selection.");
    }

    static string[] Names(HeadlessTerminal terminal) =>
        [.. Enumerable.Range(0, terminal.Window.Top.Count).Select(terminal.Window.Top.RowText)];

    static bool IsDim(HeadlessTerminal terminal, string name)
    {
        var row = Array.FindIndex(terminal.Lines, FirstRow, line => line.StartsWith($" {name} ") || line == $" {name}");
        return row >= 0 && terminal.AttributeAt(row, 1) == Theme.Sixteen[Style.Dim];
    }
}
