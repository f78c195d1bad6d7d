using CSysdig.Chisels.Counts;
using CSysdig.Chisels.Echo;
using CSysdig.Chisels.Logs;
using CSysdig.Chisels.Slow;
using CSysdig.Chisels.Snapshots;
using CSysdig.Chisels.Spy;
using CSysdig.Chisels.Story;
using CSysdig.Chisels.Tables;
using CSysdig.Model.Text;

namespace CSysdig.Chisels;

/// <summary>Every chisel by name.</summary>
public static class ChiselCatalog
{
    static readonly ChiselDefinition[] s_all =
    [
        .. TableCatalog.All,
        .. StoryCatalog.All,
        .. SnapshotCatalog.All,
        .. ByteCounter.All,
        EchoFds.Definition, StandardStream.Input, StandardStream.Output, StandardStream.Error, SpyFile.Definition, SpyPeer.Ip, SpyPeer.Port,
        SlowIo.Files, SlowIo.Network, SlowCalls.Definition, Bottlenecks.Definition, ProcessTimes.Definition,
        SpyUsers.Definition, LoginShells.Definition, Shellshock.Definition,
        SpyLogs.Definition, SpySyslog.Definition, Around.Definition,
    ];

    static readonly Dictionary<string, ChiselDefinition> s_byName = s_all.ToDictionary(c => c.Name);

    /// <summary>All chisels, sorted by name.</summary>
    public static IEnumerable<ChiselDefinition> All => s_byName.Values.OrderBy(c => c.Name, StringComparer.Ordinal);

    /// <exception cref="ChiselException">There is no such chisel; the message names the nearest.</exception>
    public static ChiselDefinition Find(string name)
    {
        if (s_byName.TryGetValue(name, out var chisel))
            return chisel;
        var nearest = NearestWord.Of(name, s_byName.Keys);
        throw new ChiselException($"there is no chisel {name}" + (nearest is null ? "" : $"; did you mean {nearest}?"));
    }
}
