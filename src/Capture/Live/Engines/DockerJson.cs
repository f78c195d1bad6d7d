using System.Text.Json.Serialization;

namespace CSysdig.Capture.Live.Engines;

/// <summary>A container as Docker's API describes it, as far as it is looked at. Podman leaves out what it does not know.</summary>
sealed record DockerContainer(string? Id, string? Name, DateTimeOffset? Created, string? Image, DockerContainer.Settings? Config,
    DockerContainer.Host? HostConfig, DockerContainer.Mount[]? Mounts, DockerContainer.Network? NetworkSettings)
{
    public sealed record Settings(string? Image, string? User, Dictionary<string, string>? Labels);

    public sealed record Host(bool Privileged, long Memory, long MemorySwap, long CpuShares, long CpuQuota, long CpuPeriod);

    public sealed record Mount(string? Source, string? Destination, string? Mode, [property: JsonPropertyName("RW")] bool Writable, string? Propagation);

    public sealed record Network([property: JsonPropertyName("IPAddress")] string? IpAddress, Dictionary<string, Binding[]?>? Ports, Dictionary<string, Attachment>? Networks);

    public sealed record Binding(string? HostIp, string? HostPort);

    public sealed record Attachment([property: JsonPropertyName("IPAddress")] string? IpAddress);
}

/// <summary>An image as Docker's API describes it.</summary>
sealed record DockerImage(string[]? RepoDigests);

/// <summary>A line of Docker's stream of events.</summary>
sealed record DockerEvent(string? Action, DockerEvent.About? Actor, [property: JsonPropertyName("time")] long Time)
{
    public sealed record About([property: JsonPropertyName("ID")] string? Id, Dictionary<string, string>? Attributes);
}

[JsonSerializable(typeof(DockerContainer))]
[JsonSerializable(typeof(DockerImage))]
[JsonSerializable(typeof(DockerEvent))]
sealed partial class DockerJson : JsonSerializerContext;
