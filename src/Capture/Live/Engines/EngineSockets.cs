namespace CSysdig.Capture.Live.Engines;

/// <summary>Where engines listen.</summary>
static class EngineSockets
{
    static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);

    /// <param name="cri">Sockets of the container runtime interface that the user names; none for the usual ones.</param>
    /// <param name="criTimeout">How long those are waited for.</param>
    public static List<IContainerEngine> Usual(IReadOnlyList<string> cri, TimeSpan? criTimeout)
    {
        var engines = new List<IContainerEngine>
        {
            new DockerEngine("/var/run/docker.sock", EngineType.Docker, s_timeout),
            new DockerEngine("/run/podman/podman.sock", EngineType.Podman, s_timeout),
        };
        foreach (var socket in Rootless())
            engines.Add(new DockerEngine(socket, EngineType.Podman, s_timeout));
        foreach (var socket in cri.Count > 0 ? cri : ["/run/containerd/containerd.sock", "/run/crio/crio.sock", "/run/k3s/containerd/containerd.sock"])
            engines.Add(new CriEngine(socket, socket.Contains("crio") ? EngineType.CriO : EngineType.Containerd, criTimeout ?? s_timeout));
        return engines;
    }

    /// <summary>Podman run by users for themselves.</summary>
    static IEnumerable<string> Rootless()
    {
        try
        {
            return [.. Directory.EnumerateDirectories("/run/user").Select(d => Path.Combine(d, "podman/podman.sock")).Where(File.Exists)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
