using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>
/// Cgroups as captures list them, <c>subsystem=path</c> with a NUL behind each. The kernel's names of subsystems are those of its
/// cgroup_subsys_id; the tools show the names of /proc/cgroups.
/// </summary>
static class CgroupText
{
    /// <summary>All cgroups, joined by spaces.</summary>
    public static void Write(Utf8Writer to, ReadOnlySpan<byte> list)
    {
        list = list.TrimEnd((byte)0);
        while (NulList.TryTake(ref list, out var entry))
        {
            if (to.Length > 0)
                to.Write(' ');
            Split(entry, out var name, out var path);
            to.Write(name);
            to.Write('=');
            to.Write(path);
        }
    }

    /// <summary>The path in one subsystem.</summary>
    public static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> list, ReadOnlySpan<byte> subsystem, out bool found)
    {
        list = list.TrimEnd((byte)0);
        while (NulList.TryTake(ref list, out var entry))
        {
            Split(entry, out var name, out var path);
            if (!name.SequenceEqual(subsystem))
                continue;
            found = true;
            return path;
        }
        found = false;
        return default;
    }

    static void Split(ReadOnlySpan<byte> entry, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> path)
    {
        var equals = entry.LastIndexOf((byte)'=');
        name = entry[..Math.Max(0, equals)];
        path = entry[(equals + 1)..];
        if (name.EndsWith("_cgroup"u8))
            name = name[..^"_cgroup"u8.Length];
        if (name.SequenceEqual("perf"u8))
            name = "perf_event"u8;
        else if (name.SequenceEqual("mem"u8))
            name = "memory"u8;
        else if (name.SequenceEqual("io"u8))
            name = "blkio"u8;
    }
}
