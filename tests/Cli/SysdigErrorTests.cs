using System.IO.Compression;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli;

/// <summary>Bad input gets a line that says what is wrong, and never a stack trace.</summary>
public sealed class SysdigErrorTests
{
    const string Honeypot = "samples/honeypot.scap.gz";

    [Theory]
    [InlineData("there is no option", "-r", Honeypot, "--nosuchoption")]
    [InlineData("-n needs a number", "-r", Honeypot, "-n", "many")]
    [InlineData("no-such-file.scap", "-r", "no-such-file.scap")]
    [InlineData("README.md", "-r", "README.md")]
    [InlineData("proc.name", "-r", Honeypot, "proc.nam=sshd")]
    [InlineData("column", "-r", Honeypot, "proc.name=sshd and (")]
    [InlineData("proc.nam", "-r", Honeypot, "-p", "%proc.nam")]
    [InlineData("topconns", "-r", Honeypot, "-c", "topcons")]
    public void What_is_wrong_is_said_in_one_line(string says, params string[] arguments)
    {
        var result = SysdigProgram.Run(arguments);
        Assert.InRange(result.ExitCode, 1, 2);
        Assert.Empty(result.Output);
        Assert.Contains(says, result.Errors);
        Assert.DoesNotContain("   at ", result.Errors);
        Assert.InRange(result.Errors.TrimEnd('\n').Split('\n').Length, 1, 4);
    }

    [Theory]
    [InlineData("no open here; openat: 5,436\n", "evt.type=open and fd.name contains /etc")]
    [InlineData("", "evt.type=openat and proc.name=nosuch")]
    public void A_filter_that_asks_for_a_call_by_a_name_it_has_not_gets_a_hint(string says, string filter)
    {
        var result = SysdigProgram.Run("-r", Honeypot, filter);
        Assert.Equal((0, "", says.Length == 0 ? "" : "sysdig: " + says), (result.ExitCode, result.Output, result.Errors));
        Assert.Equal("", SysdigProgram.RunIn(new() { ["CSYSDIG_COMPAT"] = "0.29" }, "-r", Honeypot, filter).Errors);
    }

    [Fact]
    public void A_capture_cut_short_prints_what_is_there_and_says_what_is_missing()
    {
        using var whole = new MemoryStream();
        using (var gzip = new GZipStream(File.OpenRead(Repository.Sample("honeypot.scap.gz")), CompressionMode.Decompress))
            gzip.CopyTo(whole);
        var result = SysdigProgram.RunWith(whole.ToArray()[..1_000_001], "-r", "-", "-q", "-S");
        Assert.Equal(0, result.ExitCode);
        Assert.NotEmpty(result.Output);
        Assert.Single(result.Errors.TrimEnd('\n').Split('\n'));
        Assert.Matches(@"1,?0?0?0?\d*", result.Errors);
    }
}
