using System.Diagnostics;
using System.IO.Compression;
using CSysdig.Benchmarks.Fuzz;

// fuzz CAPTURE [--consumer reader|history|events|lines|slices] [--cuts N] [--changes N] [--seed N] [--window BYTES] [--as-is]
// Reads a capture cut short and with single bytes changed, those of the decompressed capture unless it is to be left as it is.
// Exit 1 when a case crashes or hangs, or the process needs more than 300 MB beside the capture itself.
if (args.Length == 0 || args[0].StartsWith('-'))
{
    Console.Error.WriteLine("usage: fuzz CAPTURE [--consumer reader|history|events|lines|slices] [--cuts N] [--changes N] [--seed N] [--window BYTES] [--as-is]");
    return 2;
}
const long MemoryLimit = 300_000_000;

string Option(string name, string otherwise) =>
    Array.IndexOf(args, "--" + name) is var i and > 0 && i + 1 < args.Length ? args[i + 1] : otherwise;

var capture = args.Contains("--as-is") ? File.ReadAllBytes(args[0]) : Decompress(args[0]);
var name = Option("consumer", "lines");
var fuzzer = new Fuzzer(capture, Consumers.Named(name), int.Parse(Option("seed", "1"))) { Window = int.Parse(Option("window", "0")) };
var (cuts, changes) = (int.Parse(Option("cuts", "2000")), int.Parse(Option("changes", "20000")));
var clock = Stopwatch.StartNew();
fuzzer.Cut(cuts);
Console.WriteLine($"{cuts} cuts through {name}: {fuzzer.Failures.Count} failures, {clock.Elapsed.TotalSeconds:F0} s");
fuzzer.Change(changes);
var peak = Process.GetCurrentProcess().PeakWorkingSet64 - capture.Length;
Console.WriteLine($"{changes} changes through {name}: {fuzzer.Failures.Count} failures in all, {clock.Elapsed.TotalSeconds:F0} s, {peak / 1_000_000} MB at most");
foreach (var failure in fuzzer.Failures.Take(20))
    Console.WriteLine(failure);
return fuzzer.Failures.Count == 0 && peak <= MemoryLimit ? 0 : 1;

static byte[] Decompress(string path)
{
    var bytes = File.ReadAllBytes(path);
    if (bytes is not [0x1F, 0x8B, ..])
        return bytes;
    using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
    // The last four bytes of gzip are the size of what is in it; a wrong one costs memory only.
    var whole = new MemoryStream(BitConverter.ToInt32(bytes, bytes.Length - 4));
    gzip.CopyTo(whole);
    return whole.Length == whole.Capacity ? whole.GetBuffer() : whole.ToArray();
}
