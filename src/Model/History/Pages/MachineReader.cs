using System.Buffers;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Pages;

/// <summary>Reads what <see cref="MachineWriter"/> writes.</summary>
static class MachineReader
{
    public static byte[] Bytes(ref MessagePackReader from) => from.ReadBytes() is { } bytes ? bytes.ToArray() : [];

    /// <summary>A number of things that follow, each of a byte at least.</summary>
    public static int Count(ref MessagePackReader from)
    {
        var count = from.ReadInt32();
        return count >= 0 && count <= from.Sequence.Length - from.Consumed ? count : throw new InvalidDataException("a number is too large");
    }

    public static UserInfo User(ref MessagePackReader from) =>
        new(from.ReadUInt32(), from.ReadUInt32(), Bytes(ref from), Bytes(ref from), Bytes(ref from));

    public static GroupInfo Group(ref MessagePackReader from) => new(from.ReadUInt32(), Bytes(ref from));

    public static InterfaceEntry Interface(ref MessagePackReader from) =>
        new(Bytes(ref from), Bytes(ref from), Bytes(ref from), Bytes(ref from), from.ReadUInt64());

    public static ContainerInfo Container(ref MessagePackReader from) => new()
    {
        Id = Bytes(ref from),
        FullId = Bytes(ref from),
        Type = Bytes(ref from),
        Name = Bytes(ref from),
        Image = Bytes(ref from),
        ImageId = Bytes(ref from),
        ImageRepository = Bytes(ref from),
        ImageTag = Bytes(ref from),
        ImageDigest = Bytes(ref from),
        Ip = Bytes(ref from),
        Privileged = from.ReadInt32() switch { 0 => false, 1 => true, _ => null },
        CreatedTimestamp = from.ReadUInt64(),
        HealthCheck = Bytes(ref from),
        LivenessProbe = Bytes(ref from),
        ReadinessProbe = Bytes(ref from),
        HasMetadata = from.ReadBoolean(),
        Labels = Labels(ref from),
        Mounts = Mounts(ref from),
        Ports = Ports(ref from),
    };

    static Dictionary<string, string> Labels(ref MessagePackReader from)
    {
        var labels = new Dictionary<string, string>();
        for (var left = Count(ref from); left > 0; left--)
            labels[from.ReadString() ?? ""] = from.ReadString() ?? "";
        return labels;
    }

    static List<ContainerMount> Mounts(ref MessagePackReader from)
    {
        var mounts = new List<ContainerMount>();
        for (var left = Count(ref from); left > 0; left--)
            mounts.Add(new ContainerMount(from.ReadString() ?? "", from.ReadString() ?? "", from.ReadString() ?? "", from.ReadBoolean(), from.ReadString() ?? ""));
        return mounts;
    }

    static List<(long, long, string)> Ports(ref MessagePackReader from)
    {
        var ports = new List<(long, long, string)>();
        for (var left = Count(ref from); left > 0; left--)
            ports.Add((from.ReadInt64(), from.ReadInt64(), from.ReadString() ?? ""));
        return ports;
    }
}
