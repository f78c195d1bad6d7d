using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>The values of fields that have a countable number of them, for who completes a filter.</summary>
public static class KnownValues
{
    /// <summary>The last number that Errnos has a name for.</summary>
    const int LastError = 530;

    static readonly Dictionary<string, string[]> s_values = new()
    {
        ["evt.dir"] = [">", "<"],
        ["evt.io_dir"] = ["read", "write"],
        ["evt.category"] = ["file", "net", "ipc", "IPC", "memory", "process", "sleep", "system", "signal", "user", "time", "processing", "wait", "scheduler", "internal", "other", "unknown"],
        ["fd.l4proto"] = ["tcp", "udp", "icmp", "raw"],
        ["container.type"] = ["host", "docker", "podman", "cri-o", "containerd", "lxc", "libvirt-lxc", "rkt", "bpm"],
        ["container.name"] = ["host"],
        ["container.id"] = ["host"],
    };

    /// <summary>The values of a field, in the order in which they are best offered; empty where they can't be counted.</summary>
    public static IReadOnlyList<string> Of(FieldDefinition field) => field.Name switch
    {
        "evt.type" or "syscall.type" => EventNames(),
        "fd.type" => [.. Enum.GetValues<FdType>().Select(t => Encoding.ASCII.GetString(FdText.TypeName(t))).Where(n => n[0] != '<').Distinct()],
        "evt.res" => ["SUCCESS", .. Errors()],
        _ when s_values.TryGetValue(field.Name, out var values) => values,
        _ when field.Type == ParamType.Bool => ["true", "false"],
        _ => [],
    };

    /// <summary>The names of parameters: what follows <c>evt.arg.</c>.</summary>
    public static IReadOnlyList<string> Parameters()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var info in EventTable.All)
            foreach (var parameter in info.Params)
                names.Add(parameter.Name);
        return [.. names];
    }

    static string[] EventNames()
    {
        var names = new SortedSet<string>(Syscalls.All.Values, StringComparer.Ordinal);
        foreach (var info in EventTable.All)
            if (!info.Has(EventFlags.Unused))
                names.Add(info.Name);
        return [.. names];
    }

    static IEnumerable<string> Errors()
    {
        for (var number = 1; number <= LastError; number++)
            if (!Errnos.Name(number).IsEmpty)
                yield return Encoding.ASCII.GetString(Errnos.Name(number));
    }
}
