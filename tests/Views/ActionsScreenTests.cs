using System.Text.RegularExpressions;
using CSysdig.Model.History;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;

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
    public void Of_a_capture_that_is_still_read_it_gives_those_of_the_newest_that_there_is()
    {
        using var source = new MemoryStream(File.ReadAllBytes(Repository.Sample("honeypot.scap.gz")));
        using var gate = new GatedStream(source, source.Length * 9 / 10);
        using var history = CaptureHistory.Open(gate, new HistoryOptions());
        using var terminal = new HeadlessTerminal(history, host => Ways.Open(host, ViewCatalog.Find("connections")!, new Selection("")), 120, 35);
        try
        {
            terminal.WaitFor(t => t.Window.Top.Count > 0).Press("a").WaitFor(t => Regex.IsMatch(t.Text, @"tcpdump -niany host [\d.]+ and host [\d.]+ and port \d+"));
            Assert.False(history.IsComplete);
        }
        finally
        {
            gate.Open();
        }
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
