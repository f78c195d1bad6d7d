
namespace CSysdig.Model.Tracking;

/// <summary>How a capture is to be followed.</summary>
public sealed record StreamOptions
{
    /// <summary>Old versions of threads and fds are kept.</summary>
    public bool KeepHistory { get; init; }
    /// <summary>Names of sockets show ports by their names (sysdig -R).</summary>
    public bool PortNames { get; init; }
    /// <summary>Names of users and groups stay unknown (sysdig -E).</summary>
    public bool WithoutAccounts { get; init; }
    /// <summary>What sysdig prints is wanted where it is wrong too: it is followed and shown with its mistakes (--compat 0.29).</summary>
    public bool Compat { get; init; }
    /// <summary>Captures of later drivers are read as if those of sysdig 0.29.3 had written them, so that what is written of them can be read by that.</summary>
    public bool AsOlder { get; init; }
    /// <summary>What is known of the machine may take about so much memory; what is too much is forgotten, and counted.</summary>
    public long StateMemory { get; init; } = 512L << 20;
    /// <summary>What a machine is called that has no name in its capture.</summary>
    public string NamelessHost { get; init; } = "";
    /// <summary>Events of processes of these names, and of their children, are passed over (sysdig -U).</summary>
    public IReadOnlyList<string> Suppressed { get; init; } = [];
}
