using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CSysdig.Capture.Live.Engines;

/// <summary>Docker, and Podman, whose service speaks the same API.</summary>
sealed class DockerEngine : IContainerEngine
{
    /// <summary>The oldest API that both have; it needs no newer one.</summary>
    const string Api = "/v1.24";
    /// <summary>Only containers' events.</summary>
    const string Filters = "?filters=%7B%22type%22%3A%5B%22container%22%5D%7D";
    const int MostBytes = 4 << 20;

    readonly EngineType _type;
    readonly HttpClient _client;
    readonly TimeSpan _timeout;

    public DockerEngine(string socket, EngineType type, TimeSpan timeout)
    {
        _type = type;
        _timeout = timeout;
        _client = new HttpClient(UnixSocketHandler.To(socket, timeout))
        {
            BaseAddress = new Uri("http://localhost"),
            MaxResponseContentBufferSize = MostBytes,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public void Dispose() => _client.Dispose();

    public async Task<ContainerFacts?> Find(string id, CancellationToken cancel)
    {
        if (!id.All(char.IsAsciiHexDigit))
            return null;
        if (await Ask($"/containers/{id}/json", DockerJson.Default.DockerContainer, cancel) is not { } container)
            return null;
        var image = Hash(container.Image);
        var digests = image.Length == 0 ? null : (await Ask($"/images/{Uri.EscapeDataString(image)}/json", DockerJson.Default.DockerImage, cancel))?.RepoDigests;
        return DockerFacts.Of(container, image, digests, _type);
    }

    public async IAsyncEnumerable<ContainerFacts> Watch([EnumeratorCancellation] CancellationToken cancel)
    {
        using var response = await Guarded(() => _client.GetAsync($"{Api}/events{Filters}", HttpCompletionOption.ResponseHeadersRead, cancel));
        if (!response.IsSuccessStatusCode)
            yield break;
        using var lines = new BoundedLines(await Guarded(() => response.Content.ReadAsStreamAsync(cancel)), MostBytes);
        while (await Guarded(() => lines.Next(cancel).AsTask()) is { } line)
        {
            if (Parse(line.Span) is not { Actor.Id: { } id } e || e.Action is not ("create" or "start"))
                continue;
            // The name at once: its processes may run, and be gone, before more can be asked.
            yield return DockerFacts.Of(e, _type);
            if (await FindOrNothing(id, cancel) is { } more)
                yield return more;
        }
    }

    /// <summary>It may be gone already; then the event's own words have to do.</summary>
    async Task<ContainerFacts?> FindOrNothing(string id, CancellationToken cancel)
    {
        try
        {
            return await Find(id, cancel);
        }
        catch (EngineException)
        {
            return null;
        }
    }

    static DockerEvent? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, DockerJson.Default.DockerEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    async Task<T?> Ask<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel) where T : class
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(_timeout);
        using var response = await Guarded(() => _client.GetAsync(Api + path, limited.Token));
        if (!response.IsSuccessStatusCode)
            return null;
        try
        {
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancel), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static async Task<T> Guarded<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or InvalidDataException or OperationCanceledException)
        {
            throw new EngineException("the engine does not answer", e);
        }
    }

    /// <summary>An id without the name of its algorithm.</summary>
    static string Hash(string? id) => id is null ? "" : id[(id.IndexOf(':') + 1)..];
}
