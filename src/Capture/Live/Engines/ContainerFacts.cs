namespace CSysdig.Capture.Live.Engines;

/// <summary>What an engine says of a container.</summary>
sealed record ContainerFacts
{
    /// <summary>As the engine knows it, usually 64 hexadecimal digits.</summary>
    public required string FullId { get; init; }
    public required EngineType Engine { get; init; }
    public string Name { get; init; } = "";
    public string Image { get; init; } = "";
    public string ImageId { get; init; } = "";
    public string ImageDigest { get; init; } = "";
    public string Ip { get; init; } = "";
    public string User { get; init; } = "";
    /// <summary>Seconds since 1970; 0 when it is not told.</summary>
    public long Created { get; init; }
    public bool Privileged { get; init; }
    public bool IsPodSandbox { get; init; }
    public string PodSandboxId { get; init; } = "";
    public IReadOnlyDictionary<string, string>? PodSandboxLabels { get; init; }
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
    public IReadOnlyList<Mount> Mounts { get; init; } = [];
    public IReadOnlyList<Port> Ports { get; init; } = [];
    /// <summary>No more than what an event of its making said; the container itself could not be asked for.</summary>
    public bool IsBrief { get; init; }
    public ContainerLimits Limits { get; init; } = new();

    public sealed record Mount(string Source, string Destination, string Mode, bool Writable, string Propagation);

    /// <param name="HostIp">The address as a number, its first byte the highest.</param>
    public readonly record struct Port(uint HostIp, ushort Host, ushort Container);
}

/// <summary>What a container may use; 0 where there is no limit.</summary>
sealed record ContainerLimits
{
    public long Memory { get; init; }
    public long Swap { get; init; }
    public long CpuShares { get; init; } = 1024;
    public long CpuQuota { get; init; }
    public long CpuPeriod { get; init; } = 100_000;
}

/// <summary>Engines by the numbers that container events have for them.</summary>
enum EngineType
{
    Docker = 0,
    Containerd = 7,
    CriO = 8,
    Podman = 11,
}
