using System.Diagnostics;

namespace CSysdig.QueryBench;

/// <summary>The same steps with the real csysdig, which reads the file anew for each.</summary>
static class RealCsysdig
{
    static readonly (string Step, string View, string Filter)[] s_steps =
    [
        ("drill-down", "files", "proc.name=perl"), ("drill-up", "procs", ""), ("change of view", "connections", ""),
        ("new filter on fields", "procs", "fd.name contains /etc"), ("new filter on buffers", "procs", "evt.buffer contains PRIVMSG"),
    ];

    public static void Run(string program, string capture)
    {
        foreach (var (step, view, filter) in s_steps)
        {
            var start = new ProcessStartInfo(program, ["-r", capture, "-v", view, "-j", "--from", "0", "--to", "30", filter]) { RedirectStandardOutput = true };
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start(start)!;
            process.StandardOutput.BaseStream.CopyTo(Stream.Null);
            process.WaitForExit();
            Console.WriteLine($"| {step,-38} | {Stopwatch.GetElapsedTime(started).TotalMilliseconds,6:F0} |");
        }
    }
}
