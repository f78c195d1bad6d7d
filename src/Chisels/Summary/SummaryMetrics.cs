namespace CSysdig.Chisels.Summary;

/// <summary>Every number of the summary.</summary>
sealed class SummaryMetrics
{
    readonly SortedDictionary<string, Metric> _docker = new(StringComparer.Ordinal), _protocols = new(StringComparer.Ordinal);

    public Metric Notifications { get; } = new("notifications") { IsNoteworthy = true };
    public PresenceMetric Processes { get; } = new("procCount") { IsExcludable = false, IsAveraged = true };
    public PresenceMetric Containers { get; } = new("containerCount") { IsExcludable = false, IsAveraged = true };
    public Metric Calls { get; } = new("syscallCount") { IsExcludable = false };
    public Metric FileBytes { get; } = new("fileBytes") { IsExcludable = false };
    public Metric FileBytesRead { get; } = new("fileBytesR") { IsExcludable = false };
    public Metric FileBytesWritten { get; } = new("fileBytesW") { IsExcludable = false };
    public DistinctMetric Files { get; } = new("fileCount");
    public DistinctMetric FilesWritten { get; } = new("fileCountW");
    public Metric NetBytes { get; } = new("netBytes") { IsExcludable = false };
    public Metric NetBytesRead { get; } = new("netBytesR") { IsExcludable = false };
    public Metric NetBytesWritten { get; } = new("netBytesW") { IsExcludable = false };
    public DistinctMetric Connections { get; } = new("connectionCount");
    public PresenceMetric ListeningPorts { get; } = new("listeningPortCount") { IsAveraged = true };
    public Metric NewListeningPorts { get; } = Noteworthy("newListeningPorts");
    public Metric NewOutbound { get; } = new("newConnectionsO");
    public Metric NewInbound { get; } = new("newConnectionsI");
    public Metric Commands { get; } = new("executedCommands") { IsExcludable = false, IsNoteworthy = true };
    public Metric InteractiveCommands { get; } = Noteworthy("executedInteractiveCommands");
    public Metric Symlinks { get; } = Noteworthy("newSymLinksCount");
    public DistinctMetric SystemFilesWritten { get; } = new("sysFileCountW") { IsNoteworthy = true };
    public Metric Sudo { get; } = Noteworthy("sudoInvocations");
    public Metric Setns { get; } = Noteworthy("setnsInvocations");
    public Metric NewSsh { get; } = Noteworthy("newConnectionsSsh");
    public Metric Deletions { get; } = Noteworthy("fileDeletionsCount");
    public Metric HttpRequests { get; } = Noteworthy("sysReqCountHttp");
    public Metric HttpErrors { get; } = Noteworthy("sysErrCountHttp");
    public Metric OpenErrors { get; } = new("openErrorCount");
    public Metric Forks { get; } = new("forkCount");
    public Metric ConnectErrors { get; } = Noteworthy("connectErrorCount");
    public Metric Signals { get; } = new("signalCount");
    public Metric Segfaults { get; } = Noteworthy("segfaultCount");
    public Metric Over1Ms { get; } = new("over1msFileIoCount");
    public Metric Over10Ms { get; } = new("over10msFileIoCount");
    public Metric Over100Ms { get; } = Noteworthy("over100msFileIoCount");
    public Metric AppLog { get; } = new("appLogCount");
    public Metric AppLogWarnings { get; } = new("appLogCountW");
    public Metric AppLogErrors { get; } = Noteworthy("appLogCountE");
    public Metric SysLog { get; } = new("sysLogCount");
    public Metric SysLogWarnings { get; } = new("sysLogCountW");
    public Metric SysLogErrors { get; } = Noteworthy("sysLogCountE");
    public Metric DockerEvents { get; } = Noteworthy("dockerEvtsCount");

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
            (_docker[name] = Noteworthy("dockerEvtsCount" + name)).Count();
    }

    public void AddProtocolBytes(string protocol, double bytes) => _protocols[protocol].Current += bytes;

    public SummaryMetrics()
    {
        foreach (var name in Protocol.Names)
            _protocols.Add(name, new Metric("protoBytes_" + name));
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

    static Metric Noteworthy(string id) => new(id) { IsNoteworthy = true };
}
