using System.Net.Sockets;
using System.Runtime.CompilerServices;
using CSysdig.Capture.Live.Engines.Cri;
using Grpc.Core;
using Grpc.Net.Client;

namespace CSysdig.Capture.Live.Engines;

/// <summary>containerd and CRI-O, by the interface that Kubernetes speaks with them.</summary>
sealed class CriEngine : IContainerEngine
{
    const int MostBytes = 4 << 20;
    const string Namespace = "io.kubernetes.pod.namespace", Uid = "io.kubernetes.pod.uid", Pod = "io.kubernetes.pod.name";

    readonly EngineType _type;
    readonly TimeSpan _timeout;
    readonly GrpcChannel _channel;
    readonly RuntimeService.RuntimeServiceClient _client;

    public CriEngine(string socket, EngineType type, TimeSpan timeout)
    {
        _type = type;
        _timeout = timeout;
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = UnixSocketHandler.To(socket, timeout),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MostBytes,
        });
        _client = new RuntimeService.RuntimeServiceClient(_channel);
    }

    public void Dispose() => _channel.Dispose();

    public async Task<ContainerFacts?> Find(string id, CancellationToken cancel)
    {
        if (await Ask(o => _client.ContainerStatusAsync(new() { ContainerId = id }, o), cancel) is { Status: { } container })
        {
            var listed = await Ask(o => _client.ListContainersAsync(new() { Filter = new() { Id = id } }, o), cancel);
            var pod = listed?.Containers.FirstOrDefault(c => c.Id == container.Id)?.PodSandboxId ?? "";
            var sandbox = pod.Length == 0 ? null : (await Ask(o => _client.PodSandboxStatusAsync(new() { PodSandboxId = pod }, o), cancel))?.Status;
            return Of(container, pod, sandbox);
        }
        return await Ask(o => _client.PodSandboxStatusAsync(new() { PodSandboxId = id }, o), cancel) is { Status: { } alone } ? Of(alone) : null;
    }

    /// <summary>The interface of today's engines has no stream of events that all of them serve: containers are asked for when they are seen.</summary>
    public async IAsyncEnumerable<ContainerFacts> Watch([EnumeratorCancellation] CancellationToken cancel)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancel);
        }
        catch (OperationCanceledException)
        {
        }
        yield break;
    }

    ContainerFacts Of(ContainerStatus container, string pod, PodSandboxStatus? sandbox) => new()
    {
        FullId = container.Id,
        Engine = _type,
        Name = Name("k8s_" + container.Metadata?.Name, sandbox?.Metadata, container.Labels, container.Metadata?.Attempt ?? 0),
        Image = container.Image?.Image ?? "",
        ImageId = container.ImageRef.Contains('@') ? "" : Hash(container.ImageRef),
        ImageDigest = container.ImageRef.Contains('@') ? container.ImageRef[(container.ImageRef.IndexOf('@') + 1)..] : "",
        Ip = sandbox?.Network?.Ip ?? "",
        Created = container.CreatedAt / 1_000_000_000,
        PodSandboxId = pod,
        PodSandboxLabels = sandbox?.Labels,
        Labels = container.Labels,
        Mounts = [.. container.Mounts.Select(m => new ContainerFacts.Mount(m.HostPath, m.ContainerPath, "", !m.Readonly, Propagation(m.Propagation)))],
    };

    ContainerFacts Of(PodSandboxStatus pod) => new()
    {
        FullId = pod.Id,
        Engine = _type,
        Name = Name("k8s_POD", pod.Metadata, pod.Labels, pod.Metadata?.Attempt ?? 0),
        Ip = pod.Network?.Ip ?? "",
        Created = pod.CreatedAt / 1_000_000_000,
        IsPodSandbox = true,
        Labels = pod.Labels,
    };

    /// <summary>As Kubernetes names containers for engines that have one name each.</summary>
    static string Name(string start, PodSandboxMetadata? pod, IDictionary<string, string> labels, uint attempt)
    {
        string Part(string? own, string label) => own is { Length: > 0 } ? own : labels.TryGetValue(label, out var value) ? value : "";
        return $"{start}_{Part(pod?.Name, Pod)}_{Part(pod?.Namespace, Namespace)}_{Part(pod?.Uid, Uid)}_{attempt}";
    }

    static string Propagation(int value) => value switch { 1 => "rslave", 2 => "rshared", _ => "private" };

    static string Hash(string id) => id[(id.IndexOf(':') + 1)..];

    async Task<T?> Ask<T>(Func<CallOptions, AsyncUnaryCall<T>> ask, CancellationToken cancel) where T : class
    {
        try
        {
            using var call = ask(new CallOptions(deadline: DateTime.UtcNow + _timeout, cancellationToken: cancel));
            return await call.ResponseAsync;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.Unimplemented or StatusCode.InvalidArgument or StatusCode.Unknown)
        {
            return null;
        }
        catch (Exception e) when (e is RpcException or HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            throw new EngineException("the engine does not answer", e);
        }
    }
}
