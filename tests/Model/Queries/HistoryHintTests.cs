using CSysdig.Model.Queries;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Queries;

public sealed class HistoryHintTests
{
    [Theory]
    [InlineData("evt.type=open", "no open here; openat: 5,436")]
    [InlineData("evt.type in (fork, creat) and fd.name exists", "no creat here; openat: 5,436; no fork here; clone: 468, vfork: 81, clone3: 21")]
    [InlineData("evt.type=open or evt.type=execve", null)]
    [InlineData("evt.type=openat and proc.name=nosuch", null)]
    [InlineData("", null)]
    public void A_filter_that_nothing_passes_may_ask_for_another_name(string filter, string? hint) =>
        Assert.Equal(hint, HistoryHint.Of(Honeypot.History, filter));
}
