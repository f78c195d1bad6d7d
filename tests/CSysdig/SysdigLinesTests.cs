using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli;

/// <summary>What sysdig prints: by goldens of the real one, and side by side with it where it is installed.</summary>
public sealed class SysdigLinesTests
{
    const string Honeypot = "samples/honeypot.scap.gz", Containers = "samples/containers.scap.gz";

    static string Golden(string name) => File.ReadAllText(Path.Combine(Repository.Root, "tests", "Golden", "sysdig", name), System.Text.Encoding.Latin1);

    [Theory]
    [InlineData("honeypot-first-lines.txt", "-n", "300")]
    [InlineData("honeypot-udp-order.txt", "-A", "evt.buffer contains @udp")]
    [InlineData("honeypot-first-events.json", "-j", "-n", "250")]
    [InlineData("honeypot-commands.txt", "-p", "%evt.num %proc.name %user.name %proc.cmdline",
        "evt.type=execve and evt.dir=< and user.name=root and proc.loginshellid=32505")]
    public void Output_is_that_of_the_real_one(string golden, params string[] arguments)
    {
        var result = SysdigProgram.Run(["-r", Honeypot, .. arguments]);
        Assert.Equal(Golden(golden), result.Output);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
    }

    [SkippableTheory]
    [InlineData(Honeypot)]
    [InlineData(Containers)]
    [InlineData(Containers, "-pc")]
    [InlineData(Containers, "-X", "evt.is_io=true and evt.buflen>0")]
    [InlineData(Honeypot, "-j", "proc.name=sshd and fd.type=ipv4")]
    [InlineData(Honeypot, "-p", "%evt.num %proc.name %fd.name")]
    [InlineData(Honeypot, "-t", "D", "evt.failed=true")]
    [InlineData(Honeypot, "-S", "-q")]
    [InlineData(Containers, "-c", "fdbytes_by", "fd.type")]
    public void Output_is_the_same_side_by_side(string file, params string[] arguments)
    {
        Skip.If(SysdigProgram.Real is null, "sysdig is not installed: its output was NOT compared with ours");
        Assert.Equal(SysdigProgram.RunReal(["-r", file, .. arguments]).Output, SysdigProgram.Run(["-r", file, .. arguments]).Output);
    }

    [Fact]
    public void A_capture_on_standard_input_reads_the_same() =>
        Assert.Equal(Golden("honeypot-first-lines.txt"), SysdigProgram.RunWith(File.ReadAllBytes(Repository.Sample("honeypot.scap.gz"))[..400_000], "-r", "-", "-n", "300").Output);
}
