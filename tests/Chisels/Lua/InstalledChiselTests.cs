using System.Text.Json;
using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Cli;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels.Lua;

/// <summary>The chisels that sysdig's package installs, through our host beside our own of the same name.</summary>
public sealed class InstalledChiselTests
{
    const string Folder = "/usr/share/sysdig/chisels";

    /// <summary>How many must print the same.</summary>
    const int Least = 48;

    /// <summary>Those that differ on purpose; docs/chisels-lua.md tells why.</summary>
    static readonly string[] s_apart = ["flame", "shellshock_detect", "spectrogram", "subsecoffset"];

    /// <summary>Arguments of those that need some, with bars between.</summary>
    static string Arguments(string name) => name switch
    {
        "around" => "around.scap|5",
        "fdbytes_by" or "fdcount_by" or "fdtime_by" => "fd.type",
        "fileslower" or "netlower" or "scallslower" => "0",
        "spy_ip" => "203.0.113.66",
        "spy_port" => "22",
        "spy_logs" or "spy_syslog" => "logs.scap|5",
        "wsysdig_summary" => "400,30000000000",
        "table_generator" => "proc.name,fd.type|Process,Type|evt.rawarg.res|Bytes|evt.is_io=true|10|bytes",
        _ => "",
    };

    [SkippableFact]
    public void They_print_what_our_own_print()
    {
        Skip.IfNot(Directory.Exists(Folder), "sysdig's chisels are not installed: they were NOT run through our host");
        using var folder = new TemporaryFolder();
        // The first events: enough for each to print.
        var file = folder.File("start.scap.gz");
        File.WriteAllBytes(file, File.ReadAllBytes(Repository.Sample("honeypot.scap.gz")).AsSpan(0, 100_000));
        var (same, different) = (0, new List<string>());
        foreach (var name in ChiselCatalog.All.Select(c => c.Name).Where(n => !s_apart.Contains(n) && File.Exists(Path.Combine(Folder, n + ".lua"))))
        {
            var (own, script) = (Run(file, name, Arguments(name)), Run(file, Path.Combine(Folder, name + ".lua"), Arguments(name)));
            if (Same(own, script))
                same++;
            else
                different.Add($"{name}: ours '{Rows(own).Except(Rows(script)).FirstOrDefault()}', the script's '{Rows(script).Except(Rows(own)).FirstOrDefault()}'");
        }
        Assert.Equal("", string.Join('\n', different));
        Assert.InRange(same, Least, int.MaxValue);
    }

    static string Run(string file, string name, string arguments)
    {
        using var stream = EventStream.Open(file, new StreamOptions { Compat = true });
        stream.Current.Style = TextStyle.Plain with { BufferLimit = 0, Form = TextForm.AsTool };
        var filter = name.Contains("around") ? "evt.type=execve and evt.dir=<" : "";
        // Only udp_extract makes a folder, below the working one, and there are no datagrams among the first events.
        var chisel = ChiselCatalog.Find(name, trusted: true).Create(
            new ChiselSetup(arguments.Length > 0 ? arguments.Split('|') : [], false, false, false) { Form = TextForm.AsTool, Colours = true, File = file, Filter = filter });
        chisel.Begin(stream);
        var (user, own) = (filter.Length > 0 ? Filter.Parse(filter, stream.State) : null, chisel.StreamFilter);
        stream.Filter = user is null && own is null ? null : e => user?.Test(e) != false && own?.Test(e) != false;
        var text = new Utf8Writer();
        chisel.Head(text);
        var clock = new ChiselClock(chisel);
        while (!chisel.IsDone && stream.Next())
        {
            clock.Advance(stream.Current.Raw.Timestamp, text);
            chisel.Add(stream.Current, text);
        }
        chisel.End(text);
        return text.ToString();
    }

    /// <summary>Rows of a table with equal values have no order.</summary>
    static bool Same(string a, string b) => Rows(a).SequenceEqual(Rows(b));

    static IEnumerable<string> Rows(string text) =>
        (text.StartsWith("{\"slices\"", StringComparison.Ordinal) ? Values("", JsonDocument.Parse(text).RootElement.GetProperty("slices").EnumerateArray().Last()) : text.Split('\n'))
        .Order(StringComparer.Ordinal);

    /// <summary>What JSON says, not how it is laid out; descriptions are in words of our own.</summary>
    static IEnumerable<string> Values(string path, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Where(m => m.Name != "desc").SelectMany(m => Values($"{path}/{m.Name}", m.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany((e, i) => Values($"{path}/{i}", e)),
        _ => [$"{path} {json}"],
    };
}
