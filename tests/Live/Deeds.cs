using System.Globalization;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>deeds.pl, watched.</summary>
static class Deeds
{
    /// <summary>Lets it run in a folder while sysdig writes a capture; false where events were lost.</summary>
    /// <param name="command">What runs it.</param>
    public static bool Record(string capture, string place, string[] options, string[] command)
    {
        Directory.CreateDirectory(place);
        using var sysdig = LiveMachine.Start(SysdigProgram.ExecutablePath, ["--buffer", "64M", "-w", capture, .. options]);
        var errors = sysdig.StandardError.ReadToEndAsync();
        Assert.True(LiveMachine.Await(() => File.Exists(capture) && LiveMachine.ProgramsOf(sysdig.Id).Count > 0), "sysdig does not begin");
        Assert.Equal(0, LiveMachine.Run(command[0], [.. command[1..], Path.Combine(Repository.Root, "tests", "Live", "deeds.pl"), place]).Code);
        LiveMachine.Run("kill", "-INT", sysdig.Id.ToString(CultureInfo.InvariantCulture));
        sysdig.WaitForExit();
        Assert.Equal(0, sysdig.ExitCode);
        var told = errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(told, line => !line.Contains("were left out") && !line.Contains("events were lost"));
        return !told.Any(line => line.Contains("events were lost"));
    }
}
