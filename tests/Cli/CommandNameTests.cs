using CSysdig.Cli;

namespace CSysdig.Tests.Cli;

public sealed class CommandNameTests
{
    [Theory]
    [InlineData("sysdig", true)]
    [InlineData("/usr/local/bin/sysdig", true)]
    [InlineData("sysdig.exe", true)]
    [InlineData("/usr/bin/csysdig", false)]
    [InlineData("/opt/sysdig/csysdig", false)]
    [InlineData("", false)]
    public void The_last_part_of_the_path_decides(string path, bool isSysdig) => Assert.Equal(isSysdig, CommandName.IsSysdig(path));
}
