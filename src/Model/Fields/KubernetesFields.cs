using CSysdig.Capture.Events;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>
/// Kubernetes: what the labels of containers tell of pods and namespaces. Replica sets, services and deployments are known to an
/// orchestrator's server only, which a capture does not hold.
/// </summary>
static class KubernetesFields
{
    const string PodName = "io.kubernetes.pod.name", PodNamespace = "io.kubernetes.pod.namespace", PodId = "io.kubernetes.pod.uid",
        Sandbox = "io.kubernetes.sandbox.id";
    const int ShortId = 12;

    public static FieldDefinition[] All { get; } =
    [
        Label("k8s.pod.name", "name of the pod", PodName),
        Label("k8s.pod.id", "id of the pod", PodId),
        Label("k8s.pod.uid", "id of the pod", PodId),
        Label("k8s.ns.name", "name of the namespace", PodNamespace),
        Define.Text("k8s.pod.sandbox_id", "id of the pod's sandbox (12 digits)", (e, scratch, ref text) => SandboxId(e, scratch, ref text, ShortId), FieldReads.Thread),
        Define.Text("k8s.pod.full_sandbox_id", "id of the pod's sandbox in full", (e, scratch, ref text) => SandboxId(e, scratch, ref text, int.MaxValue), FieldReads.Thread),
        Define.Text("k8s.pod.ip", "address of the pod", (e, scratch, ref text) =>
        {
            if (SandboxOf(e) is not { Ip.Length: 4 or 16 } sandbox)
                return false;
            AddressText.Write(scratch, sandbox.Ip);
            text = scratch.Written;
            return true;
        }),
        Define.Text("k8s.pod.labels", "labels of the pod, as name:value, joined by commas", (e, scratch, ref text) =>
        {
            if (SandboxOf(e) is not { Labels.Count: > 0 } sandbox)
                return false;
            foreach (var (name, value) in sandbox.Labels)
            {
                if (scratch.Length > 0)
                    scratch.Write(", "u8);
                scratch.Write(name);
                scratch.Write(':');
                scratch.Write(value);
            }
            text = scratch.Written;
            return true;
        }),
        Define.WithArgument("k8s.pod.label", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.ArgRequired, ArgumentSyntax.Label,
            "one label of the pod (k8s.pod.label.app)", (d, argument) => new TextField(d, FieldReads.Event, (e, scratch, ref text) =>
            {
                if (SandboxOf(e) is not { } sandbox || !sandbox.Labels.TryGetValue(argument!, out var label))
                    return false;
                scratch.Write(label);
                text = scratch.Written;
                return true;
            })),
        AbsentFields.Text("k8s.pod.cni.json", "result of the pod's network plugin; captures do not have it"),
        .. OfServer("k8s.ns", "namespace", withName: false),
        .. OfServer("k8s.rc", "replication controller"),
        .. OfServer("k8s.rs", "replica set"),
        .. OfServer("k8s.svc", "service"),
        .. OfServer("k8s.deployment", "deployment"),
    ];

    static IEnumerable<FieldDefinition> OfServer(string prefix, string thing, bool withName = true)
    {
        if (withName)
            yield return AbsentFields.Text(prefix + ".name", $"name of the {thing}; captures do not have it", FieldFlags.Deprecated);
        yield return AbsentFields.Text(prefix + ".id", $"id of the {thing}; captures do not have it", FieldFlags.Deprecated);
        yield return AbsentFields.Text(prefix + ".labels", $"labels of the {thing}; captures do not have them", FieldFlags.Deprecated);
        yield return AbsentFields.WithArgument(prefix + ".label", $"one label of the {thing}; captures do not have it", ArgumentSyntax.Label);
    }

    static FieldDefinition Label(string name, string description, string label) => Define.Text(name, description, (e, scratch, ref text) =>
    {
        if (ContainerFields.Of(e) is not { } container || !container.Labels.TryGetValue(label, out var value))
            return false;
        scratch.Write(value);
        text = scratch.Written;
        return true;
    }, FieldReads.Thread);

    static bool SandboxId(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text, int length)
    {
        if (ContainerFields.Of(e) is not { } container || !container.Labels.TryGetValue(Sandbox, out var id))
            return false;
        scratch.Write(id);
        text = scratch.Written[..Math.Min(length, scratch.Length)];
        return true;
    }

    static ContainerInfo? SandboxOf(Event e)
    {
        if (ContainerFields.Of(e) is not { } container || !container.Labels.TryGetValue(Sandbox, out var id))
            return null;
        return e.State.Containers.Find(id.Length > ShortId ? id[..ShortId] : id, e.Number);
    }
}
