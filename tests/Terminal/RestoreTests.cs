using System.Diagnostics;
using System.Runtime.InteropServices;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>Whatever ends or stops the program, the terminal is as it was: its screen, its cursor, its mouse, its echo.</summary>
public sealed class RestoreTests
{
    static readonly (bool, bool, bool) s_usual = (false, false, true), s_taken = (true, true, false);
    const int SignalContinue = 18, SignalNewSize = 28;

    [SkippableTheory]
    [InlineData("TERM", "exit 143")]
    [InlineData("HUP", "exit 129")]
    [InlineData("INT", "exit 130")]
    [InlineData("QUIT", "exit 131")]
    public void A_signal_ends_it_in_order(string signal, string end)
    {
        using var terminal = Start("-r", "samples/honeypot.scap.gz", "--no-cache");
        terminal.WaitFor("190 rows");
        Assert.Equal(s_taken, terminal.Modes);
        Send(signal, terminal.Id);
        terminal.WaitFor(end);
        AssertUsual(terminal);
    }

    [SkippableFact]
    public void The_usual_end_leaves_it_so_too()
    {
        using var terminal = Start("-r", "samples/honeypot.scap.gz", "--no-cache");
        terminal.WaitFor("190 rows");
        terminal.Press("q").WaitFor("exit 0");
        AssertUsual(terminal);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stopped_it_gives_the_terminal_back_and_takes_it_again_when_it_goes_on(bool bySignal)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: stopping by Ctrl+Z was NOT tested");
        using var terminal = new TmuxDriver(100, 30, ["bash", "--norc", "-i"], []);
        terminal.Type(string.Join(' ', TmuxDriver.Program.Select(word => $"'{word}'")) + " -r samples/honeypot.scap.gz --no-cache").Press("Enter");
        terminal.WaitFor("190 rows");
        if (bySignal)
            Send("TSTP", terminal.Id);
        else
            terminal.Press("C-z");
        terminal.WaitFor("Stopped");
        Assert.Equal(s_usual, terminal.Modes);
        // Another size in between is not missed.
        terminal.Resize(80, 24).Type("fg").Press("Enter").WaitFor("190 rows");
        terminal.WaitFor("the taken terminal", _ => terminal.Modes == s_taken);
        terminal.Press("j").WaitFor("2/190");
        terminal.Press("q").WaitFor("the terminal as it was", _ => terminal.Modes == s_usual);
    }

    // Bash sets the mode itself at each prompt; dash takes the terminal as it finds it.
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stopped_and_ended_it_leaves_the_mode_as_it_was_in_dash_too(bool bySignal)
    {
        Skip.IfNot(TmuxDriver.IsAvailable && Shell.Find("dash") is not null, "tmux or dash is not installed: the mode after Ctrl+Z was NOT tested");
        using var folder = new TemporaryFolder();
        using var terminal = new TmuxDriver(100, 30, ["dash", "-i"], []);
        terminal.Type($"stty -a > {folder.File("before")}; {string.Join(' ', TmuxDriver.Program.Select(word => $"'{word}'"))} -r samples/honeypot.scap.gz --no-cache").Press("Enter");
        terminal.WaitFor("190 rows");
        if (bySignal)
            Send("TSTP", terminal.Id);
        else
            terminal.Press("C-z");
        terminal.WaitFor("Stopped");
        terminal.Type($"stty -a > {folder.File("stopped")}; fg").Press("Enter").WaitFor("190 rows");
        terminal.WaitFor("the taken terminal", _ => terminal.Modes == s_taken);
        terminal.Press("j").WaitFor("2/190");
        terminal.Press("q").WaitFor("the terminal as it was", _ => terminal.Modes == s_usual);
        terminal.Type($"stty -a > {folder.File("after")}; echo an''swer").Press("Enter").WaitFor("an answer", screen => screen.Any(line => line.EndsWith("answer", StringComparison.Ordinal)));
        Assert.Equal(File.ReadAllText(folder.File("before")), File.ReadAllText(folder.File("stopped")));
        Assert.Equal(File.ReadAllText(folder.File("before")), File.ReadAllText(folder.File("after")));
    }

    // SIGSTOP can't be heard: the shell gets the terminal as it is, and csysdig takes it again from whatever was made of it.
    [SkippableFact]
    public void Stopped_by_force_it_goes_on_with_its_screen_and_its_keys()
    {
        Skip.IfNot(TmuxDriver.IsAvailable && Shell.Find("dash") is not null, "tmux or dash is not installed: a stop by force was NOT tested");
        using var terminal = new TmuxDriver(100, 30, ["dash", "-i"], []);
        terminal.Type($"{string.Join(' ', TmuxDriver.Program.Select(word => $"'{word}'"))} -r samples/honeypot.scap.gz --no-cache").Press("Enter");
        terminal.WaitFor("190 rows");
        Send("STOP", terminal.Id);
        // The shell writes where the cursor was left: over the end of a line, too.
        terminal.WaitFor("Stopped", screen => string.Concat(screen).Contains("Stopped", StringComparison.Ordinal));
        terminal.Type("stty sane; clear; echo cle''ared").Press("C-j").WaitFor("the shell's mode", screen => screen.Any(line => line == "cleared") && !screen.Any(line => line.Contains("190 rows")));
        terminal.Type("fg").Press("Enter").WaitFor("190 rows");
        terminal.Press("j").WaitFor("the second row", screen => screen[^1].EndsWith("2/190", StringComparison.Ordinal));
        terminal.Press("q").WaitFor("the terminal as it was", _ => terminal.Modes == s_usual);
    }

    // The kernel gives a signal to whichever thread it likes, under load to the one that waits for keys.
    [SkippableFact]
    public void A_signal_that_reaches_any_of_its_threads_does_not_end_it()
    {
        using var terminal = Start("-r", "samples/honeypot.scap.gz", "--no-cache");
        terminal.WaitFor("190 rows");
        var (process, told) = (terminal.Id, 0);
        foreach (var thread in Directory.GetDirectories($"/proc/{process}/task").Select(Path.GetFileName))
            foreach (var signal in new[] { SignalContinue, SignalNewSize })
                told += SendTo(process, int.Parse(thread!), signal) == 0 ? 1 : 0;
        Assert.InRange(told, 8, int.MaxValue);
        terminal.Press("j").WaitFor("2/190");
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableTheory]
    [InlineData("dumb", "csysdig: the terminal (TERM=dumb) can't show screens")]
    [InlineData("", "csysdig: TERM is not set")]
    public void A_terminal_that_can_show_no_screens_is_told_so_in_a_line(string term, string message)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: terminals that can show no screens were NOT tested");
        using var terminal = new TmuxDriver(200, 30, ["env", $"TERM={term}", .. TmuxDriver.Program], ["-r", "samples/honeypot.scap.gz"]);
        var screen = terminal.WaitFor("exit 1");
        Assert.StartsWith(message, screen[0]);
        Assert.Equal("exit 1", screen[1]);
        Assert.Equal(s_usual, terminal.Modes);
    }

    static TmuxDriver Start(params string[] arguments)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: what is left of the terminal was NOT tested");
        return new TmuxDriver(100, 30, arguments);
    }

    // What is typed is echoed by the terminal, and a line goes to the program that reads now: cat.
    static void AssertUsual(TmuxDriver terminal)
    {
        Assert.Equal(s_usual, terminal.Modes);
        terminal.Type("heard").Press("Enter").WaitFor("an echo and an answer", screen => screen.Count(line => line == "heard") == 2);
    }

    static void Send(string signal, int process)
    {
        using var kill = Process.Start("kill", ["-" + signal, $"{process}"]);
        kill.WaitForExit();
    }

    [DllImport("libc", EntryPoint = "tgkill")]
    static extern int SendTo(int process, int thread, int signal);
}
