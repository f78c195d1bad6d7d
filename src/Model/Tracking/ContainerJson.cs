using System.Net;
using System.Text;
using System.Text.Json;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Reads what a container event says of a container.</summary>
static class ContainerJson
{
    const int Successful = 1;

    static readonly string[] s_types =
        ["docker", "lxc", "libvirt-lxc", "mesos", "rkt", "custom", "cri", "containerd", "cri-o", "bpm", "static", "podman"];
    static readonly JsonDocumentOptions s_options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Null when the text is no such JSON.</summary>
    /// <param name="found">The metadata could be looked up; sysdig shows no event that says otherwise.</param>
    public static ContainerInfo? Parse(ReadOnlyMemory<byte> text, out bool found)
    {
        found = true;
        try
        {
            using var document = JsonDocument.Parse(text, s_options);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("container", out var c) || c.ValueKind != JsonValueKind.Object)
                return null;
            if (Number(c, "lookup_state") is { } state)
                found = state is Successful or < 0 or > 2;
            return Read(c);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A text that is no Unicode.
            return null;
        }
    }

    /// <summary>The name of a container type as events number it.</summary>
    public static byte[] TypeName(long type) => type >= 0 && type < s_types.Length ? Encoding.ASCII.GetBytes(s_types[type]) : [];

    /// <summary>The number that events give a container type; -1 where they have none.</summary>
    public static int TypeNumber(ReadOnlySpan<byte> name)
    {
        for (var type = 0; type < s_types.Length; type++)
            if (Ascii.Equals(name, s_types[type]))
                return type;
        return -1;
    }

    static ContainerInfo Read(JsonElement c)
    {
        var type = Number(c, "type") ?? 0;
        return new ContainerInfo
        {
            Id = Utf8(c, "id"),
            FullId = Utf8(c, "full_id"),
            Type = TypeName(type),
            Name = Utf8(c, "name"),
            Image = Utf8(c, "image"),
            ImageId = Utf8(c, "imageid"),
            ImageRepository = Utf8(c, "imagerepo"),
            ImageTag = Utf8(c, "imagetag"),
            ImageDigest = Utf8(c, "imagedigest"),
            Ip = IPAddress.TryParse(Text(c, "ip"), out var ip) ? ip.GetAddressBytes() : new byte[4],
            Privileged = s_types[0] == NameOf(type) || NameOf(type) is "cri" or "cri-o" or "containerd" or "podman"
                ? c.TryGetProperty("privileged", out var privileged) && privileged.ValueKind == JsonValueKind.True
                : null,
            CreatedTimestamp = (ulong)Math.Max(0, Number(c, "created_time") ?? 0) * 1_000_000_000,
            Labels = Labels(c),
            Mounts = Mounts(c),
            Ports = Ports(c),
            HealthCheck = Probe(c, "Healthcheck"),
            LivenessProbe = Probe(c, "LivenessProbe"),
            ReadinessProbe = Probe(c, "ReadinessProbe"),
            HasMetadata = true,
        };
    }

    static string NameOf(long type) => type >= 0 && type < s_types.Length ? s_types[type] : "";

    static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static byte[] Utf8(JsonElement of, string name) => Encoding.UTF8.GetBytes(Text(of, name) ?? "");

    static long? Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    static JsonElement.ArrayEnumerator Array(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;

    static SortedDictionary<string, string> Labels(JsonElement c)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (c.TryGetProperty("labels", out var all) && all.ValueKind == JsonValueKind.Object)
            foreach (var label in all.EnumerateObject())
                labels[label.Name] = label.Value.ValueKind == JsonValueKind.String ? label.Value.GetString()! : label.Value.ToString();
        return labels;
    }

    static List<ContainerMount> Mounts(JsonElement c)
    {
        var mounts = new List<ContainerMount>();
        foreach (var mount in Array(c, "Mounts"))
            if (mount.ValueKind == JsonValueKind.Object)
                mounts.Add(new ContainerMount(Text(mount, "Source") ?? "", Text(mount, "Destination") ?? "", Text(mount, "Mode") ?? "",
                    mount.TryGetProperty("RW", out var writable) && writable.ValueKind == JsonValueKind.True, Text(mount, "Propagation") ?? ""));
        return mounts;
    }

    static List<(long, long, string)> Ports(JsonElement c)
    {
        var ports = new List<(long, long, string)>();
        foreach (var port in Array(c, "port_mappings"))
            if (port.ValueKind == JsonValueKind.Object)
                ports.Add((Number(port, "ContainerPort") ?? 0, Number(port, "HostPort") ?? 0, ""));
        return ports;
    }

    /// <summary>The program and its arguments, joined by spaces.</summary>
    static byte[] Probe(JsonElement c, string name)
    {
        if (!c.TryGetProperty(name, out var probe) || probe.ValueKind != JsonValueKind.Object || Text(probe, "exe") is not { } exe)
            return [];
        var line = new StringBuilder(exe);
        foreach (var argument in Array(probe, "args"))
            if (argument.ValueKind == JsonValueKind.String)
                line.Append(' ').Append(argument.GetString());
        return Encoding.UTF8.GetBytes(line.ToString());
    }
}
