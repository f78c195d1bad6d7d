using System.Text;

namespace CSysdig.Capture.Cgroups;

/// <summary>Finds a container's id in the cgroups of a thread, as the container engines of libs do one after the other.</summary>
public static class ContainerIds
{
    const int FullLength = 64, ShortLength = 12;

    static readonly (string Prefix, string Suffix)[] s_podman =
        [("/libpod-", ".scope"), ("/libpod-", ".scope/container"), ("/libpod-", "")];
    static readonly (string Prefix, string Suffix)[] s_docker = [("/", ""), ("/docker-", ".scope")];
    static readonly (string Prefix, string Suffix)[] s_cri =
        [("/", ""), ("/crio-", ""), ("/cri-containerd-", ".scope"), ("/crio-", ".scope"), (":cri-containerd:", "")];
    static readonly (string Prefix, string Suffix)[] s_nspawn = [("/machine.slice/systemd-nspawn@", ".service"), ("/machine.slice/machine-", ".scope")];

    /// <param name="Id">As lines show it: twelve characters where the engine gives hashes.</param>
    /// <param name="FullId">What the engine knows it by.</param>
    /// <param name="Type">The name of the engine.</param>
    /// <param name="IsNamed">The id is the container's name as well.</param>
    /// <param name="IsBare">Nothing but the id is known without a container event.</param>
    public readonly record struct Match(string Id, string FullId, string Type, bool IsNamed = false, bool IsBare = false);

    /// <param name="cgroups">NUL-separated "subsystem=path" texts.</param>
    public static Match? Find(ReadOnlySpan<byte> cgroups)
    {
        var paths = Paths(cgroups);
        return Runc(paths, s_podman, "podman") ?? Runc(paths, s_docker, "docker") ?? Runc(paths, s_cri, "cri") ?? Lxc(paths)
            ?? LibvirtLxc(paths) ?? Bpm(paths) ?? Nspawn(paths);
    }

    static List<string> Paths(ReadOnlySpan<byte> cgroups)
    {
        var paths = new List<string>();
        while (!cgroups.IsEmpty)
        {
            var nul = cgroups.IndexOf((byte)0);
            var entry = nul < 0 ? cgroups : cgroups[..nul];
            cgroups = nul < 0 ? default : cgroups[(nul + 1)..];
            var equals = entry.LastIndexOf((byte)'=');
            if (equals < 0)
                break;
            paths.Add(Encoding.Latin1.GetString(entry[(equals + 1)..]));
        }
        return paths;
    }

    static Match? Runc(List<string> paths, (string Prefix, string Suffix)[] layouts, string type)
    {
        foreach (var path in paths)
            foreach (var (prefix, suffix) in layouts)
                if (RuncId(path, prefix, suffix) is { } id)
                    return new Match(id[..ShortLength], id, type, IsBare: type == "cri");
        return null;
    }

    static string? RuncId(string path, string prefix, string suffix)
    {
        var start = path.LastIndexOf(prefix, StringComparison.Ordinal);
        var end = suffix.Length == 0 ? path.Length : path.LastIndexOf(suffix, StringComparison.Ordinal);
        if (start < 0 || end < 0 || end - (start += prefix.Length) != FullLength)
            return null;
        // libs compares the place of the first other character with the length of an id, wherever the id begins.
        for (var i = start; i < Math.Min(path.Length, FullLength); i++)
            if (!char.IsAsciiHexDigit(path[i]))
                return null;
        return path.Substring(start, FullLength);
    }

    static Match? Lxc(List<string> paths)
    {
        foreach (var path in paths)
            foreach (var marker in (ReadOnlySpan<string>)["/lxc/", "/lxc.payload/"])
            {
                var at = path.IndexOf(marker, StringComparison.Ordinal);
                if (at < 0)
                    continue;
                var id = path[(at + marker.Length)..];
                var slash = id.IndexOf('/');
                return Named(slash < 0 ? id : id[..slash], "lxc");
            }
        return null;
    }

    static Match? LibvirtLxc(List<string> paths)
    {
        const string plain = ".libvirt-lxc", systemd = "-lxc\\x2", scope = ".scope", legacy = "/libvirt/lxc/";
        foreach (var path in paths)
        {
            if (path.EndsWith(plain, StringComparison.Ordinal) && path.LastIndexOf('/') is var slash and >= 0)
                return Named(path[(slash + 1)..^plain.Length], "libvirt-lxc");
            var at = path.IndexOf(systemd, StringComparison.Ordinal);
            if (at >= 0 && path.EndsWith(scope, StringComparison.Ordinal) && at + systemd.Length + 1 <= path.Length - scope.Length)
                return Named(path[(at + systemd.Length + 1)..^scope.Length], "libvirt-lxc");
            at = path.IndexOf(legacy, StringComparison.Ordinal);
            if (at >= 0)
                return Named(path[(at + legacy.Length)..], "libvirt-lxc");
        }
        return null;
    }

    /// <summary>Machines of systemd: by the service that starts them, or the scope they ask systemd-machined for.</summary>
    static Match? Nspawn(List<string> paths)
    {
        foreach (var path in paths)
            foreach (var (prefix, suffix) in s_nspawn)
            {
                var at = path.IndexOf(prefix, StringComparison.Ordinal);
                if (at < 0)
                    continue;
                var name = path[(at + prefix.Length)..];
                var end = name.IndexOf(suffix, StringComparison.Ordinal);
                if (end > 0 && !name[..end].Contains('/') && (name.Length == end + suffix.Length || name[end + suffix.Length] == '/'))
                    // systemd writes a dash within a unit's name as \x2d.
                    return Named(name[..end].Replace(@"\x2d", "-"), "systemd-nspawn");
            }
        return null;
    }

    static Match Named(string id, string type) => new(id, id, type, IsNamed: true);

    /// <summary>Cloud Foundry's bosh process manager.</summary>
    static Match? Bpm(List<string> paths)
    {
        const string marker = "bpm-";
        foreach (var path in paths)
        {
            var at = path.IndexOf(marker, StringComparison.Ordinal);
            if (at < 0)
                continue;
            var id = path[(at + marker.Length)..];
            var scope = id.IndexOf(".scope", StringComparison.Ordinal);
            if (scope >= 0)
                id = id[..scope];
            if (id.Length > 0 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
                return Named(id, "bpm");
        }
        return null;
    }
}
