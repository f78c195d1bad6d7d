using CSysdig.Cli.Options;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Docs;

public sealed class ManualTests
{
    [SkippableTheory]
    [InlineData("sysdig")]
    [InlineData("csysdig")]
    public void A_manual_is_set_without_a_warning_and_reads_as_meant(string program)
    {
        Skip.If(Shell.Find("groff") is null, "groff is not installed (apt-get install groff-base): the manual is not set");
        var (_, output, errors) = Shell.Run(Repository.Root, "groff", "-man", "-Tutf8", "-ww", "-P-cbou", Path.Combine(Repository.Root, "man", program + ".1"));
        Assert.Empty(errors);
        Assert.Contains(program == "sysdig" ? "-r FILE, --readfile FILE" : "-v ID, --view ID", output);
        Assert.Contains("EXAMPLES", output);
    }

    public static TheoryData<string> Examples() =>
        [.. SysdigTable.Table.Examples.Concat(CSysdigTable.Table.Examples.Where(e => e.Command.Contains(" -j"))).Select(e => e.Command)];

    /// <summary>The examples are about samples/honeypot.scap.gz, and each finds something there.</summary>
    [SkippableTheory]
    [MemberData(nameof(Examples))]
    public void An_example_of_the_manual_answers(string command)
    {
        Skip.If(Shell.Find("bash") is null, "bash is not installed: the examples are not run");
        using var folder = new TemporaryFolder();
        File.Copy(Repository.Sample("honeypot.scap.gz"), folder.File("honeypot.scap.gz"));
        var (exitCode, output, errors) = Shell.Run(folder.Path, "bash", "-c", command);
        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        if (command.Contains(" -w "))
            Assert.Contains("order.scap.zst", folder.Names);
        else
            Assert.True(output.Count(c => c == '\n') >= 3, output);
        if (command.StartsWith("csysdig", StringComparison.Ordinal))
            Assert.Contains("\"d\"", output);
    }
}
