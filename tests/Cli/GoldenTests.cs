using System.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli;

/// <summary>Command lines on the sample capture against what sysdig 0.29.3 prints for them, byte for byte.</summary>
public sealed class GoldenTests
{
    static string Folder => Path.Combine(Repository.Root, "tests", "Golden", "sysdig");

    public static TheoryData<string, string> Commands()
    {
        var rows = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(Folder, "commands.tsv")).Where(l => !l.StartsWith('#')))
            rows.Add(line.Split('\t')[0], line.Split('\t')[1]);
        return rows;
    }

    [SkippableTheory]
    [MemberData(nameof(Commands))]
    public void The_sample_is_printed_as_sysdig_prints_it(string name, string arguments)
    {
        var words = SysdigRun.Words(arguments);
        Skip.If(words.Contains("-R") && !File.Exists("/etc/services"), "this machine has no names of services");
        var got = SysdigRun.Print(Repository.Sample("honeypot.scap.gz"), terminal: false, ["--compat", "0.29", .. words]);
        var wanted = File.ReadAllBytes(Path.Combine(Folder, name + ".txt"));
        Assert.NotEmpty(wanted);
        // As text first: it shows the place that differs.
        Assert.Equal(Encoding.Latin1.GetString(wanted), Encoding.Latin1.GetString(got));
    }
}
