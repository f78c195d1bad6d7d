using CSysdig.Chisels.Application;
using CSysdig.Chisels.Counts;
using CSysdig.Chisels.Drawing;
using CSysdig.Chisels.Echo;
using CSysdig.Chisels.Extract;
using CSysdig.Chisels.Falco;
using CSysdig.Chisels.Logs;
using CSysdig.Chisels.Lua;
using CSysdig.Chisels.Slow;
using CSysdig.Chisels.Snapshots;
using CSysdig.Chisels.Spy;
using CSysdig.Chisels.Story;
using CSysdig.Chisels.Summary;
using CSysdig.Chisels.Tables;
using CSysdig.Chisels.Timeline;
using CSysdig.Chisels.Tracers;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Catalog;

/// <summary>Every chisel by name.</summary>
public static class ChiselCatalog
{
    static readonly ChiselDefinition[] s_all =
    [
        .. TableCatalog.All,
        .. StoryCatalog.All,
        .. SnapshotCatalog.All,
        new("extract", "Security", "Write the files and TCP streams seen in buffers to a folder, with a manifest of gaps",
            [new("folder", "string", false, "where to write: a folder that is not there yet, or an empty one")], s => new ExtractChisel(s)) { Writes = a => a[0] },
        new("timeline", "Performance", "Events a second by any field, as a chart in the terminal",
        [
            new("field", "string", true, "whose values make the rows; proc.name when left out"),
            new("bucket", "string", true, "the time of one column, such as 1s, 100ms or 5m; what fits the width when left out"),
            new("rows", "int", true, "how many values get a row of their own; 10 when left out"),
        ], s => new TimelineChisel(s)),
        FalcoChisel.Definition, HttpLog.Definition, HttpTop.Definition, MemcacheLog.Definition, TableGenerator.Definition,
        LatencySpectrum.Definition, OffsetChart.Definition, SummaryChisel.Definition, TracersToStatsd.Definition,
        .. ByteCounter.All,
        EchoFds.Definition, StandardStream.Input, StandardStream.Output, StandardStream.Error, SpyFile.Definition, SpyPeer.Ip, SpyPeer.Port, UdpExtract.Definition,
        SlowIo.Files, SlowIo.Network, SlowCalls.Definition, Bottlenecks.Definition, ProcessTimes.Definition, Flame.Definition,
        SpyUsers.Definition, LoginShells.Definition, Shellshock.Definition,
        SpyLogs.Definition, SpySyslog.Definition, Around.Definition,
    ];

    static readonly Dictionary<string, ChiselDefinition> s_byName = s_all.ToDictionary(c => c.Name);

    /// <summary>All chisels, sorted by name.</summary>
    public static IEnumerable<ChiselDefinition> All => s_byName.Values.OrderBy(c => c.Name, StringComparer.Ordinal);

    /// <summary>The chisels of the users' folders that have no built-in's name, and what is wrong with those that can't be read.</summary>
    /// <param name="trusted">Scripts have the user's own rights.</param>
    public static (IReadOnlyList<ChiselDefinition> Chisels, IReadOnlyList<string> Complaints) Scripts(bool trusted) => ScriptCatalog.ReadAll(trusted, FindBuiltIn);

    /// <summary>The names of the scripts in the users' folders. None of them is run.</summary>
    public static IEnumerable<string> ScriptNames =>
        ScriptFolders.Scripts.Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => !s_byName.ContainsKey(n)).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The built-in of a name; null when there is none.</summary>
    public static ChiselDefinition? FindBuiltIn(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>A built-in, else a script of the users' folders; a path, or a name with <c>.lua</c>, is always a script.</summary>
    /// <param name="trusted">A script has the user's own rights.</param>
    /// <exception cref="ChiselException">There is no such chisel (the message names the nearest), or its script is wrong.</exception>
    public static ChiselDefinition Find(string name, bool trusted = false)
    {
        if (FindBuiltIn(name) is { } chisel)
            return chisel;
        if (ScriptFolders.Find(name) is { } file)
            return ScriptCatalog.Read(file, trusted, FindBuiltIn);
        if (ScriptFolders.IsPath(name))
            throw new ChiselException($"there is no script {name}");
        if (ScriptFolders.BesideCapture(name) is { } beside)
            throw new ChiselException($"there is no chisel {name}; one that lies in the working folder is read when it is named: -c {beside}");
        var nearest = NearestWord.Of(name, s_byName.Keys.Concat(ScriptFolders.Scripts.Select(f => Path.GetFileNameWithoutExtension(f))));
        throw new ChiselException($"there is no chisel {name}" + (nearest is null ? "" : $"; did you mean {nearest}?"));
    }
}
