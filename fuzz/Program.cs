using System.Diagnostics;
using CSysdig.Fuzz;

// docs/fuzzing.md tells how it works and what it found.
const string Usage = """
    usage: fuzz reader|filter|format|writer|record|lua [--seconds N | --inputs N] [--seed N] [--crashes FOLDER] [--repeat FILE | --input NUMBER]
           fuzz damage CAPTURE [--consumer NAME] [--cuts N] [--changes N] [--seed N] [--window BYTES] [--as-is]
    """;

string Option(string name, string otherwise) =>
    Array.IndexOf(args, "--" + name) is var i and > 0 && i + 1 < args.Length ? args[i + 1] : otherwise;

if (args is ["damage", var capture, ..])
    return DamageCommand.Run(capture, Option, args.Contains("--as-is"));
if (args.Length == 0 || !Surfaces.Names.Contains(args[0]))
{
    Console.Error.WriteLine(Usage);
    return 2;
}
const long WorkingSetLimit = 800_000_000;

var surface = Surfaces.Named(args[0], Seeds.OfRepository());
var runner = new Runner(surface, Option("crashes", Path.Combine("fuzz", "crashes")));
var seed = int.Parse(Option("seed", "1"));
if (args.Contains("--repeat") || args.Contains("--input"))
{
    var failure = args.Contains("--repeat") ? runner.Try(File.ReadAllBytes(Option("repeat", ""))) : runner.Try(seed, long.Parse(Option("input", "1")));
    Console.WriteLine(failure ?? "nothing wrong");
    return failure is null ? 0 : 1;
}
var clock = Stopwatch.StartNew();
if (args.Contains("--inputs"))
    runner.Run(TimeSpan.FromDays(7), seed, long.Parse(Option("inputs", "1")));
else
    runner.Run(TimeSpan.FromSeconds(int.Parse(Option("seconds", "60"))), seed);
var peak = Process.GetCurrentProcess().PeakWorkingSet64;
Console.WriteLine($"{surface.Name}, seed {seed}: {runner.Inputs} inputs in {clock.Elapsed.TotalSeconds:F0} s, {runner.Failures.Count} failures; "
    + $"the slowest took {runner.Longest.TotalMilliseconds:F0} ms, the greediest {runner.LargestAllocation / 1_000_000.0:F1} MB; {peak / 1_000_000} MB of memory at most");
foreach (var failure in runner.Failures)
    Console.WriteLine(failure);
if (peak > WorkingSetLimit)
    Console.WriteLine($"that is more than {WorkingSetLimit / 1_000_000} MB");
return runner.Failures.Count == 0 && peak <= WorkingSetLimit ? 0 : 1;
