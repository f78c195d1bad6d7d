using System.Diagnostics;
using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>csysdig without a capture, on a real terminal: this machine now, and as it was.</summary>
public sealed class LiveScreenTests
{
    [SkippableTheory]
    [InlineData(80, 24), InlineData(160, 45)]
    public void A_process_is_there_while_it_lives_and_where_one_goes_back_to_that_time(int width, int height)
    {
        LiveMachine.Need("tmux", "sleep");
        using var terminal = new TmuxDriver(width, height, "-d", "1000");
        terminal.WaitFor("this machine", screen => screen[0].Contains(" live ") && screen[2].StartsWith(" Processes"));
        terminal.Press("F4").Type("proc.name=sleep and proc.args=86399.25").Press("Enter").WaitFor("none yet", screen => screen[2].EndsWith(" 0 rows"));
        using (var sleeper = Process.Start("sleep", "86399.25"))
        {
            var row = new Regex($@"^ +{sleeper.Id} .* sleep 86399\.25");
            terminal.WaitFor("the process", screen => screen.Any(row.IsMatch));
            sleeper.Kill();
            sleeper.WaitForExit();
            terminal.WaitFor("that it is gone", screen => screen[2].EndsWith(" 0 rows"));

            // Back to when it was there; what is looked at holds still.
            var past = Past.Find(terminal, "the process as it was", screen => screen.Any(row.IsMatch));
            Assert.Contains(" past ", past[0]);
            Assert.Equal(past[2..], terminal.WaitFor("what comes meanwhile", screen => Past.Held(screen) > Past.Held(past) + TimeSpan.FromSeconds(1.2))[2..]);

            // Every screen below is of that time, and so is the one that one comes back to.
            terminal.Press("F6").WaitFor("its events", screen => screen[2].Contains("› Dig") && screen[0].Contains(" past "));
            terminal.Press("BSpace").WaitFor("the process again", screen => screen.Any(row.IsMatch) && screen[0].Contains(" past "));

            terminal.Press("End").WaitFor("now", screen => screen[0].Contains(" live ") && screen[2].EndsWith(" 0 rows"));
            terminal.Type(":at -900h").Press("Enter").WaitFor("what is held begins at");
            terminal.Press("C-g");
            terminal.Type("]").WaitFor("There is nothing later.");
        }
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void A_process_has_the_state_that_the_machine_tells_now_and_had_then()
    {
        LiveMachine.Need("tmux", "sleep");
        using var terminal = new TmuxDriver(160, 45, "-d", "1000", "proc.name=sleep and proc.args=86399.5");
        terminal.WaitFor("this machine", screen => screen[0].Contains(" live "));
        using var sleeper = Process.Start("sleep", "86399.5");
        try
        {
            var asleep = new Regex($@"^ +{sleeper.Id} .* S (clock_)?nanosleep .* sleep 86399\.5");
            var stopped = new Regex($@"^ +{sleeper.Id} .* T  .* sleep 86399\.5");
            terminal.WaitFor("that it sleeps", screen => screen.Any(asleep.IsMatch));
            LiveMachine.Run("kill", "-STOP", $"{sleeper.Id}");
            terminal.WaitFor("that it is stopped", screen => screen.Any(stopped.IsMatch));
            Past.Find(terminal, "that it slept before", screen => screen.Any(asleep.IsMatch));
        }
        finally
        {
            sleeper.Kill();
            sleeper.WaitForExit();
        }
        terminal.Press("End").WaitFor("now", screen => screen[0].Contains(" live "));
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void What_is_written_is_a_rate_of_the_turn_and_a_total_of_what_is_held()
    {
        LiveMachine.Need("tmux", "dd");
        using var terminal = new TmuxDriver(160, 45, "-d", "3000", "-v", "files", "fd.name=/tmp/csysdig-of-this-test");
        terminal.WaitFor("nothing yet", screen => screen[0].Contains(" live ") && screen[2].EndsWith(" 0 rows"));
        LiveMachine.Run("dd", "if=/dev/zero", "of=/tmp/csysdig-of-this-test", "bs=65536", "count=160");
        File.Delete("/tmp/csysdig-of-this-test");
        terminal.WaitFor("the file", screen => screen.Any(line => line.Contains("/tmp/csysdig-of-this-test")));
        // Its numbers are of a turn that has passed; beside them it has what was written in all.
        var beside = new Regex(@" 0 +10\.0M .*/tmp/csysdig-of-this-test");
        terminal.WaitFor("what was written in all, beside", screen => screen[3].Contains("  BYTES OUT  ALL BYTES OUT ") && screen[2].Contains(", totals of ") && screen.Any(beside.IsMatch));
        terminal.Type("T").WaitFor("what was written in all, instead", screen => !screen[3].Contains("  BYTES OUT  ") && screen[2].Contains("  totals of ")
            && screen.Any(line => line.Contains(" 10.0M ") && line.Contains("/tmp/csysdig-of-this-test")));
        terminal.Type("T").WaitFor("both again", screen => screen.Any(beside.IsMatch));
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void Where_nothing_was_found_so_far_that_is_said()
    {
        LiveMachine.Need("tmux");
        using var terminal = new TmuxDriver(100, 24, "proc.name=nobody-is-called-so");
        terminal.WaitFor("this machine", screen => screen[0].Contains(" live ") && screen[2].EndsWith(" 0 rows"));
        terminal.Press("F5").WaitFor("Nothing was read or written here so far.");
        terminal.Press("BSpace", "F6").WaitFor("No event here so far.");
        terminal.Press("BSpace").Type(":file_opens").Press("Enter").WaitFor("No such event here so far.");
        terminal.Type(":slow_io").Press("Enter").WaitFor("Calls have no latency here: csysdig --pairs tells it.");
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void How_long_calls_take_is_shown_as_it_comes_where_their_beginning_is_watched()
    {
        LiveMachine.Need("tmux", "cat");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("read"), "what is read");
        using var terminal = new TmuxDriver(100, 24, "--pairs", "-d", "1000", "-v", "spectro_file", $"fd.name={folder.File("read")}");
        terminal.WaitFor("No call here so far.");
        Read();
        var first = Newest(terminal.WaitFor("the calls", screen => Newest(screen) != ""));
        terminal.WaitFor("time that passes", screen => Rows(screen).Count(row => string.CompareOrdinal(row[..8], first) > 0) > 2);
        Read();
        terminal.WaitFor("the next calls below", screen => string.CompareOrdinal(Newest(screen), first) > 0);
        terminal.Press("q").WaitFor("exit 0");

        void Read() => LiveMachine.Run("cat", folder.File("read"));
        // The time of the last row in which there are calls.
        static string Newest(string[] screen) => Rows(screen).LastOrDefault(HasCalls)?[..8] ?? "";
        static bool HasCalls(string row) => row.Any(cell => "·░▒▓█".Contains(cell));
        static IEnumerable<string> Rows(string[] screen) => screen.Where(line => line.Length > 7 && char.IsAsciiDigit(line[0]));
    }

    [SkippableFact]
    public void Whoever_may_not_watch_is_told_what_is_missing()
    {
        LiveMachine.Need("tmux", "setpriv");
        using var terminal = new TmuxDriver(80, 24, ["setpriv", "--bounding-set=-all", "--inh-caps=-all", .. TmuxDriver.Program], []);
        var screen = terminal.WaitFor("exit 1");
        Assert.Contains(screen, line => line.StartsWith("csysdig: ", StringComparison.Ordinal) && line.Contains("CAP_BPF and CAP_PERFMON are missing"));
    }
}
