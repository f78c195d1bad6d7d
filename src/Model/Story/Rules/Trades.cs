using System.Text;
using CSysdig.Model.State;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Rules;

/// <summary>Programs whose trade is what would be suspicious of others, known by name and by where they lie.</summary>
static class Trades
{
    const int Farthest = 32;

    static readonly HashSet<byte[]> s_keepers = Names("apt", "apt-get", "aptitude", "dpkg", "dpkg-deb", "dpkg-reconfigur", "dnf", "dnf5", "yum", "rpm", "microdnf",
        "zypper", "pacman", "apk", "snap", "snapd", "flatpak", "unattended-upgr", "packagekitd", "update-initramf", "puppet", "chef-client", "salt-minion",
        "cloud-init", "logrotate", "savelog", "systemd-tmpfile", "newsyslog");
    static readonly HashSet<byte[]> s_runtimes = Names("dockerd", "containerd", "containerd-shim", "kubelet", "podman", "conmon", "crio", "buildkitd", "runc", "crun",
        "systemd", "inetd", "xinetd", "cron", "crond", "init");
    static readonly byte[][] s_webServers = [.. new[] { "nginx", "apache", "httpd", "lighttpd", "php", "caddy", "mysqld", "mariadbd", "postgres", "redis-server", "memcached" }
        .Select(Encoding.ASCII.GetBytes)];

    /// <summary>A process was started by one that keeps packages, logs or configuration, or is one.</summary>
    public static bool IsUpkeep(Event e, ThreadInfo thread)
    {
        ThreadInfo? at = thread;
        for (var i = 0; i < Farthest && at is not null; i++)
        {
            if (Contains(s_keepers, at.Comm) && IsInstalled(at.ExePath))
                return true;
            at = at.Ptid > 1 && at.Ptid != at.Tid ? e.State.Threads.Info(at.Ptid, e.Number) : null;
        }
        return false;
    }

    /// <summary>It starts containers and services: its children are not what a caller made it do.</summary>
    public static bool StartsOthers(ReadOnlySpan<byte> comm) => Contains(s_runtimes, comm) || Programs.IsLoginServer(comm);

    /// <summary>It answers questions, and has no reason to change the machine.</summary>
    public static bool OnlyAnswers(ReadOnlySpan<byte> comm)
    {
        foreach (var name in s_webServers)
            if (comm.StartsWith(name))
                return true;
        return false;
    }

    public static HashSet<byte[]> Names(params string[] names) => new(names.Select(Encoding.ASCII.GetBytes), ByteKey.Comparer);

    public static bool Contains(HashSet<byte[]> names, ReadOnlySpan<byte> name) => names.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(name);

    // A name alone is whoever's who takes it. Old captures have no path.
    public static bool IsInstalled(ReadOnlySpan<byte> path) => path.IsEmpty || path.StartsWith("/usr/"u8) || path.StartsWith("/bin/"u8) || path.StartsWith("/sbin/"u8)
        || path.StartsWith("/opt/"u8) || path.StartsWith("/snap/"u8);
}
