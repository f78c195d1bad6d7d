namespace CSysdig.Model.Views;

/// <summary>The numbers of the overview, in its order.</summary>
public static class Metrics
{
    const string Succeeded = "evt.dir=< and evt.failed=false";
    const string Programs = "fd.name pmatch (/bin, /sbin, /usr/bin, /usr/sbin, /usr/local/bin, /usr/local/sbin, /lib, /lib64, /usr/lib, /usr/lib64)";

    public static IReadOnlyList<Metric> All { get; } =
    [
        new("grave", "Attack", "Grave findings", "What looks like an attack by itself.") { Kind = MetricKind.GraveFindings },
        new("findings", "", "Other findings", "What belongs to it, or would be ordinary work alone.") { Kind = MetricKind.OtherFindings },
        new("sessions", "", "Sessions begun", "Logins by ssh or at a terminal, into a container or as another user.") { Kind = MetricKind.Sessions },
        new("identities", "", "Users changed", "Processes that became another user or group: su, sudo, logins, services that give up rights.")
        {
            Filter = $"evt.type in (setuid, setgid, setreuid, setregid, setresuid, setresgid) and {Succeeded}",
        },
        new("etc", "", "Writes below /etc", "Files below /etc that were opened for writing.")
        {
            Filter = $"evt.is_open_write=true and {Succeeded} and fd.name startswith /etc/",
        },
        new("binaries", "", "Writes to programs", "Programs and libraries that were opened for writing: updates do so, and intruders.")
        {
            Filter = $"evt.is_open_write=true and {Succeeded} and {Programs}",
        },
        new("programs", "Processes", "Programs started", "Each exec that succeeded.") { Filter = $"evt.type in (execve, execveat) and {Succeeded}" },
        new("exits", "", "Threads ended", "Processes and threads that came to their end.") { Filter = "evt.type=procexit" },
        new("signals", "", "Signals", "Signals that reached a process.") { Filter = "evt.type=signaldeliver" },
        new("containers", "", "Containers", "Containers that became known.") { Filter = "evt.type=container" },
        new("opens", "Files", "Files opened", "Each open that succeeded.") { Filter = $"evt.type in (open, openat, openat2, creat, open_by_handle_at) and {Succeeded}" },
        new("file-in", "", "Read from files", "Bytes that were read from files.") { View = "files", Column = "BYTES IN" },
        new("file-out", "", "Written to files", "Bytes that were written to files.") { View = "files", Column = "BYTES OUT" },
        new("removals", "", "Files removed", "Names of files and folders that were taken away.") { Filter = $"evt.type in (unlink, unlinkat, rmdir) and {Succeeded}" },
        new("connects", "Network", "Connections made", "Connects to an address, UDP too; those under way count.")
        {
            Filter = "evt.type=connect and evt.dir=< and fd.sockfamily=ip and evt.res in (SUCCESS, EINPROGRESS)",
        },
        new("refused", "", "Connections failed", "Connects that were refused or found nobody.")
        {
            Filter = "evt.type=connect and evt.dir=< and fd.sockfamily=ip and evt.failed=true and evt.res!=EINPROGRESS",
        },
        new("accepts", "", "Connections taken", "Connections from elsewhere that a program took.") { Filter = $"evt.type in (accept, accept4) and {Succeeded} and fd.sockfamily=ip" },
        new("listens", "", "Ports opened", "Programs that began to listen for connections.") { Filter = $"evt.type=listen and {Succeeded}" },
        new("net-in", "", "Received", "Bytes that came over connections.") { View = "connections", Column = "BPS IN" },
        new("net-out", "", "Sent", "Bytes that went over connections.") { View = "connections", Column = "BPS OUT" },
        new("errors", "Errors", "Calls that failed", "Calls that returned an error.") { View = "errors" },
        new("denied", "", "Calls not permitted", "Calls that failed for want of rights.") { Filter = "evt.dir=< and evt.res in (EACCES, EPERM)" },
    ];
}
