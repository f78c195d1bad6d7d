using CSysdig.Capture.Events;

namespace CSysdig.Tests.Capture;

/// <summary>The one table of calls by what they do.</summary>
public sealed class CallKindTests
{
    [Theory]
    [InlineData(CallKind.Open, "open", "openat", "openat2", "creat", "open_by_handle_at")]
    [InlineData(CallKind.Accept, "accept", "accept4")]
    [InlineData(CallKind.Fork, "clone", "clone3", "fork", "vfork")]
    [InlineData(CallKind.Exec, "execve", "execveat")]
    [InlineData(CallKind.Read, "read", "readv", "pread", "preadv", "recv", "recvfrom", "recvmsg", "recvmmsg")]
    [InlineData(CallKind.Write, "write", "writev", "pwrite", "pwritev", "send", "sendto", "sendmsg", "sendmmsg")]
    public void Every_driver_s_event_of_a_call_has_its_kind(CallKind kind, params string[] names)
    {
        var all = EventTable.All.ToArray().Where(e => names.Contains(e.Name) && !e.IsEnter).Select(e => e.Code).Order();
        Assert.Equal(all, CallKinds.Codes(kind).ToArray().Order());
        Assert.All(all, code => Assert.Equal(kind, CallKinds.Of(code)));
    }

    [Fact]
    public void Enter_events_and_what_is_no_call_have_none() =>
        Assert.All(EventTable.All.ToArray().Where(e => e.IsEnter), e => Assert.Equal(CallKind.None, CallKinds.Of(e.Code)));
}
