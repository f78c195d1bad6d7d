using System.Diagnostics;

namespace CSysdig.Tests.TestKit;

/// <summary>The real sysdig 0.29.3, where it is installed: the judge of captures that are written.</summary>
static class RealSysdig
{
    static readonly string? s_path = Find();

    public static bool IsAvailable => s_path is not null;

    /// <summary>Where it is; asked only where it is available.</summary>
    public static string Path => s_path!;

    /// <summary>What it prints for a capture, as bytes.</summary>
    public static byte[] Print(string capture, params string[] arguments)
    {
        var start = new ProcessStartInfo(s_path!) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "UTC";
        foreach (var argument in (string[])["-r", capture, .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"sysdig exits {process.ExitCode}: {errors.Result}");
        return output.ToArray();
    }

    static string? Find()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator).Select(d => System.IO.Path.Combine(d, "sysdig")).FirstOrDefault(File.Exists);
        if (path is null)
            return null;
        using var process = Process.Start(new ProcessStartInfo(path, "--version") { RedirectStandardOutput = true })!;
        var version = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return version.Trim() == "sysdig version 0.29.3" ? path : null;
    }
}
