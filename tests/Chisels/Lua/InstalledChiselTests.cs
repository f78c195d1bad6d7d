using CSysdig.Chisels;
using CSysdig.Model;
using CSysdig.Model.Formats;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels.Lua;

/// <summary>The chisels that sysdig's package installs, through our host beside our own of the same name.</summary>
public sealed class InstalledChiselTests
{
    const string Folder = "/usr/share/sysdig/chisels";

    /// <summary>They write files, run programs, send datagrams, or want a terminal; ours of flame is a page that needs no other machine; the last asks for a field that sysdig 0.29.3 does not know either.</summary>
    static readonly string[] s_apart = ["around", "udp_extract", "wsysdig_summary", "tracers_2_statsd", "table_generator", "flame", "spectrogram", "subsecoffset", "shellshock_detect"];

    /// <summary>Arguments of those that need some.</summary>
    static string Arguments(string name) => name switch
    {
        "fdbytes_by" or "fdcount_by" or "fdtime_by" => "fd.type",
        "fileslower" or "netlower" or "scallslower" => "0",
        "spy_ip" => "203.0.113.66",
        "spy_port" => "22",
        _ => "",
    };

    [SkippableFact]
    public void They_print_what_our_own_print()
    {
        Skip.IfNot(Directory.Exists(Folder), "sysdig's chisels are not installed: they were NOT run through our host");
        var different = new List<string>();
        foreach (var chisel in ChiselCatalog.All.Where(c => !s_apart.Contains(c.Name) && File.Exists(Path.Combine(Folder, c.Name + ".lua"))))
        {
            var script = Run(Path.Combine(Folder, chisel.Name + ".lua"), Arguments(chisel.Name));
            if (!Same(Run(chisel.Name, Arguments(chisel.Name)), script))
                different.Add(chisel.Name + "\n" + Run(chisel.Name, Arguments(chisel.Name)) + "\n---\n" + script);
        }
        Assert.Equal("", string.Join("\n=====\n", different));
    }

    /// <summary>The first events: enough for each to print.</summary>
    static string Run(string name, string arguments)
    {
        var start = File.ReadAllBytes(Repository.Sample("honeypot.scap.gz"))[..100_000];
        using var stream = EventStream.Open(new MemoryStream(start));
        stream.Current.Style = TextStyle.Plain with { BufferLimit = 0 };
        var chisel = ChiselCatalog.Find(name).Create(new ChiselSetup(arguments.Length > 0 ? [arguments] : [], false, false, false) { Colours = true, File = "honeypot" });
        chisel.Begin(stream);
        stream.Filter = chisel.StreamFilter is { } filter ? filter.Test : null;
        var text = new Utf8Writer();
        chisel.Head(text);
        while (!chisel.IsDone && stream.Next())
            chisel.Add(stream.Current, text);
        chisel.End(text);
        return text.ToString();
    }

    /// <summary>Rows of a table with equal values have no order.</summary>
    static bool Same(string a, string b) => a == b || a.Split('\n').Order(StringComparer.Ordinal).SequenceEqual(b.Split('\n').Order(StringComparer.Ordinal));
}
