using CSysdig.Capture.Events;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;

namespace CSysdig.Tests.Model.Filters;

/// <summary>getopt() and join() on lists that stand in the filter.</summary>
public sealed class OptionTransformTests
{
    [Theory]
    [InlineData("(\"-n\", \"\"), \"n\"", "n")]
    [InlineData("(\"-t\", \"hello\"), \"t:\"", "t+hello")]
    [InlineData("(\"-thello\"), \"t:\"", "t+hello")]
    [InlineData("(\"-nt\", \"hello\"), \"nt:\"", "n+t+hello")]
    [InlineData("(\"-n\", \"--\", \"-t\"), \"nt:\"", "n")]
    [InlineData("(\"-x\", \"-n\"), \"n\"", "?+n")]
    [InlineData("(\"-l\", \"-p\", \"8080\", \"-e\", \"/bin/sh\"), \"lp:e:\"", "l+p+8080+e+/bin/sh")]
    [InlineData("(\"arg\", \"-n\"), \"n\"", null)]
    [InlineData("(\"-\", \"-n\"), \"n\"", null)]
    [InlineData("(\"-t\"), \"t:\"", "")]
    [InlineData("(\"-t\"), \":t:\"", "")]
    [InlineData("(\"--exec\", \"-n\"), \"n\"", "n")]
    [InlineData("(\"-t\", \"-123\"), \"t:\"", "t+-123")]
    [InlineData("(\"-t\", \"\"), \"t:\"", "t+")]
    [InlineData("(\"-t\", \"v1\", \"-t\", \"v2\"), \"t:\"", "t+v1+t+v2")]
    public void Options_are_read_as_getopt_reads_them(string arguments, string? found) =>
        Assert.True(Passes(found is null ? $"not getopt({arguments}) exists" : $"join(\"+\", getopt({arguments})) = \"{found}\""));

    [Theory]
    [InlineData("getopt((\"-n\", \"-t\", \"hello\"), \"nt:\")[t] = hello", true)]
    [InlineData("getopt((\"-n\", \"-t\", \"hello\"), \"nt:\")[n] = n", true)]
    [InlineData("getopt((\"-t\", \"v1\", \"-t\", \"v2\"), \"t:\")[t] = v2", true)]
    [InlineData("getopt((\"-t?\"), \"t:\")[t] = ?", true)]
    [InlineData("getopt((\"-t\"), \"t:\")[t] != \"\"", false)]
    [InlineData("getopt((\"-t\"), \"t:\")[t] = \"\"", true)]
    [InlineData("getopt((\"-n\"), \"nt:\")[t] != x", false)]
    [InlineData("getopt((\"-t\", \"v1\", \"-t\"), \"t:\")[t] = \"\"", true)]
    [InlineData("join(\"->\", (\"aaa\", \"bbb\")) = \"aaa->bbb\"", true)]
    [InlineData("join(\",\", (evt.num, evt.num)) = \"1,1\"", true)]
    [InlineData("join(\",\", ()) = \"\"", true)]
    [InlineData("join(\",\", (evt.num, fd.name)) exists", false)]
    [InlineData("toupper(join(\"-\", (\"a\", tolower(\"B\")))) = A-B", true)]
    [InlineData("len(join(\"-\", (\"aaa\", 1, -2))) = 8", true)]
    public void Lists_are_joined_and_options_looked_up(string filter, bool passes) => Assert.Equal(passes, Passes(filter));

    /// <summary>The first event, a thread's that has no fd, passes.</summary>
    static bool Passes(string filter)
    {
        using var stream = EventStream.Open(new ScapBuilder().Processes(Process(10, "shell")).Event(EventCode.SyscallGetcwdE, 10).ToStream());
        Assert.True(stream.Next());
        return Filter.Parse(filter, stream.State).Test(stream.Current);
    }
}
