namespace CSysdig.Chisels.Summary;

/// <summary>A number as the summary page shows it, and where a click on it leads.</summary>
/// <param name="View">Id of a view of csysdig.</param>
/// <param name="Key">The field by which that view goes on, or NONE.</param>
sealed record Tile(string Name, string Description, string Category, string View, string Key, Metric Data,
    string? ViewTitle = null, string? Filter = null, int? SortBy = null);

/// <summary>What stands on the summary page, in order. Names, views and filters are those that sysdig-inspect knows.</summary>
static class SummaryPage
{
    const string ApplicationLogs = "((fd.name contains .log or fd.name contains _log or fd.name contains /var/log)"
        + " and not (fd.name contains .gz or fd.name contains .tgz)) and evt.is_io_write=true";

    /// <summary>The headings: those that are always there, and those that only some capture has something for.</summary>
    public static (string Id, string Name, bool IsAlways)[] Categories { get; } =
    [
        ("general", "General", true), ("file", "File", true), ("network", "Network", true), ("napps", "Network Apps", false),
        ("security", "Security", true), ("performance", "Performance", true), ("logs", "Logs", false), ("infrastructure", "Infrastructure", false),
    ];

    /// <param name="filter">The user's; where it chooses containers, their number is left out.</param>
    public static IEnumerable<Tile> Of(SummaryMetrics m, string filter) =>
        [.. General(m).Where(t => t.Data != m.Containers || !filter.Contains("container", StringComparison.Ordinal)),
         .. FilesAndNetwork(m), .. Security(m), .. Performance(m), .. Logs(m), .. DockerByName(m), .. Protocols(m)];

    static Tile[] General(SummaryMetrics m) =>
    [
        new("Sysdig Secure Notifications", "Notifications of Sysdig Secure in the capture: one each time a policy triggered",
            "general", "notifications", "NONE", m.Notifications),
        new("Running Processes", "Processes that ran during the capture",
            "general", "procs", "", m.Processes),
        new("Running Containers", "Containers that ran during the capture",
            "general", "containers", "", m.Containers),
        new("System Calls", "Events of all processes",
            "general", "syscalls", "", m.Calls),
    ];

    static Tile[] FilesAndNetwork(SummaryMetrics m) =>
    [
        new("File Bytes In+Out", "Bytes read from and written to files",
            "file", "files", "fd.directory", m.FileBytes, SortBy: 2),
        new("File Bytes In", "Bytes read from files",
            "file", "files", "fd.directory", m.FileBytesRead, SortBy: 0),
        new("File Bytes Out", "Bytes written to files",
            "file", "files", "fd.directory", m.FileBytesWritten, SortBy: 1),
        new("Accessed Files", "Different files that were read or written",
            "file", "files", "fd.directory", m.Files, Filter: "evt.is_io_read=true", SortBy: 2),
        new("Modified Files", "Different files that were written",
            "file", "files", "fd.directory", m.FilesWritten, Filter: "evt.is_io_write=true", SortBy: 1),
        new("Net Bytes In+Out", "Bytes received and sent over the network",
            "network", "sports", "fd.directory", m.NetBytes, SortBy: 4),
        new("Net Bytes In", "Bytes received from the network",
            "network", "sports", "fd.sport", m.NetBytesRead, SortBy: 2),
        new("Net Bytes Out", "Bytes sent to the network",
            "network", "sports", "fd.sport", m.NetBytesWritten, SortBy: 3),
        new("Active Network Connections", "Different connections that carried data",
            "network", "connections", "fd.sport", m.Connections, Filter: "evt.is_io=true", SortBy: 8),
        new("Listening Ports", "Ports that were listened at",
            "network", "port_bindings", "fd.sport", m.ListeningPorts),
        new("New Listening Ports", "Ports that somebody bound during the capture",
            "network", "port_bindings", "fd.sport", m.NewListeningPorts),
        new("New Outbound Connections", "Connections that were made from here",
            "network", "dig", "NONE", m.NewOutbound, ViewTitle: "Connect events", Filter: "evt.type=connect and evt.dir=< and fd.sport exists"),
        new("New Inbound Connections", "Connections that were accepted here",
            "network", "dig", "", m.NewInbound, ViewTitle: "Connect events", Filter: "evt.type=accept and evt.dir=< and fd.sport exists"),
    ];

    static Tile[] Security(SummaryMetrics m) =>
    [
        new("Executed Commands", "Programs that were started",
            "security", "spy_users_wsysdig", "", m.Commands),
        new("Executed Interactive Commands", "Programs that were started from a shell",
            "security", "spy_users_wsysdig", "NONE", m.InteractiveCommands, Filter: "proc.pname=bash"),
        new("New Symlinks", "Symbolic links that were made",
            "security", "dig", "NONE", m.Symlinks, ViewTitle: "Symlink creations",
            Filter: "(evt.type=symlink or evt.type=symlinkat) and evt.dir=< and evt.failed = false"),
        new("Modified System Files", "Different files of the system that were written",
            "security", "files", "NONE", m.SystemFilesWritten, Filter: "evt.is_io_write=true", SortBy: 1),
        new("Sudo Invocations", "Runs of sudo",
            "security", "dig", "NONE", m.Sudo, ViewTitle: "Sudo executions", Filter: "evt.type=execve and evt.arg.exe=sudo"),
        new("Setns Invocations", "Entries into other namespaces, as into a container from outside",
            "security", "dig", "NONE", m.Setns, ViewTitle: "Setns executions", Filter: "evt.type=setns"),
        new("New SSH Connections", "SSH connections in either direction",
            "security", "dig", "", m.NewSsh, ViewTitle: "Connect events",
            Filter: "(evt.type=accept or evt.type=connect) and evt.dir=< and fd.sport=22"),
        new("Deleted Files", "Files that were removed",
            "security", "dig", "NONE", m.Deletions, ViewTitle: "File deletions", Filter: "evt.type=unlink or evt.type=unlinkat"),
    ];

    static Tile[] Performance(SummaryMetrics m) =>
    [
        new("HTTP Requests", "HTTP responses seen, one for each request",
            "performance", "echo", "fd.directory", m.HttpRequests, ViewTitle: "HTTP responses",
            Filter: "(fd.type=ipv4 or fd.type=ipv6) and evt.buffer contains \"HTTP/\""),
        new("HTTP Errors", "HTTP responses with a status other than 200",
            "performance", "echo", "fd.directory", m.HttpErrors, ViewTitle: "HTTP responses",
            Filter: "(fd.type=ipv4 or fd.type=ipv6) and evt.arg.data startswith \"HTTP/\" and not evt.arg.data contains \"200\""),
        new("File Open Errors", "Files that could not be opened",
            "performance", "dig", "fd.directory", m.OpenErrors, ViewTitle: "Failed open() calls", Filter: "evt.type=open and evt.rawres<0"),
        new("Fork Count", "Processes and threads that were made",
            "performance", "dig", "NONE", m.Forks, ViewTitle: "Clone executions", Filter: "evt.type=clone and evt.rawres=0"),
        new("Failed Connection Attempts", "Network connections that could not be made",
            "performance", "dig", "NONE", m.ConnectErrors, ViewTitle: "Failed connect() calls",
            Filter: "evt.type=connect and (fd.type=ipv4 or fd.type=ipv6) and evt.rawres<0 and evt.res!=EINPROGRESS"),
        new("Received Signals", "Signals delivered to processes",
            "performance", "dig", "NONE", m.Signals, ViewTitle: "Received signals", Filter: "evt.type=signaldeliver"),
        new("Segmentation Faults", "Processes that touched memory which is not theirs",
            "performance", "dig", "NONE", m.Segfaults, ViewTitle: "List of segfault events", Filter: "evt.type=signaldeliver and evt.arg.sig=SIGSEV"),
        new("Slow File I/O calls (1ms+)", "Reads and writes of files that took more than 1 ms",
            "performance", "slow_io", "NONE", m.Over1Ms, SortBy: 1),
        new("Slow File I/O calls (10ms+)", "Reads and writes of files that took more than 10 ms",
            "performance", "slow_io", "NONE", m.Over10Ms, SortBy: 1),
        new("Slow File I/O calls (100ms+)", "Reads and writes of files that took more than 100 ms",
            "performance", "slow_io", "NONE", m.Over100Ms, SortBy: 1),
    ];

    static Tile[] Logs(SummaryMetrics m) =>
    [
        new("App Log Messages", "Messages that applications wrote to their logs",
            "logs", "echo", "NONE", m.AppLog, ViewTitle: "Application Log Messages", Filter: ApplicationLogs),
        new("App Log Warning Messages", "Messages in application logs that warn",
            "logs", "echo", "NONE", m.AppLogWarnings, ViewTitle: "Warning Application Log Messages",
            Filter: ApplicationLogs.Replace("contains .tgz", "icontains .tgz", StringComparison.Ordinal) + " and evt.arg.data icontains warn"),
        new("App Log Error Messages", "Messages in application logs that tell of errors",
            "logs", "echo", "NONE", m.AppLogErrors, ViewTitle: "Error Application Log Messages",
            Filter: ApplicationLogs + " and (evt.arg.data icontains error"
                + " or evt.arg.data icontains critic or evt.arg.data icontains emerg or evt.arg.data icontains alert)"),
        new("Syslog Messages", "Messages to syslog",
            "logs", "spy_syslog", "NONE", m.SysLog, ViewTitle: "Syslog Messages"),
        new("Syslog Warning Messages", "Messages to syslog of severity warning",
            "logs", "spy_syslog", "NONE", m.SysLogWarnings, ViewTitle: "Syslog Messages", Filter: "syslog.severity=4"),
        new("Syslog Error Messages", "Messages to syslog of severity error or worse",
            "logs", "spy_syslog", "NONE", m.SysLogErrors, ViewTitle: "Syslog Messages", Filter: "syslog.severity<4"),
        new("Docker Events", "Events of Docker",
            "infrastructure", "docker_events", "NONE", m.DockerEvents),
    ];

    static IEnumerable<Tile> DockerByName(SummaryMetrics m) => m.DockerByName.Select(d => new Tile(
        d.Key + " Events", "Events of Docker: " + d.Key, "infrastructure", "docker_events", "NONE", d.Value, Filter: $"evt.arg.name=\"{d.Key}\""));

    static IEnumerable<Tile> Protocols(SummaryMetrics m) => m.Protocols.Select(p => new Tile(
        p.Key + " Bytes", $"Network bytes to and from servers of {p.Key}", "napps", "connections", "NONE", p.Value, Filter: Protocol.FilterOf(p.Key)));
}
