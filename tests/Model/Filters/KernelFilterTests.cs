using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Tests.Model.Filters;

/// <summary>What the kernel may decide must hold of every event that passes; everything else stays with us.</summary>
public sealed class KernelFilterTests
{
    static KernelFilter Of(string text) => KernelFilter.Of(text, FilterDialect.Newer);

    [Fact]
    public void Ids_types_and_failure_that_must_all_hold_are_decided_there()
    {
        var filter = Of("proc.pid=12 and thread.tid = 13 and evt.failed=true and evt.type in (openat, close) and fd.name contains /etc");
        Assert.Equal((12, 13, true), (filter.Pid, filter.Tid, filter.FailedOnly));
        Assert.Equal(["close", "openat"], filter.Types!.Order());
        Assert.DoesNotContain("evt.arg", Of("proc.pid=12 and evt.arg.fd=3").Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("evt.failed=false")]
    [InlineData("proc.name=cat or evt.type=read")]
    [InlineData("proc.pname=cat")]
    [InlineData("proc.cwd=/")]
    [InlineData("fd.types contains file")]
    [InlineData("fd.name_changed=true")]
    [InlineData("tolower(proc.name)=cat")]
    [InlineData("not evt.type=openat")]
    [InlineData("evt.type exists")]
    [InlineData("not (proc.pid=12 and evt.type=openat)")]
    public void What_need_not_hold_of_each_event_is_not(string text) => Assert.Equal(KernelFilter.None, Of(text));

    [Theory]
    [InlineData("proc.name=cat", "proc.name = \"cat\"", "")]
    [InlineData("(proc.name=cat and (evt.type=read and fd.port=80)) and evt.arg.fd=3", "proc.name = \"cat\"", "fd.port = \"80\"")]
    [InlineData("not proc.pid=12 and evt.type=read", "not proc.pid = \"12\"", "")]
    [InlineData("proc.name=cat or user.uid=0", "(proc.name = \"cat\" or user.uid = \"0\")", "")]
    [InlineData("fd.port=80", "", "fd.port = \"80\"")]
    [InlineData("container.id=host and fd.name startswith /etc", "container.id = \"host\"", "fd.name startswith \"/etc\"")]
    [InlineData("proc.name=cat or fd.port=80", "", "(proc.name = \"cat\" or fd.port = \"80\")")]
    [InlineData("proc.args[0]=x and proc.pname=sh", "proc.args[0] = \"x\"", "")]
    public void What_looks_at_threads_and_fds_alone_is_decided_by_marks(string text, string ofThread, string ofFd)
    {
        var filter = Of(text);
        Assert.Equal((ofThread, ofFd, true), (filter.OfThread, filter.OfFd, filter.HasMarks));
    }

    [Fact]
    public void Of_two_checks_of_one_kind_the_first_is_decided_there()
    {
        var filter = Of("proc.pid=12 and proc.pid=13 and evt.type=read and evt.type=write");
        Assert.Equal(12, filter.Pid);
        Assert.Equal(["read"], filter.Types!);
    }

    [Fact]
    public void A_text_that_is_no_filter_is_refused() => Assert.Throws<FilterException>(() => Of("proc.pid="));
}
