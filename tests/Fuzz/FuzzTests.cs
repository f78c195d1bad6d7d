using System.IO.Compression;
using CSysdig.Fuzz;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Fuzz;

/// <summary>A small part of what fuzz runs in full (docs/fuzzing.md).</summary>
public sealed class FuzzTests
{
    const int Bytes = 300_000;

    [Theory]
    [InlineData("reader", 40)]
    [InlineData("filter", 300)]
    [InlineData("format", 100)]
    [InlineData("writer", 20)]
    [InlineData("record", 60)]
    [InlineData("lua", 300)]
    [InlineData("rules", 300)]
    public void A_surface_stands_inputs_made_from_the_seeds(string surface, int count)
    {
        using var folder = new TemporaryFolder();
        // Other tests allocate at the same time; the program itself runs with the bound.
        var runner = new Runner(Surfaces.Named(surface, SeedsOfRepository()), folder.File("crashes")) { MemoryLimit = long.MaxValue, TimeLimit = TimeSpan.FromSeconds(60) };
        runner.Run(TimeSpan.FromMinutes(2), seed: 4, count);
        Assert.Empty(runner.Failures);
        Assert.Equal(count, runner.Inputs);
    }

    /// <summary>What broke something once.</summary>
    [Fact]
    public void Inputs_that_broke_something_do_so_no_more()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "fuzz", "seeds", "broken")))
        {
            var surface = Surfaces.Named(Path.GetFileName(file).Split('-')[0], SeedsOfRepository());
            Assert.Null(new Runner(surface, "unused") { MemoryLimit = long.MaxValue }.Try(File.ReadAllBytes(file)));
        }
    }

    [Theory]
    [InlineData("crash")]
    [InlineData("hang")]
    [InlineData("greed")]
    public void A_failure_leaves_its_input_in_a_file_and_says_how_to_repeat_it(string kind)
    {
        using var folder = new TemporaryFolder();
        var runner = new Runner(new Faulty(kind), folder.File("crashes")) { Patience = TimeSpan.FromSeconds(kind == "hang" ? 1 : 60), MemoryLimit = 1_000_000_000 };
        runner.Run(TimeSpan.FromSeconds(10), seed: 1, count: 3);
        var failure = Assert.Single(runner.Failures);
        var file = Assert.Single(Directory.GetFiles(folder.File("crashes")));
        Assert.Contains("--repeat " + file, failure);
        Assert.Contains("--seed 1 --input 2", failure);
        if (kind == "crash")
            Assert.Contains("here", new Runner(new Faulty(kind), "unused").Try(seed: 1, number: 2));
        Assert.Equal([2], File.ReadAllBytes(file));
        Directory.Delete(folder.File("crashes"), recursive: true);
    }

    [Theory]
    [InlineData("reader", 300, 600)]
    [InlineData("history", 50, 100)]
    [InlineData("lines", 100, 300)]
    [InlineData("slices", 20, 60)]
    public void Damaged_captures_are_read_without_a_crash_or_a_hang(string consumer, int cuts, int changes)
    {
        var damage = new Damage(Start(), Consumers.Named(consumer), seed: 20) { Limit = TimeSpan.FromSeconds(20) };
        damage.Cut(cuts);
        damage.Change(changes);
        Assert.Empty(damage.Failures);
    }

    [Fact]
    public void Damage_notices_a_crash()
    {
        var damage = new Damage(Start(), _ => throw new InvalidOperationException("here"), seed: 1);
        damage.Cut(1);
        damage.Change(1);
        Assert.Equal(2, damage.Failures.Count(f => f.Contains("here")));
    }

    static Seeds SeedsOfRepository() => new(Path.Combine(Repository.Root, "fuzz", "seeds"));

    static byte[] Start()
    {
        using var gzip = new GZipStream(File.OpenRead(Repository.Sample("honeypot.scap.gz")), CompressionMode.Decompress);
        var bytes = new byte[Bytes];
        gzip.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Goes wrong at its second input.</summary>
    sealed class Faulty(string kind) : ISurface
    {
        byte _made;

        public string Name => "faulty";

        public byte[] Make(Random random) => [++_made];

        public void Check(byte[] input)
        {
            if (input[0] != 2)
                return;
            if (kind == "crash")
                throw new InvalidOperationException("here");
            if (kind == "hang")
                Thread.Sleep(3_000);
            else
                for (var i = 0; i < 20; i++)
                    GC.KeepAlive(GC.AllocateUninitializedArray<byte>(100_000_000));
        }
    }
}
