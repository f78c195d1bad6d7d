using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CSysdig.Model.State;
using CSysdig.Model.Tracking;

namespace CSysdig.Model.Slices;

/// <summary>What is known of a container as the text of a container event: what <see cref="ContainerJson"/> reads of it is the same again.</summary>
static class ContainerText
{
    /// <summary>An event's parameter is no longer than this; what would be, lacks labels, mounts and ports.</summary>
    const int MostBytes = 60_000;
    const int Found = 1;

    // Readers of such events take any text; it stands in no page of the web.
    static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>An event told of it. Of others only what cgroups show is known, and a reader sees it there again.</summary>
    public static bool IsTold(ContainerInfo c) =>
        c.FullId.Length > 0 || c.Image.Length > 0 || c.Name.Length > 0 && !c.Name.AsSpan().SequenceEqual(c.Id);

    public static byte[] Of(ContainerInfo container)
    {
        var whole = Write(container, isWhole: true);
        return whole.Length <= MostBytes ? whole : Write(container, isWhole: false);
    }

    static byte[] Write(ContainerInfo c, bool isWhole)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var to = new Utf8JsonWriter(buffer, s_options))
        {
            to.WriteStartObject();
            to.WriteStartObject("container");
            WriteMounts(to, isWhole ? c.Mounts : []);
            to.WriteNumber("created_time", c.CreatedTimestamp / 1_000_000_000);
            WriteText(to, "full_id", c.FullId);
            WriteProbe(to, "Healthcheck", c.HealthCheck);
            WriteText(to, "id", c.Id);
            WriteText(to, "image", c.Image);
            WriteText(to, "imagedigest", c.ImageDigest);
            WriteText(to, "imageid", c.ImageId);
            WriteText(to, "imagerepo", c.ImageRepository);
            WriteText(to, "imagetag", c.ImageTag);
            to.WriteString("ip", c.Ip.Length is 4 or 16 ? new IPAddress(c.Ip).ToString() : "0.0.0.0");
            to.WriteBoolean("is_pod_sandbox", false);
            WriteLabels(to, isWhole ? c.Labels : new Dictionary<string, string>());
            WriteProbe(to, "LivenessProbe", c.LivenessProbe);
            to.WriteNumber("lookup_state", Found);
            WriteText(to, "name", c.Name);
            WritePorts(to, isWhole ? c.Ports : []);
            to.WriteBoolean("privileged", c.Privileged == true);
            WriteProbe(to, "ReadinessProbe", c.ReadinessProbe);
            to.WriteNumber("type", ContainerJson.TypeNumber(c.Type));
            to.WriteEndObject();
            to.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    static void WriteText(Utf8JsonWriter to, string name, byte[] text) => to.WriteString(name, Encoding.UTF8.GetString(text));

    /// <summary>Its words are joined: where they were apart nobody knows any more.</summary>
    static void WriteProbe(Utf8JsonWriter to, string name, byte[] line)
    {
        if (line.Length == 0)
            return;
        to.WriteStartObject(name);
        WriteText(to, "exe", line);
        to.WriteStartArray("args");
        to.WriteEndArray();
        to.WriteEndObject();
    }

    static void WriteLabels(Utf8JsonWriter to, IReadOnlyDictionary<string, string> labels)
    {
        to.WriteStartObject("labels");
        foreach (var (label, value) in labels)
            to.WriteString(label, value);
        to.WriteEndObject();
    }

    static void WriteMounts(Utf8JsonWriter to, IReadOnlyList<ContainerMount> mounts)
    {
        to.WriteStartArray("Mounts");
        foreach (var mount in mounts)
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

    static void WritePorts(Utf8JsonWriter to, IReadOnlyList<(long Container, long Host, string Protocol)> ports)
    {
        to.WriteStartArray("port_mappings");
        foreach (var (container, host, _) in ports)
        {
            to.WriteStartObject();
            to.WriteNumber("ContainerPort", container);
            to.WriteNumber("HostIp", 0);
            to.WriteNumber("HostPort", host);
            to.WriteEndObject();
        }
        to.WriteEndArray();
    }
}
