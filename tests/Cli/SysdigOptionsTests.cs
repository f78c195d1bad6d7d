using CSysdig.Cli;
using CSysdig.Model.Text;

namespace CSysdig.Tests.Cli;

public sealed class SysdigOptionsTests
{
    [Fact]
    public void Short_options_join_and_take_attached_values()
    {
        var options = SysdigOptions.Parse(["-qSn200", "-rone.scap", "-r", "two.scap", "-p%evt.num", "-tD"]);
        Assert.True(options.Quiet && options.Summary);
        Assert.Equal(200, options.Limit);
        Assert.Equal(["one.scap", "two.scap"], options.Files);
        Assert.Equal("%evt.num", options.Format);
        Assert.Equal(TimeStyle.Delta, options.Time);
    }

    [Fact]
    public void Long_options_take_values_and_may_be_shortened()
    {
        var options = SysdigOptions.Parse(["--numevents=7", "--readf", "a.scap", "--print-hex-ascii", "--json"]);
        Assert.Equal(7, options.Limit);
        Assert.Equal(["a.scap"], options.Files);
        Assert.Equal(BufferStyle.HexAscii, options.Buffer);
        Assert.True(options.Json);
    }

    [Fact]
    public void The_words_left_over_are_the_filter_wherever_they_stand()
    {
        Assert.Equal("proc.name=cat and evt.type=open", SysdigOptions.Parse(["proc.name=cat", "and", "-r", "a", "evt.type=open", "-n", "5"]).Filter);
        Assert.Equal("-x", SysdigOptions.Parse(["-r", "a", "--", "-x"]).Filter);
    }

    [Theory]
    [InlineData("-Y", "there is no option -Y; --help lists them")]
    [InlineData("--nosuch", "there is no option --nosuch; --help lists them")]
    [InlineData("--print-hex=3", "--print-hex takes no value")]
    [InlineData("--list-", "--list- could be --list-chisels or --list-events or --list-markdown")]
    [InlineData("-n", "-n needs a value after it")]
    [InlineData("-n0", "-n needs a number of events, 1 or more, not '0'")]
    [InlineData("-n-3", "-n needs a number of events, 1 or more, not '-3'")]
    [InlineData("-n99999999999999999999", "-n needs a number of events, 1 or more, not '99999999999999999999'")]
    [InlineData("-M1e3", "-M needs a number of seconds, 1 or more, not '1e3'")]
    [InlineData("-tR", "-t knows h, a, r, d and D, not 'R'")]
    [InlineData("-Ax", "give only one of -A, -x, -X and -b: a buffer is shown in one way")]
    public void A_wrong_option_says_how_to_mend_it(string argument, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => SysdigOptions.Parse(["-r", "a", argument])).Message);

    [Theory]
    [InlineData("-H", "json")]
    [InlineData("-I", "json")]
    [InlineData("--plugin-config-file", "falco.yaml")]
    public void What_is_not_there_yet_is_never_passed_over(params string[] arguments)
    {
        var e = Assert.Throws<UsageException>(() => SysdigOptions.Parse(["-r", "a", .. arguments]));
        Assert.EndsWith("is not available yet", e.Message);
    }
}
