using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>The container an event's thread is in, as the capture's container events describe it.</summary>
static class ContainerFields
{
    public static FieldDefinition[] All { get; } =
    [
        OrHost("container.id", "id of the container (12 digits), or host", c => c.Id, mayBeEmpty: true),
        OrHost("container.name", "name of the container, or host", c => c.HasMetadata ? c.Name : []),
        OrHost("container.type", "what runs the container: docker, podman, cri-o, ...; or host", c => c.HasMetadata ? c.Type : []),
        Text("container.full_id", "id of the container in full", c => c.FullId),
        Text("container.image", "name of the image", c => c.Image),
        Text("container.image.id", "id of the image", c => c.ImageId),
        Text("container.image.repository", "repository of the image", c => c.ImageRepository),
        Text("container.image.tag", "tag of the image", c => c.ImageTag),
        Text("container.image.digest", "digest of the image in its registry", c => c.ImageDigest),
        Define.Text("container.ip", "address of the container", (e, scratch, ref text) =>
        {
            if (Of(e) is not { Ip.Length: 4 or 16 } container)
                return false;
            AddressText.Write(scratch, container.Ip);
            text = scratch.Written;
            return true;
        }, FieldReads.Thread),
        Define.Bool("container.privileged", "true for a privileged container", (Event e, out long value) =>
        {
            var privileged = Of(e)?.Privileged;
            value = privileged == true ? 1 : 0;
            return privileged is not null;
        }, FieldReads.Thread),
        Define.Number("container.start_ts", ParamType.UInt64, PrintFormat.Dec, "when the container was made, in nanoseconds since 1970",
            (Event e, out long value) => (value = (long)Start(e)) != 0, FieldReads.Thread),
        Define.Number("container.duration", ParamType.RelTime, PrintFormat.Dec, "nanoseconds since the container was made", (Event e, out long value) =>
        {
            var start = Start(e);
            value = (long)(e.Timestamp - start);
            return start != 0 || IsLater(e) && e.Thread is { } thread && !IsHost(e, thread) && thread.CloneTimestamp != 0;
        }),
        Probe("container.healthcheck", "command that checks the container's health", c => c.HealthCheck),
        Probe("container.liveness_probe", "command that checks that the container lives", c => c.LivenessProbe),
        Probe("container.readiness_probe", "command that checks that the container is ready", c => c.ReadinessProbe),
        Define.Plain("container.cni.json", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.None,
            "result of the network plugin; captures do not have it", d => new AbsentField(d)),
        .. ContainerMountFields.All,
    ];

    /// <summary>The container of the event's thread, where more than its id is known.</summary>
    public static ContainerInfo? Of(Event e) => e.Thread?.Container is { HasMetadata: true } container ? container : null;

    static FieldDefinition OrHost(string name, string description, Func<ContainerInfo, byte[]> of, bool mayBeEmpty = false) =>
        Define.Text(name, description, (e, _, ref text) =>
        {
            if (e.Thread is not { } thread)
                return false;
            text = IsHost(e, thread) ? "host"u8 : thread.Container is { } container ? of(container) : default;
            return mayBeEmpty || !text.IsEmpty;
        }, FieldReads.Thread);

    /// <summary>No container is known. sysdig 0.36 calls a thread that has its own pid namespace, or whose ids it does not know, no part of the host.</summary>
    static bool IsHost(Event e, ThreadInfo thread) =>
        thread.Container is null && !(IsLater(e) && ((thread.Flags & CloneFlags.ChildInPidNamespace) != 0 || thread.Tid != thread.VTid));

    static bool IsLater(Event e) => e.State.Generation == Generation.LaterEnterExit;

    /// <summary>When the container began: 0.36 takes the start of the thread's pid namespace for it.</summary>
    static ulong Start(Event e) =>
        IsLater(e) && e.Thread is { } thread ? IsHost(e, thread) ? 0 : thread.PidnsInitStart : Of(e)?.CreatedTimestamp ?? 0;

    static FieldDefinition Text(string name, string description, Func<ContainerInfo, byte[]> of) => Define.Text(name, description, (e, _, ref text) =>
    {
        text = Of(e) is { } container ? of(container) : default;
        return !text.IsEmpty;
    }, FieldReads.Thread);

    static FieldDefinition Probe(string name, string description, Func<ContainerInfo, byte[]> of) => Define.Text(name, description, (e, _, ref text) =>
    {
        if (Of(e) is not { } container)
            return false;
        text = of(container) is { Length: > 0 } command ? command : "NONE"u8;
        return true;
    }, FieldReads.Thread);
}
