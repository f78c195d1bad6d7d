namespace CSysdig.Chisels.Snapshots;

/// <summary>The chisels that print state.</summary>
static class SnapshotCatalog
{
    const string Category = "System State";

    public static ChiselDefinition[] All { get; } =
    [
        new("lsof", Category, "Open files, sockets and pipes of every process", [OfFds("those shown")], s => new LsofChisel(s)),
        new("ps", Category, "Processes and threads with their memory", [OfFds("one that a shown process has open")], s => new PsChisel(s)),
        new("netstat", Category, "Network connections and listening ports", [OfFds("those shown")], s => new NetstatChisel(s)),
        new("lscontainers", Category, "Containers with their images",
            [new("desc", "string", true, "the word desc, for a line a property")], s => new ContainersChisel(s)),
    ];

    static ChiselArgument OfFds(string which) => new("filter", "filter", true, $"a filter on open fds: {which}, such as fd.type=ipv4 or 'proc.name=sshd and fd.num>2'");
}
