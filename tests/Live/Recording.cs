using System.Globalization;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>A program that runs from its beginning to its end while sysdig writes a capture.</summary>
static class Recording
{
    /// <summary>What the program has printed; on a busy machine events may be lost, and then it is done again.</summary>
    public static string Of(string capture, string[] options, params string[] command)
    {
        for (var time = 0; time < 3; time++)
            if (Take(capture, options, command, out var output))
                return output;
        throw new Xunit.Sdk.XunitException("events are lost each time");
    }

    /// <summary>False where events were lost.</summary>
    public static bool Take(string capture, string[] options, string[] command, out string output)
    {
        using var sysdig = LiveMachine.Start(SysdigProgram.ExecutablePath, ["--buffer", "64M", "-w", capture, .. options]);
        var errors = sysdig.StandardError.ReadToEndAsync();
        Assert.True(LiveMachine.Await(() => File.Exists(capture) && LiveMachine.ProgramsOf(sysdig.Id).Count > 0), "sysdig does not begin");
        var (code, printed, complaints) = LiveMachine.Run(command[0], command[1..]);
        Assert.True(code == 0, complaints);
        LiveMachine.Run("kill", "-INT", sysdig.Id.ToString(CultureInfo.InvariantCulture));
        sysdig.WaitForExit();
        Assert.Equal(0, sysdig.ExitCode);
        var told = errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(told, line => !line.Contains("were left out") && !line.Contains("events were lost"));
        output = printed;
        return !told.Any(line => line.Contains("events were lost"));
    }

    /// <summary>Lines of a capture as ours prints them.</summary>
    public static string[] Lines(string capture, string format, string filter, params string[] options)
    {
        var (code, output, errors) = LiveMachine.Run(SysdigProgram.ExecutablePath, ["-r", capture, "-p", format, .. options, filter]);
        Assert.True(code == 0, errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Where one of the scripts beside the tests lies.</summary>
    public static string Script(string name) => Path.Combine(Repository.Root, "tests", "Live", name);
}
