using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CSysdig.Capture.Live.Engines;

/// <summary>Facts in the form of a container event, as sysdig has written it since it knew containers.</summary>
static class ContainerEventJson
{
    /// <summary>An event's parameter is no longer than this; what would be, lacks labels and mounts.</summary>
    const int MostBytes = 60_000;
    const int ShortId = 12;
    const int Found = 1;

    // Readers of such events take any text; it stands in no page of the web.
    static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Of(ContainerFacts facts)
    {
        var whole = Write(facts);
        return whole.Length <= MostBytes ? whole : Write(facts with { Labels = null, PodSandboxLabels = null, Mounts = [], Ports = [] });
    }

    static byte[] Write(ContainerFacts facts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var to = new Utf8JsonWriter(buffer, s_options))
        {
            to.WriteStartObject();
            to.WriteStartObject("container");
            WriteMounts(to, facts);
            to.WriteString("User", facts.User);
            to.WriteString("cni_json", "");
            to.WriteNumber("cpu_period", facts.Limits.CpuPeriod);
            to.WriteNumber("cpu_quota", facts.Limits.CpuQuota);
            to.WriteNumber("cpu_shares", facts.Limits.CpuShares);
            to.WriteNumber("cpuset_cpu_count", 0);
            to.WriteNumber("created_time", facts.Created);
            to.WriteStartArray("env");
            to.WriteEndArray();
            to.WriteString("full_id", facts.FullId);
            to.WriteString("id", facts.FullId.Length > ShortId ? facts.FullId[..ShortId] : facts.FullId);
            to.WriteString("image", facts.Image);
            to.WriteString("imagedigest", facts.ImageDigest);
            to.WriteString("imageid", facts.ImageId);
            var (repository, tag) = Parts(facts.Image);
            to.WriteString("imagerepo", repository);
            to.WriteString("imagetag", tag);
            to.WriteString("ip", facts.Ip.Length > 0 ? facts.Ip : "0.0.0.0");
            to.WriteBoolean("is_pod_sandbox", facts.IsPodSandbox);
            WriteLabels(to, "labels", facts.Labels);
            to.WriteNumber("lookup_state", Found);
            to.WriteNumber("memory_limit", facts.Limits.Memory);
            to.WriteNumber("metadata_deadline", 0);
            to.WriteString("name", facts.Name);
            to.WriteString("pod_sandbox_id", facts.PodSandboxId);
            WriteLabels(to, "pod_sandbox_labels", facts.PodSandboxLabels);
            WritePorts(to, facts);
            to.WriteBoolean("privileged", facts.Privileged);
            to.WriteNumber("swap_limit", facts.Limits.Swap);
            to.WriteNumber("type", (int)facts.Engine);
            to.WriteEndObject();
            to.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    static void WriteMounts(Utf8JsonWriter to, ContainerFacts facts)
    {
        to.WriteStartArray("Mounts");
        foreach (var mount in facts.Mounts)
        {
            to.WriteStartObject();
            to.WriteString("Destination", mount.Destination);
            to.WriteString("Mode", mount.Mode);
            to.WriteString("Propagation", mount.Propagation);
            to.WriteBoolean("RW", mount.Writable);
            to.WriteString("Source", mount.Source);
            to.WriteEndObject();
        }
        to.WriteEndArray();
    }

    static void WritePorts(Utf8JsonWriter to, ContainerFacts facts)
    {
        to.WriteStartArray("port_mappings");
        foreach (var port in facts.Ports)
        {
            to.WriteStartObject();
            to.WriteNumber("ContainerPort", port.Container);
            to.WriteNumber("HostIp", port.HostIp);
            to.WriteNumber("HostPort", port.Host);
            to.WriteEndObject();
        }
        to.WriteEndArray();
    }

    static void WriteLabels(Utf8JsonWriter to, string name, IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is not { Count: > 0 })
        {
            to.WriteNull(name);
            return;
        }
        to.WriteStartObject(name);
        foreach (var (label, value) in labels.OrderBy(l => l.Key, StringComparer.Ordinal))
            to.WriteString(label, value);
        to.WriteEndObject();
    }

    /// <summary>The name and the tag of an image; a colon before a slash belongs to a host's port.</summary>
    static (string Repository, string Tag) Parts(string image)
    {
        var name = image.IndexOf('@') is var digest and >= 0 ? image[..digest] : image;
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? (name[..colon], name[(colon + 1)..]) : (name, "");
    }
}
