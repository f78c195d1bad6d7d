using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>The way an investigator takes, in the real program on a real terminal.</summary>
public sealed class HoneypotWalkTests
{
    const int FirstRow = 4;

    [SkippableFact]
    public void From_the_processes_to_the_flood_to_the_order_that_started_it_and_back_to_the_same_row()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: the walk through the real program was NOT tested");
        using var terminal = new TmuxDriver(120, 35, "-r", "samples/honeypot.scap.gz");

        var processes = terminal.WaitFor("the processes", s => s.Length == 35 && s[2].Contains("190 rows") && s[FirstRow].Contains("httpd -DSSL") && s[^1].EndsWith("1/190"));
        Assert.Contains("32603", processes[FirstRow]);

        terminal.Press("Enter").WaitFor("Processes › httpd (32603) › Threads", "1 row");
        terminal.Press("F2").WaitFor("› Views", "Connections", "System Calls");
        terminal.Press("Home", "Enter");
        var connections = terminal.WaitFor("Processes › httpd (32603) › Connections", "3 rows");
        Assert.Contains("udp", connections[FirstRow]);
        Assert.Contains("203.0.113.150", connections[FirstRow]);

        var irc = Array.FindIndex(connections, line => line.Contains("6667")) - FirstRow;
        Assert.InRange(irc, 1, 2);
        for (var i = 0; i < irc; i++)
            terminal.Press("Down");
        terminal.WaitFor($"{irc + 1}/3");
        terminal.Press("F5").WaitFor(":x!~x@x PRIVMSG #nanana :!u @udp1 203.0.113.150 800 3");

        terminal.Press("BSpace").WaitFor("Processes › httpd (32603) › Connections", $"{irc + 1}/3");
        terminal.Press("BSpace").WaitFor("the processes again", s => s.Length == 35 && s[2].TrimStart().StartsWith("Processes ") && s[^1].EndsWith("1/190"));
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void The_terminal_may_change_its_size_at_any_moment()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: resizing was NOT tested");
        using var terminal = new TmuxDriver(80, 24, "-r", "samples/honeypot.scap.gz");
        terminal.WaitFor("190 rows");
        terminal.Press("j").WaitFor("2/190");
        foreach (var (width, height) in new[] { (40, 10), (300, 100), (47, 12), (120, 35) })
        {
            terminal.Resize(width, height);
            terminal.WaitFor($"a frame of {width}x{height}", s => s.Length == height && s[0].Contains("csysdig") && s[^1].EndsWith("2/190"));
        }
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void A_capture_that_is_none_says_so_in_one_line()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: the refusal was NOT tested");
        using var terminal = new TmuxDriver(120, 35, "-r", "README.md");
        var screen = terminal.WaitFor("exit 1");
        Assert.StartsWith("csysdig: ", screen[0]);
        Assert.Equal("exit 1", screen[1]);
    }
}
