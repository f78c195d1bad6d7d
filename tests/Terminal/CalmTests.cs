using System.Diagnostics;
using CSysdig.Tests.TestKit;
using Xunit.Abstractions;

namespace CSysdig.Tests.Terminal;

/// <summary>
/// How the real program behaves on a terminal of 160x45: how soon a key shows, how much is written for it, and what it costs to
/// leave it alone. The figures are goals on a machine at rest; the bounds allow for one that builds beside.
/// </summary>
public sealed class CalmTests(ITestOutputHelper output)
{
    const int Keys = 100;
    static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(25);

    [SkippableFact]
    public void A_key_shows_at_once_takes_few_bytes_and_rest_costs_nothing()
    {
        Skip.IfNot(PtyProgram.IsAvailable, "script is not installed: how soon a key shows was NOT measured");
        using var program = new PtyProgram(160, 45, "-r", "samples/honeypot.scap.gz", "--no-cache");
        program.Burst(Stopwatch.GetTimestamp(), TimeSpan.FromSeconds(1.5));
        for (var i = 0; i < 10; i++)
            program.Press("j", s_quiet);

        var presses = Enumerable.Range(0, Keys).Select(i => program.Press(i % 40 < 20 ? "j" : "k", s_quiet)).ToList();
        var times = presses.Select(p => p.Until.TotalMilliseconds).Order().ToList();
        var bytes = presses.Max(p => p.Bytes);
        var p99 = times[Keys * 99 / 100 - 1];

        // It slows down when nobody has typed for two seconds.
        Thread.Sleep(2500);
        var (before, started) = (Ticks(program.Id), Stopwatch.GetTimestamp());
        Thread.Sleep(4000);
        var idle = (Ticks(program.Id) - before) / Stopwatch.GetElapsedTime(started).TotalSeconds;

        output.WriteLine($"key to screen: p50 {times[Keys / 2]:0.0} ms, p99 {p99:0.0} ms; at most {bytes} bytes a key; {idle:0.0} % of a processor at rest");
        Assert.True(p99 < 150, $"p99 from key to screen is {p99:0.0} ms");
        Assert.True(bytes < 4096, $"{bytes} bytes were written for one key");
        Assert.True(idle < 3, $"{idle:0.0} % of a processor at rest");
    }

    // User and system time in hundredths of a second (proc(5): fields 14 and 15, behind the name in brackets).
    static long Ticks(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11]) + long.Parse(fields[12]);
    }
}
