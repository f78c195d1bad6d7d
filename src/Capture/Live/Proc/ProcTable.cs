using System.Globalization;
using CSysdig.Capture.Live.Engines;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live.Proc;

/// <summary>The first table from /proc. A process that ends while it is read is left out; what may not be read stays empty.</summary>
/// <param name="containers">Who is told of the containers that processes are in.</param>
sealed class ProcTable(ContainerWatch? containers = null) : IFirstTable
{
    readonly ProcSockets _sockets = new();

    public void Write(ScapWriterTables tables)
    {
        tables.Interfaces(Interfaces.Read());
        tables.Accounts(Accounts.Users(), Accounts.Groups());
        var pids = Pids();
        foreach (var pid in pids)
            foreach (var entry in ProcProcess.Read(pid))
            {
                tables.Process(entry);
                containers?.See(entry.Cgroups);
            }
        tables.EndProcesses();
        foreach (var pid in pids)
            if (ProcFds.Read(pid, _sockets) is { Count: > 0 } fds)
                tables.Fds(pid, fds);
    }

    public static List<int> Pids()
    {
        var pids = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                pids.Add(pid);
        return pids;
    }
}
