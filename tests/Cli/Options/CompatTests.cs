using CSysdig.Cli;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli.Options;

/// <summary>Which version's mistakes are wanted.</summary>
public sealed class CompatTests
{
    [Theory]
    [InlineData("0.29")]
    [InlineData("0.29.3")]
    public void A_version_that_is_known_is_taken_by_both_programs(string version)
    {
        Assert.True(SysdigOptions.Parse(["--compat", version, "-r", "x.scap"]).Following.Compat);
        Assert.True(CSysdigOptions.Parse([$"--compat={version}", "-r", "x.scap"]).History.Following.Compat);
    }

    [Theory]
    [InlineData("0.28")]
    [InlineData("0.29.4")]
    [InlineData("")]
    public void Another_version_is_refused_with_those_that_are_known(string version)
    {
        var refusal = Assert.Throws<UsageException>(() => SysdigOptions.Parse(["--compat", version]));
        Assert.Equal($"--compat knows 0.29 (what sysdig 0.29.3 prints), not '{version}'", refusal.Message);
        Assert.Throws<UsageException>(() => CSysdigOptions.Parse(["--compat", version]));
    }

    [Fact]
    public void Facts_come_first_where_nothing_is_said()
    {
        Assert.False(SysdigOptions.Parse(["-r", "x.scap"]).Following.Compat);
        Assert.False(CSysdigOptions.Parse(["-r", "x.scap"]).History.Following.Compat);
    }

    [Fact]
    public void The_environment_is_asked_too_and_refused_as_clearly()
    {
        var wrong = SysdigProgram.RunIn(new() { ["CSYSDIG_COMPAT"] = "1.0" }, "-r", "samples/honeypot.scap.gz", "-n", "1");
        Assert.Equal((1, "sysdig: CSYSDIG_COMPAT knows 0.29 (what sysdig 0.29.3 prints), not '1.0'\n"), (wrong.ExitCode, wrong.Errors));
        Assert.Equal(0, SysdigProgram.RunIn(new() { ["CSYSDIG_COMPAT"] = "0.29" }, "-r", "samples/honeypot.scap.gz", "-n", "1").ExitCode);
    }
}
