using System.Collections.Concurrent;
using System.Threading.Channels;
using CSysdig.Capture.Cgroups;

namespace CSysdig.Capture.Live.Engines;

/// <summary>
/// Asks the engines about containers, beside the pipeline that takes events: of containers that are made they tell by
/// themselves, of others when a process of theirs is seen. What they say comes out as the JSON of container events.
/// </summary>
public sealed class ContainerWatch : IDisposable
{
    /// <summary>So many containers may wait to be asked for; a fork bomb of containers loses names, not memory.</summary>
    const int MostWaiting = 4096;
    /// <summary>So many containers and lists of cgroups are remembered before all are forgotten, and asked for anew when they come again.</summary>
    const int MostKnown = 16_384;

    /// <summary>A container may be seen before its engine admits to it.</summary>
    static readonly TimeSpan[] s_again = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];
    /// <summary>An engine that is not there may be started.</summary>
    static readonly TimeSpan s_engineAgain = TimeSpan.FromSeconds(1);

    readonly IReadOnlyList<IContainerEngine> _engines;
    readonly CancellationTokenSource _closing = new();
    readonly Channel<string> _asked = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly ConcurrentQueue<byte[]> _told = new();
    readonly ConcurrentDictionary<string, byte[]> _known = new();
    readonly HashSet<string> _seen = [];
    readonly Task[] _work;
    readonly ManualResetEventSlim _answered = new();
    /// <summary>Containers that were asked for and of which no engine has said yes or no.</summary>
    int _open;
    volatile byte[] _last = [];

    /// <param name="cri">Sockets of the container runtime interface that the user names; none for the usual ones.</param>
    /// <param name="criTimeout">How long those are waited for; null for as long as others.</param>
    public ContainerWatch(IReadOnlyList<string> cri, TimeSpan? criTimeout = null)
        : this(EngineSockets.Usual(cri, criTimeout))
    {
    }

    internal ContainerWatch(IReadOnlyList<IContainerEngine> engines)
    {
        _engines = engines;
        _work = [Task.Run(AnswerAll), .. engines.Select(e => Task.Run(() => Listen(e)))];
    }

    /// <summary>A process with these cgroups is there.</summary>
    /// <param name="cgroups">NUL-separated "subsystem=path" texts.</param>
    public void See(ReadOnlySpan<byte> cgroups)
    {
        // Most processes have the cgroups of the one before.
        if (cgroups.SequenceEqual(_last))
            return;
        _last = cgroups.ToArray();
        if (ContainerIds.Find(cgroups) is not { IsNamed: false } match)
            return;
        lock (_seen)
        {
            if (_seen.Count >= MostKnown)
                _seen.Clear();
            if (_seen.Add(match.FullId) && !_known.ContainsKey(match.FullId) && _asked.Writer.TryWrite(match.FullId))
                Interlocked.Increment(ref _open);
        }
    }

    /// <summary>Engines are being asked about a container that was seen.</summary>
    public bool IsAsking => Volatile.Read(ref _open) > 0;

    /// <summary>Waits until they have answered, but no longer than a limit.</summary>
    public void Await(TimeSpan limit)
    {
        var until = System.Diagnostics.Stopwatch.StartNew();
        while (IsAsking && limit - until.Elapsed is { Ticks: > 0 } left)
        {
            _answered.Reset();
            if (IsAsking)
                _answered.Wait(left);
        }
    }

    /// <summary>The JSON of a container event that has not been taken yet, UTF-8.</summary>
    public bool TryTake(out byte[] json) => _told.TryDequeue(out json!);

    public void Dispose()
    {
        _closing.Cancel();
        _asked.Writer.TryComplete();
        try
        {
            Task.WaitAll(_work, TimeSpan.FromSeconds(1));
        }
        catch (AggregateException e) when (e.InnerExceptions.All(i => i is OperationCanceledException))
        {
        }
        foreach (var engine in _engines)
            engine.Dispose();
    }

    async Task AnswerAll()
    {
        await foreach (var id in _asked.Reader.ReadAllAsync(_closing.Token))
        {
            var isFound = await Answer(id);
            Interlocked.Decrement(ref _open);
            _answered.Set();
            if (!isFound)
                _ = AnswerLater(id);
        }
    }

    async Task AnswerLater(string id)
    {
        try
        {
            foreach (var pause in s_again)
            {
                await Task.Delay(pause, _closing.Token);
                if (_known.ContainsKey(id) || await Answer(id))
                    return;
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    async Task<bool> Answer(string id)
    {
        foreach (var engine in _engines)
        {
            try
            {
                if (await engine.Find(id, _closing.Token) is not { } facts)
                    continue;
                Tell(facts);
                return true;
            }
            catch (EngineException)
            {
                // Another one may have it.
            }
        }
        return false;
    }

    async Task Listen(IContainerEngine engine)
    {
        try
        {
            while (!_closing.IsCancellationRequested)
            {
                try
                {
                    await foreach (var facts in engine.Watch(_closing.Token))
                        Tell(facts);
                }
                catch (EngineException)
                {
                }
                await Task.Delay(s_engineAgain, _closing.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Says it once; again when more is known.</summary>
    void Tell(ContainerFacts facts)
    {
        var json = ContainerEventJson.Of(facts);
        if (_known.Count >= MostKnown)
            _known.Clear();
        if (_known.TryGetValue(facts.FullId, out var known) && (facts.IsBrief || known.AsSpan().SequenceEqual(json)))
            return;
        _known[facts.FullId] = json;
        if (_told.Count < MostWaiting)
            _told.Enqueue(json);
    }
}
