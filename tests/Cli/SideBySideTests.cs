using System.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli;

/// <summary>The program in a process of its own, beside the real sysdig where it is installed.</summary>
public sealed class SideBySideTests
{
    const string Honeypot = "samples/honeypot.scap.gz", Containers = "samples/containers.scap.gz";

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
    public void Output_is_the_same(string file, params string[] arguments)
    {
        Skip.IfNot(RealSysdig.IsAvailable, "sysdig 0.29.3 is not installed: its output was NOT compared with ours");
        var real = Encoding.Latin1.GetString(RealSysdig.Print(Path.Combine(Repository.Root, file), arguments));
        Assert.Equal(real, SysdigProgram.Run(["--compat", "0.29", "-r", file, .. arguments]).Output);
    }

    [Fact]
    public void A_capture_on_standard_input_reads_the_same()
    {
        string[] some = ["-n", "300"];
        var start = File.ReadAllBytes(Repository.Sample("honeypot.scap.gz"))[..400_000];
        Assert.Equal(SysdigProgram.Run(["-r", Honeypot, .. some]).Output, SysdigProgram.RunWith(start, ["-r", "-", .. some]).Output);
    }
}
