namespace CSysdig.Model.State;

/// <summary>A container as its cgroup and the container events of the capture describe it. A new event makes a new version.</summary>
public sealed class ContainerInfo
{
    public required byte[] Id { get; init; }
    public byte[] FullId { get; init; } = [];
    /// <summary>For example docker, podman, cri-o; empty when unknown.</summary>
    public byte[] Type { get; init; } = [];
    public byte[] Name { get; init; } = [];
    public byte[] Image { get; init; } = [];
    public byte[] ImageId { get; init; } = [];
    public byte[] ImageRepository { get; init; } = [];
    public byte[] ImageTag { get; init; } = [];
    public byte[] ImageDigest { get; init; } = [];
    public byte[] Ip { get; init; } = [];
    public bool? Privileged { get; init; }
    public ulong CreatedTimestamp { get; init; }
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<ContainerMount> Mounts { get; init; } = [];
    public IReadOnlyList<(long Container, long Host, string Protocol)> Ports { get; init; } = [];
    public byte[] HealthCheck { get; init; } = [];
    public byte[] LivenessProbe { get; init; } = [];
    public byte[] ReadinessProbe { get; init; } = [];
    /// <summary>More than its id is known; false for one that cgroups show and whose engine tells nothing (cri).</summary>
    public bool HasMetadata { get; init; }
}

public sealed record ContainerMount(string Source, string Destination, string Mode, bool Writable, string Propagation);
