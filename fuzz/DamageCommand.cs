using System.Diagnostics;
using System.IO.Compression;

namespace CSysdig.Fuzz;

/// <summary>
/// <c>fuzz damage CAPTURE</c>: one large capture cut short and with single bytes changed, those of the decompressed capture
/// unless it is to be left as it is.
/// </summary>
static class DamageCommand
{
    const long MemoryLimit = 300_000_000;

    public static int Run(string path, Func<string, string, string> option, bool asIs)
    {
        var capture = asIs ? File.ReadAllBytes(path) : Decompress(path);
        var name = option("consumer", "lines");
        var damage = new Damage(capture, Consumers.Named(name), int.Parse(option("seed", "1"))) { Window = int.Parse(option("window", "0")) };
        var (cuts, changes) = (int.Parse(option("cuts", "2000")), int.Parse(option("changes", "20000")));
        var clock = Stopwatch.StartNew();
        damage.Cut(cuts);
        Console.WriteLine($"{cuts} cuts through {name}: {damage.Failures.Count} failures, {clock.Elapsed.TotalSeconds:F0} s");
        damage.Change(changes);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 - capture.Length;
        Console.WriteLine($"{changes} changes through {name}: {damage.Failures.Count} failures in all, {clock.Elapsed.TotalSeconds:F0} s, {peak / 1_000_000} MB at most");
        foreach (var failure in damage.Failures.Take(20))
            Console.WriteLine(failure);
        return damage.Failures.Count == 0 && peak <= MemoryLimit ? 0 : 1;
    }

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
}
