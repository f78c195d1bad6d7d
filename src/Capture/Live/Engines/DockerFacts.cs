using System.Globalization;
using System.Net;

namespace CSysdig.Capture.Live.Engines;

/// <summary>Facts in Docker's words.</summary>
static class DockerFacts
{
    public static ContainerFacts Of(DockerContainer container, string imageId, string[]? digests, EngineType type) => new()
    {
        FullId = container.Id ?? "",
        Engine = type,
        Name = (container.Name ?? "").TrimStart('/'),
        Image = container.Config?.Image ?? "",
        ImageId = imageId,
        ImageDigest = digests is [{ } first, ..] ? first[(first.IndexOf('@') + 1)..] : "",
        Ip = Address(container.NetworkSettings),
        User = container.Config?.User ?? "",
        Created = container.Created?.ToUnixTimeSeconds() ?? 0,
        Privileged = container.HostConfig?.Privileged ?? false,
        Labels = container.Config?.Labels,
        Mounts = [.. (container.Mounts ?? []).Select(m => new ContainerFacts.Mount(m.Source ?? "", m.Destination ?? "", m.Mode ?? "", m.Writable, m.Propagation ?? ""))],
        Ports = [.. Ports(container.NetworkSettings?.Ports)],
        Limits = Limits(container.HostConfig),
    };

    /// <summary>What an event of a container's making tells.</summary>
    public static ContainerFacts Of(DockerEvent e, EngineType type)
    {
        var words = e.Actor!.Attributes ?? [];
        return new ContainerFacts
        {
            FullId = e.Actor.Id!,
            Engine = type,
            Name = words.GetValueOrDefault("name", ""),
            Image = words.GetValueOrDefault("image", ""),
            Created = e.Time,
            IsBrief = true,
            // The others are its labels.
            Labels = words.Where(w => w.Key is not ("name" or "image" or "containerExitCode" or "podId")).ToDictionary(),
        };
    }

    static string Address(DockerContainer.Network? network) =>
        network?.IpAddress is { Length: > 0 } own ? own : network?.Networks?.Values.Select(n => n.IpAddress).FirstOrDefault(a => a is { Length: > 0 }) ?? "";

    static IEnumerable<ContainerFacts.Port> Ports(Dictionary<string, DockerContainer.Binding[]?>? ports)
    {
        foreach (var (inside, bindings) in ports ?? [])
            foreach (var binding in bindings ?? [])
                if (Port(inside.Split('/')[0]) is { } own && Port(binding.HostPort) is { } host)
                    yield return new(Number(binding.HostIp), host, own);
    }

    static ushort? Port(string? text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    static uint Number(string? address) =>
        IPAddress.TryParse(address, out var ip) && ip.GetAddressBytes() is [var a, var b, var c, var d] ? (uint)(a << 24 | b << 16 | c << 8 | d) : 0;

    static ContainerLimits Limits(DockerContainer.Host? host) => host is null ? new() : new()
    {
        Memory = host.Memory,
        Swap = host.MemorySwap,
        CpuShares = host.CpuShares > 0 ? host.CpuShares : 1024,
        CpuQuota = host.CpuQuota,
        CpuPeriod = host.CpuPeriod > 0 ? host.CpuPeriod : 100_000,
    };
}
