using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Views;

public sealed class ActionsScreenTests
{
    [Fact]
    public void A_command_is_shown_word_by_word_and_asked_about_before_it_runs()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("190 rows").Press("a").WaitFor("kill -9 32603");
        Assert.Contains("this machine, now", terminal.Text);
        terminal.Press("Enter").WaitFor("Run  kill -9 32603  on this machine? (yes)");
        terminal.Press("Esc").WaitFor(t => !t.Text.Contains("(yes)"));
        Assert.Null(terminal.Window.TakeOutside());
    }

    [Fact]
    public void Only_a_yes_runs_it()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("190 rows").Press("F8").WaitFor("kill -9 32603").Press("c").WaitFor("Run  gcore 32603").Press("Enter");
        Assert.Null(terminal.Window.TakeOutside());
        terminal.Press("c").Type("yes").Press("Enter");
        Assert.Equal(["gcore", "32603"], terminal.Window.TakeOutside()!.Value.Words);
    }

    [Fact]
    public void A_row_gives_the_values_of_its_newest_event()
    {
        using var terminal = Honeypot.Terminal(view: "connections");
        terminal.WaitFor("29 rows").Press("a").WaitFor("tcpdump -niany host 198.51.100.20 and host 203.0.113.150 and port 37719");
    }

    [Fact]
    public void Tagged_rows_are_gone_into_together()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("190 rows").Press("Space", "Space").WaitFor("2 tagged");
        terminal.Press("Enter").WaitFor("2 tagged › Threads").WaitFor(t => t.Window.Top.Count == 2);
        terminal.Press("Backspace", "U").WaitFor(t => !t.Text.Contains("tagged"));
    }
}
