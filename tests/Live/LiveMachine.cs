using System.Diagnostics;
using System.Runtime.InteropServices;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>Whether this machine lets itself be watched. Where it does not, tests are skipped and say so.</summary>
static class LiveMachine
{
    static readonly Lazy<string?> s_obstacle = new(Find);

    /// <summary>Skips the test that calls it, loudly, where there is no BPF for us.</summary>
    public static void Need(params string[] programs)
    {
        Skip.If(s_obstacle.Value is not null, $"SKIPPED: live capture is not possible here: {s_obstacle.Value}");
        foreach (var program in programs)
            Skip.If(PathOf(program) is null, $"SKIPPED: {program} is not installed");
    }

    /// <summary>Runs a program to its end.</summary>
    public static (int Code, string Output, string Errors) Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    public static Process Start(string program, params string[] arguments)
    {
        // Where the tests run in the background, a shell has made them ignore SIGINT, and all that they start.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        start.Environment["TZ"] = "UTC";
        return Process.Start(start)!;
    }

    /// <summary>The numbers of the kernel's programs that a process holds.</summary>
    public static HashSet<int> ProgramsOf(int pid)
    {
        var programs = new HashSet<int>();
        foreach (var file in Directory.GetFiles($"/proc/{pid}/fdinfo"))
            foreach (var line in Lines(file))
                if (line.StartsWith("prog_id:", StringComparison.Ordinal))
                    programs.Add(int.Parse(line[8..].Trim()));
        return programs;
    }

    /// <summary>The process has its probe attached, and takes what it tells.</summary>
    public static bool Watches(int pid) =>
        Directory.Exists($"/proc/{pid}") && Directory.GetDirectories($"/proc/{pid}/task").Any(task => Lines(task + "/comm") is ["live capture"]);

    /// <summary>Waits until something holds.</summary>
    public static bool Await(Func<bool> condition, int seconds = 60)
    {
        var until = Stopwatch.StartNew();
        while (!condition())
        {
            if (until.Elapsed > TimeSpan.FromSeconds(seconds))
                return false;
            Thread.Sleep(20);
        }
        return true;
    }

    static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (IOException)
        {
            return [];
        }
    }

    static string? PathOf(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(d => Path.Combine(d, program)).FirstOrDefault(File.Exists);

    static string? Find()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (System.Runtime.InteropServices.Architecture.X64 or System.Runtime.InteropServices.Architecture.Arm64))
            return "it needs Linux on x86-64 or arm64";
        var (code, _, errors) = Run(SysdigProgram.ExecutablePath, "-M", "1", "-q");
        // A refusal is one line; anything else is a fault, which the tests shall find.
        return code == 1 && errors.Trim() is var line && !line.Contains('\n') ? line : null;
    }
}
