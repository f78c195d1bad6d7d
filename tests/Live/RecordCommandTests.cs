using System.Diagnostics;
using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>csysdig writes what this machine does to a capture while it is looked at.</summary>
public sealed class RecordCommandTests
{
    [SkippableFact]
    public void What_is_recorded_is_a_capture_with_the_names_of_what_was_there_before()
    {
        LiveMachine.Need("tmux", "sleep", "true");
        using var folder = new TemporaryFolder();
        var file = folder.File("night.scap.gz");
        using var sleeper = Process.Start("sleep", "86399.75");
        using var terminal = new TmuxDriver(160, 45, "-d", "1000", "proc.name in (true, sleep)");
        terminal.WaitFor("this machine", screen => screen[0].Contains(" live ") && screen[2].StartsWith(" Processes"));
        terminal.Type($":record {file}").Press("Enter").WaitFor("that it records", screen => Regex.IsMatch(screen[0], @" rec [0-9.]+[KMG]? "));
        sleeper.Kill();
        sleeper.WaitForExit();
        AwaitTrue(terminal);
        terminal.Type($":record {file}.scap").Press("Enter").WaitFor("is being written; :record without a name ends it");
        terminal.Press("C-g");
        terminal.Type(":record").Press("Enter").WaitFor("that it has ended", screen => !screen[0].Contains(" rec ") && screen.Any(line => Regex.IsMatch(line, "[0-9,]+ events written to ")));

        // Its own filter: what the program of the tests does meanwhile is there as well.
        var (code, lines, errors) = SysdigProgram.Run("-r", file, "-p", "%evt.type %proc.name %proc.args", "proc.name in (true, sleep)");
        Assert.True(code == 0, errors);
        Assert.Contains("execve true ", lines);
        Assert.Contains("sleep 86399.75", lines);

        // What is there already is not written over; the last one is ended by leaving.
        terminal.Type($":record {file}").Press("Enter").WaitFor("exists; record! writes over it");
        terminal.Press("C-g");
        terminal.Type($":record! {file}").Press("Enter").WaitFor("that it records again", screen => screen[0].Contains(" rec "));
        terminal.Press("q").WaitFor("exit 0", screen => screen.Any(line => Regex.IsMatch(line, "csysdig: [0-9,]+ events written to ")) && screen.Any(line => line.StartsWith("exit 0")));
        Assert.Equal(0, SysdigProgram.Run("-r", file, "-n", "1").ExitCode);
    }

    [SkippableFact]
    public void A_selection_is_saved_as_it_is_at_that_moment()
    {
        LiveMachine.Need("tmux", "true");
        using var folder = new TemporaryFolder();
        var file = folder.File("true.scap");
        using var terminal = new TmuxDriver(160, 45, "-d", "1000", "proc.name=true");
        terminal.WaitFor("this machine", screen => screen[0].Contains(" live ") && screen[2].StartsWith(" Processes"));
        AwaitTrue(terminal);
        terminal.Type($":save {file}").Press("Enter").WaitFor("events written to");
        var (code, lines, errors) = SysdigProgram.Run("-r", file, "-p", "%evt.type %proc.name");
        Assert.True(code == 0, errors);
        Assert.Contains("execve true", lines);
        Assert.All(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.EndsWith(" true", line));
        terminal.Press("q").WaitFor("exit 0");
    }

    /// <summary>Runs it until its row is seen: that stands for a turn alone, and a busy machine may lose its events.</summary>
    static void AwaitTrue(TmuxDriver terminal) => terminal.WaitFor("the row of true", screen =>
    {
        LiveMachine.Run("true");
        return screen.Any(line => Regex.IsMatch(line, @"^ +[0-9]+ .* true *$"));
    });
}
