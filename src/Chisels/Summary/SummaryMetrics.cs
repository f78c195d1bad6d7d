namespace CSysdig.Chisels.Summary;

/// <summary>Every number of the summary.</summary>
sealed class SummaryMetrics
{
    readonly SortedDictionary<string, Metric> _docker = new(StringComparer.Ordinal), _protocols = new(StringComparer.Ordinal);

    public Metric Notifications { get; } = new() { IsNoteworthy = true };
    public PresenceMetric Processes { get; } = new() { IsExcludable = false, IsAveraged = true };
    public PresenceMetric Containers { get; } = new() { IsExcludable = false, IsAveraged = true };
    public Metric Calls { get; } = new() { IsExcludable = false };
    public Metric FileBytes { get; } = new() { IsExcludable = false };
    public Metric FileBytesRead { get; } = new() { IsExcludable = false };
    public Metric FileBytesWritten { get; } = new() { IsExcludable = false };
    public DistinctMetric Files { get; } = new();
    public DistinctMetric FilesWritten { get; } = new();
    public Metric NetBytes { get; } = new() { IsExcludable = false };
    public Metric NetBytesRead { get; } = new() { IsExcludable = false };
    public Metric NetBytesWritten { get; } = new() { IsExcludable = false };
    public DistinctMetric Connections { get; } = new();
    public PresenceMetric ListeningPorts { get; } = new() { IsAveraged = true };
    public Metric NewListeningPorts { get; } = Noteworthy();
    public Metric NewOutbound { get; } = new();
    public Metric NewInbound { get; } = new();
    public Metric Commands { get; } = new() { IsExcludable = false, IsNoteworthy = true };
    public Metric InteractiveCommands { get; } = Noteworthy();
    public Metric Symlinks { get; } = Noteworthy();
    public DistinctMetric SystemFilesWritten { get; } = new() { IsNoteworthy = true };
    public Metric Sudo { get; } = Noteworthy();
    public Metric Setns { get; } = Noteworthy();
    public Metric NewSsh { get; } = Noteworthy();
    public Metric Deletions { get; } = Noteworthy();
    public Metric HttpRequests { get; } = Noteworthy();
    public Metric HttpErrors { get; } = Noteworthy();
    public Metric OpenErrors { get; } = new();
    public Metric Forks { get; } = new();
    public Metric ConnectErrors { get; } = Noteworthy();
    public Metric Signals { get; } = new();
    public Metric Segfaults { get; } = Noteworthy();
    public Metric Over1Ms { get; } = new();
    public Metric Over10Ms { get; } = new();
    public Metric Over100Ms { get; } = Noteworthy();
    public Metric AppLog { get; } = new();
    public Metric AppLogWarnings { get; } = new();
    public Metric AppLogErrors { get; } = Noteworthy();
    public Metric SysLog { get; } = new();
    public Metric SysLogWarnings { get; } = new();
    public Metric SysLogErrors { get; } = Noteworthy();
    public Metric DockerEvents { get; } = Noteworthy();

    /// <summary>Events of Docker by their name.</summary>
    public IEnumerable<KeyValuePair<string, Metric>> DockerByName => _docker;

    /// <summary>Network bytes by protocol.</summary>
    public IEnumerable<KeyValuePair<string, Metric>> Protocols => _protocols;

    /// <summary>The kinds of Docker events that are counted apart; a capture has a few.</summary>
    const int MostDockerEvents = 256;

    public void CountDocker(string name)
    {
        DockerEvents.Count();
        if (_docker.TryGetValue(name, out var metric))
            metric.Count();
        else if (_docker.Count < MostDockerEvents)
            (_docker[name] = Noteworthy()).Count();
    }

    public void AddProtocolBytes(string protocol, double bytes) => _protocols[protocol].Current += bytes;

    public SummaryMetrics()
    {
        foreach (var name in Protocol.Names)
            _protocols.Add(name, new Metric());
    }

    public void EndSample(ulong time)
    {
        foreach (var metric in All)
            metric.EndSample(time);
    }

    IEnumerable<Metric> All =>
    [
        Notifications, Processes, Containers, Calls, FileBytes, FileBytesRead, FileBytesWritten, Files, FilesWritten, NetBytes, NetBytesRead,
        NetBytesWritten, Connections, ListeningPorts, NewListeningPorts, NewOutbound, NewInbound, Commands, InteractiveCommands, Symlinks,
        SystemFilesWritten, Sudo, Setns, NewSsh, Deletions, HttpRequests, HttpErrors, OpenErrors, Forks, ConnectErrors, Signals, Segfaults,
        Over1Ms, Over10Ms, Over100Ms, AppLog, AppLogWarnings, AppLogErrors, SysLog, SysLogWarnings, SysLogErrors, DockerEvents,
        .. _docker.Values, .. _protocols.Values,
    ];

    static Metric Noteworthy() => new() { IsNoteworthy = true };
}
