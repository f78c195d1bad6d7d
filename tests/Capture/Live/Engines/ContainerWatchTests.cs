using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using CSysdig.Capture.Live.Engines;

namespace CSysdig.Tests.Capture.Live.Engines;

/// <summary>Who is asked about which container, and how often.</summary>
public sealed class ContainerWatchTests
{
    sealed class Engine : IContainerEngine
    {
        public Channel<ContainerFacts> Made { get; } = Channel.CreateUnbounded<ContainerFacts>();
        public int Asked;
        /// <summary>Knows nothing before it has been asked this often.</summary>
        public int Late { get; init; }
        public bool IsDown { get; init; }

        public Task<ContainerFacts?> Find(string id, CancellationToken cancel)
        {
            var asked = Interlocked.Increment(ref Asked);
            return IsDown ? throw new EngineException("down", new IOException())
                : Task.FromResult(asked <= Late ? null : new ContainerFacts { FullId = id, Engine = EngineType.Docker, Name = "n" + id[..4] });
        }

        public async IAsyncEnumerable<ContainerFacts> Watch([EnumeratorCancellation] CancellationToken cancel)
        {
            await foreach (var facts in Made.Reader.ReadAllAsync(cancel))
                yield return facts;
        }

        public void Dispose()
        {
        }
    }

    static string Id(char digit) => new(digit, 64);

    static byte[] Cgroups(char digit) => Encoding.ASCII.GetBytes($"cpu=/docker/{Id(digit)}\0memory=/docker/{Id(digit)}\0");

    static async Task<string> Take(ContainerWatch watch)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        byte[] json;
        while (!watch.TryTake(out json))
            await Task.Delay(1, limit.Token);
        return Encoding.UTF8.GetString(json);
    }

    [Fact]
    public async Task A_container_is_asked_for_once_and_told_once()
    {
        var engine = new Engine();
        using var watch = new ContainerWatch([new Engine { IsDown = true }, engine]);
        for (var i = 0; i < 3; i++)
        {
            watch.See(Cgroups('a'));
            watch.See("cpu=/user.slice\0"u8);
        }
        Assert.Contains("\"name\":\"naaaa\"", await Take(watch));
        watch.See(Cgroups('b'));
        Assert.Contains("\"name\":\"nbbbb\"", await Take(watch));
        Assert.Equal(2, engine.Asked);
        Assert.False(watch.TryTake(out _));
    }

    [Fact]
    public async Task One_that_its_engine_admits_to_later_is_asked_for_again()
    {
        using var watch = new ContainerWatch([new Engine { Late = 2 }]);
        watch.See(Cgroups('c'));
        Assert.Contains("\"name\":\"ncccc\"", await Take(watch));
    }

    [Fact]
    public async Task One_that_is_made_is_told_before_it_is_seen_and_again_when_more_is_known()
    {
        var engine = new Engine();
        using var watch = new ContainerWatch([engine]);
        ContainerFacts Facts(string ip, bool brief = false) => new() { FullId = Id('d'), Engine = EngineType.Podman, Name = "web", Ip = ip, IsBrief = brief };
        engine.Made.Writer.TryWrite(Facts(""));
        Assert.Contains("\"ip\":\"0.0.0.0\"", await Take(watch));
        engine.Made.Writer.TryWrite(Facts(""));
        engine.Made.Writer.TryWrite(Facts("10.0.0.7"));
        Assert.Contains("\"ip\":\"10.0.0.7\"", await Take(watch));
        // What its event alone tells is less.
        engine.Made.Writer.TryWrite(Facts("", brief: true));
        engine.Made.Writer.TryWrite(Facts("10.0.0.8"));
        Assert.Contains("\"ip\":\"10.0.0.8\"", await Take(watch));
        watch.See(Cgroups('d'));
        Assert.Equal(0, engine.Asked);
    }
}
