using System.Globalization;
using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>A process that does more than can be taken costs events, and each of them is counted.</summary>
public sealed partial class FloodTests
{
    const string Flood = "for (1..50000) { open(F, '<', '/dev/null'); close F } for (1..100) { my $child = fork; exit 0 unless $child; waitpid($child, 0) }";

    [SkippableFact]
    public void What_a_flood_washes_away_is_counted_in_the_capture_and_at_the_end()
    {
        LiveMachine.Need("perl", "kill");
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        using var sysdig = LiveMachine.Start(SysdigProgram.ExecutablePath, "-q", "-v", "--buffer", "64K", "-w", capture);
        var errors = sysdig.StandardError.ReadToEndAsync();
        Assert.True(LiveMachine.Await(() => File.Exists(capture) && new FileInfo(capture).Length > 0), "it does not begin");
        // While it stands still the ring is full, on a machine of any speed.
        Send("-STOP", sysdig.Id);
        Assert.Equal(0, LiveMachine.Run("perl", "-e", Flood).Code);
        Send("-CONT", sysdig.Id);
        Send("-TERM", sysdig.Id);
        sysdig.WaitForExit();
        Assert.Equal(0, sysdig.ExitCode);

        var lost = long.Parse(DriverDrops().Match(errors.Result).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(lost, 50_000, 10_000_000);
        var told = LiveMachine.Run(SysdigProgram.ExecutablePath, "-r", capture, "-p", "%evt.arg.desc", "evt.type=notification and evt.arg.id=lost");
        Assert.Equal((0, ""), (told.Code, told.Errors));
        Assert.Equal(lost, LostHere().Matches(told.Output).Sum(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));
    }

    static void Send(string signal, int process) => LiveMachine.Run("kill", signal, process.ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"Driver Drops:(\d+)")]
    private static partial Regex DriverDrops();

    [GeneratedRegex(@"^(\d+) events were lost here", RegexOptions.Multiline)]
    private static partial Regex LostHere();
}
