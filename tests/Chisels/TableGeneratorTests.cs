using CSysdig.Chisels;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels;

public sealed class TableGeneratorTests
{
    [Fact]
    public void Any_fields_make_a_table() =>
        Assert.StartsWith("Bytes               Conn                \n" + new string('-', 80) + "\n14.26M              198.51.100.20:37719->203.0.113.150:800\n",
            ChiselText.Of("table_generator", arguments: "fd.name|Conn|evt.rawarg.res|Bytes|fd.type=ipv4 and evt.is_io=true|1|bytes"), StringComparison.Ordinal);

    [Theory]
    [InlineData("proc.name,proc.pid|Process|evt.count|n||0|none")]
    [InlineData("proc.name|Process|evt.count|n||many|none")]
    [InlineData("proc.name|Process|evt.count|n||0|miles")]
    public void What_does_not_fit_together_is_refused(string arguments) =>
        Assert.Throws<ChiselException>(() => ChiselText.Of("table_generator", arguments: arguments));
}
