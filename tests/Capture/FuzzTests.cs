using System.IO.Compression;
using CSysdig.Benchmarks.Fuzz;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture;

/// <summary>A small part of what benchmarks/Fuzz runs in full: 2,000 cuts and 20,000 changes of the whole capture.</summary>
public sealed class FuzzTests
{
    const int Bytes = 300_000;

    [Theory]
    [InlineData("reader", 300, 600)]
    [InlineData("history", 50, 100)]
    [InlineData("lines", 100, 300)]
    [InlineData("slices", 20, 60)]
    public void Damaged_captures_are_read_without_a_crash_or_a_hang(string consumer, int cuts, int changes)
    {
        var fuzzer = new Fuzzer(Start(), Consumers.Named(consumer), seed: 20) { Limit = TimeSpan.FromSeconds(20) };
        fuzzer.Cut(cuts);
        fuzzer.Change(changes);
        Assert.Empty(fuzzer.Failures);
    }

    [Fact]
    public void The_fuzzer_notices_a_crash()
    {
        var fuzzer = new Fuzzer(Start(), _ => throw new InvalidOperationException("here"), seed: 1);
        fuzzer.Cut(1);
        fuzzer.Change(1);
        Assert.Equal(2, fuzzer.Failures.Count(f => f.Contains("here")));
    }

    static byte[] Start()
    {
        using var gzip = new GZipStream(File.OpenRead(Repository.Sample("honeypot.scap.gz")), CompressionMode.Decompress);
        var bytes = new byte[Bytes];
        gzip.ReadExactly(bytes);
        return bytes;
    }
}
