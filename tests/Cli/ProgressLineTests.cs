using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using CSysdig.Cli;
using CSysdig.Model.History;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli;

/// <summary>Long work tells a terminal how far it is, and nobody else.</summary>
public sealed class ProgressLineTests
{
    const string Capture = "samples/honeypot.scap.gz";

    [Theory]
    [InlineData(0, 1000, 0, 1000, "0 %, 0 events")]
    [InlineData(1, 1000, 5, 1000, "0 %, 5 events, 16 min 39 s left")]
    [InlineData(250, 1000, 1_234_567, 2000, "25 %, 1,234,567 events, 6 s left")]
    [InlineData(999, 1000, 7, 2000, "99 %, 7 events, 1 s left")]
    [InlineData(1000, 1000, 7, 2000, "100 %, 7 events")]
    [InlineData(1001, 1000, 7, 2000, "100 %, 7 events")]
    [InlineData(100, 1000, 7, 6_666, "10 %, 7 events, 59 s left")]
    [InlineData(100, 1000, 7, 6_667, "10 %, 7 events, 1 min 0 s left")]
    [InlineData(100, 1000, 7, 400_000, "10 %, 7 events, 1 h 0 min left")]
    [InlineData(1, long.MaxValue, 7, long.MaxValue / 4, "0 %, 7 events, 596523 h 14 min left")]
    [InlineData(5000, -1, 7, 2000, "7 events")]
    public void It_says_the_share_the_events_and_the_time_that_is_left(long read, long total, long events, long took, string line) =>
        Assert.Equal(line, ProgressLine.Text(new LoadProgress(events, read, total, false, null), took));

    [Fact]
    public void It_comes_after_a_second_is_rewritten_and_leaves_nothing()
    {
        var (terminal, read) = (new MemoryStream(), 100L);
        var line = new ProgressLine(new ErrorText(terminal), () => new LoadProgress(100, read, 1000, false, null), now: 5000, looks: false);
        line.Look(5999);
        Assert.Empty(Taken(terminal));
        line.Look(6000);
        Assert.Equal("\r10 %, 100 events, 9 s left", Taken(terminal));
        read = 900;
        line.Look(6250);
        Assert.Equal("\r90 %, 100 events, 1 s left", Taken(terminal));
        read = 1000;
        line.Look(6500);
        Assert.Equal("\r100 %, 100 events         ", Taken(terminal));
        line.Dispose();
        Assert.Equal("\r                 \r", Taken(terminal));
    }

    [Fact]
    public void It_makes_room_for_all_else_and_stays_away_while_there_is_news()
    {
        var (terminal, printed) = (new MemoryStream(), new MemoryStream());
        var errors = new ErrorText(terminal);
        using var line = new ProgressLine(errors, () => new LoadProgress(7, 0, -1, false, null), now: 0, looks: false);
        line.Look(1000);
        errors.WriteLine("sysdig: a remark");
        Assert.Equal("\r7 events\r        \rsysdig: a remark\n", Taken(terminal));
        line.Look(2000);
        errors.Beside(printed, "a line\n"u8);
        Assert.Equal("\r7 events\r        \r", Taken(terminal));
        var now = Environment.TickCount64;
        line.Look(now);
        Assert.Empty(Taken(terminal));
        line.Look(now + ProgressLine.QuietMs);
        Assert.Equal("\r7 events", Taken(terminal));
        errors.Beside(printed, "half a li"u8);
        Taken(terminal);
        line.Look(now + 10 * ProgressLine.QuietMs);
        Assert.Empty(Taken(terminal));
        errors.Beside(printed, "ne\n"u8);
        line.Look(now + 10 * ProgressLine.QuietMs);
        Assert.Equal("\r7 events", Taken(terminal));
    }

    [Theory]
    [InlineData(27, "\r10 %, 100 events, 9 s left")]
    [InlineData(26, "\r10 %, 100 events, 9 s lef")]
    [InlineData(0, "\r10 %, 100 events, 9 s left")]
    public void It_is_cut_so_that_it_does_not_wrap(int width, string shown)
    {
        var terminal = new MemoryStream();
        new ErrorText(terminal).Stand("10 %, 100 events, 9 s left", 1000, width);
        Assert.Equal(shown, Taken(terminal));
    }

    [Theory]
    [InlineData(true, "-r", Capture)]
    [InlineData(true, "-r", Capture, "-c", "story")]
    [InlineData(true, "-r", Capture, "-w", "/nowhere/a.scap")]
    [InlineData(false, "-r", Capture, "-q")]
    [InlineData(false, "-r", Capture, "-P")]
    public void Who_asks_for_quiet_has_it(bool shows, params string[] arguments) => Assert.Equal(shows, SysdigOptions.Parse(arguments).ShowsProgress);

    [SkippableFact]
    public async Task A_terminal_is_told_and_a_pipe_is_not()
    {
        Skip.IfNot(TmuxDriver.IsAvailable && OperatingSystem.IsLinux(), "tmux is not installed: progress was NOT looked at on a terminal");
        using var folder = new TemporaryFolder();
        var (told, untold) = (Pipe(folder, "told"), Pipe(folder, "untold"));
        // Who prints to a reader that does not read has long work. This one is at it for longer than the other.
        using var silent = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec {SysdigProgram.ExecutablePath} -r {Repository.Sample("honeypot.scap.gz")} > {untold}"]) { RedirectStandardError = true })!;
        using var second = File.OpenRead(untold);
        Assert.Equal(1, second.Read(new byte[1]));
        using var terminal = new TmuxDriver(80, 24, ["sh", "-c", $"{SysdigProgram.ExecutablePath} -r {Capture} > {told}"], []);
        using var first = File.OpenRead(told);
        terminal.WaitFor("progress", screen => screen.Any(line => Regex.IsMatch(line, @"^\d+ %, [\d,]+ events")));
        await Task.WhenAll(first.CopyToAsync(Stream.Null), second.CopyToAsync(Stream.Null));
        Assert.DoesNotContain(terminal.WaitFor("exit 0"), line => line.Contains("events"));
        Assert.Empty(await silent.StandardError.ReadToEndAsync());
    }

    [SkippableFact]
    public void What_a_chisel_finds_takes_the_place_of_its_progress()
    {
        Skip.IfNot(TmuxDriver.IsAvailable && OperatingSystem.IsLinux(), "tmux is not installed: progress was NOT looked at on a terminal");
        using var folder = new TemporaryFolder();
        var capture = File.ReadAllBytes(Repository.Sample("honeypot.scap.gz"));
        var input = Pipe(folder, "input");
        using var terminal = new TmuxDriver(80, 24, ["sh", "-c", $"{SysdigProgram.ExecutablePath} -r - -c topprocs_net < {input}"], []);
        using (var writer = new FileStream(input, FileMode.Open, FileAccess.Write))
        {
            writer.Write(capture.AsSpan(0, capture.Length / 2));
            writer.Flush();
            terminal.WaitFor("progress", screen => screen.Any(line => Regex.IsMatch(line, @"^[\d,]+ events$")));
            writer.Write(capture.AsSpan(capture.Length / 2));
        }
        var screen = terminal.WaitFor("exit 0");
        Assert.Contains(screen, line => line.Contains("/usr/local/apac     32603"));
        Assert.DoesNotContain(screen, line => line.Contains("events"));
    }

    static string Pipe(TemporaryFolder folder, string name)
    {
        var pipe = folder.File(name);
        Assert.Equal(0, Shell.Run(folder.Path, "mkfifo", pipe).ExitCode);
        return pipe;
    }

    static string Taken(MemoryStream from)
    {
        var text = Encoding.UTF8.GetString(from.ToArray());
        from.SetLength(0);
        return text;
    }
}
