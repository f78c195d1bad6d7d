using System.Diagnostics;
using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>csysdig shows another machine, on a real terminal: the other one is this one, behind an sshd.</summary>
public sealed class RemoteScreenTests
{
    [SkippableTheory]
    [InlineData(80, 24), InlineData(160, 45)]
    public void Processes_of_the_other_machine_are_shown_and_nothing_stays_there(int width, int height)
    {
        using var server = Server();
        using var terminal = Terminal(server, width, height, "proc.name=sleep and proc.args=86399.125");
        terminal.WaitFor("the other machine", screen => screen[0].Contains(" there   live ") && screen[2].StartsWith(" Processes"));
        using (var sleeper = Process.Start("sleep", "86399.125"))
            try
            {
                Follow(terminal, width, sleeper);
            }
            finally
            {
                // It would be the row of the next one, too.
                sleeper.Kill();
            }
        terminal.Press("q").WaitFor("exit 0");
        Assert.True(LiveMachine.Await(() => server.Left.Length == 0), string.Join(", ", server.Left));
    }

    static void Follow(TmuxDriver terminal, int width, Process sleeper)
    {
        var row = new Regex($@"^ +{sleeper.Id} .* sleep 86399\.125");
        terminal.WaitFor("the process", screen => screen.Any(row.IsMatch));
        // Nothing here is done about what runs there.
        terminal.Press("F8").WaitFor("Can't be run: it would run on this");
        terminal.Press("Enter").WaitFor("the refusal", screen => screen[^1].Contains("the row is of there"));
        terminal.Press("BSpace").WaitFor("the process again", screen => screen.Any(row.IsMatch));
        // How it does it tells itself.
        if (width > 80)
            terminal.WaitFor("load and cost", screen => Regex.IsMatch(screen[0], @" load [0-9]+\.[0-9]{2}   cost [0-9.]+ % there\b"));
        sleeper.Kill();
        sleeper.WaitForExit();
        terminal.WaitFor("that it is gone", screen => screen[2].EndsWith(" 0 rows"));
        Past.Find(terminal, "the process as it was", screen => screen.Any(row.IsMatch) && screen[0].Contains(" past "));
    }

    [SkippableFact]
    public void Where_the_line_is_cut_what_was_seen_can_be_walked_through()
    {
        using var server = Server();
        using var terminal = Terminal(server, 160, 45);
        terminal.WaitFor("processes", screen => screen[0].Contains(" live ") && Regex.IsMatch(screen[2], " [1-9][0-9]* rows$"));
        server.Cut();
        terminal.WaitFor("that it is cut", screen => screen[0].Contains(" stopped ") && screen[^1].Contains("there tells no more; what was seen stays (ssh ended with exit code 255"));
        Assert.True(LiveMachine.Await(() => server.Left.Length == 0), string.Join(", ", server.Left));
        terminal.Press("Enter").WaitFor("what a process had", screen => screen[2].Contains(" › "));
        terminal.Press("q").WaitFor("exit 0");
    }

    static SshServer Server()
    {
        LiveMachine.Need("tmux", "sshd", "ssh", "unshare", "sleep");
        Skip.If(Environment.GetEnvironmentVariable("CSYSDIG_NATIVE") is not { Length: > 0 }, "SKIPPED: what is copied to another machine is the native binary; CSYSDIG_NATIVE names the folder that has it");
        return new SshServer();
    }

    static TmuxDriver Terminal(SshServer server, int width, int height, params string[] filter) =>
        new(width, height, ["env", $"CSYSDIG_SSH={string.Join(' ', server.Ssh)}", .. TmuxDriver.Program], ["-d", "1000", "ssh://there", .. filter]);
}
