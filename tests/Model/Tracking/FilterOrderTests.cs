using CSysdig.Capture.Events;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;

namespace CSysdig.Tests.Model.Tracking;

/// <summary>A filter chooses events, and in sysdig 0.29.3 also what is followed.</summary>
public sealed class FilterOrderTests
{
    static ScapBuilder Capture() => new ScapBuilder().Processes(Process(10, "shell")).Fds(10, File(3, "/tmp/log")).Read(10, 3).Openat(10, 4, "data").Read(10, 4);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_events_that_pass_are_seen(bool compat)
    {
        var seen = Sight.Of(Capture(), e => e.Raw.Code == EventCode.SyscallReadX, compat);
        Assert.Equal([EventCode.SyscallReadX, EventCode.SyscallReadX], seen.ConvertAll(s => s.Code));
    }

    [Fact]
    public void An_exit_has_the_fd_of_its_enter_event_when_that_was_turned_down() => Assert.Equal(["/tmp/log", "/home/data"],
        Sight.Of(Capture(), e => e.Raw.Code == EventCode.SyscallReadX).ConvertAll(s => s.Name));

    [Fact]
    public void In_sysdig_an_exit_whose_enter_was_turned_down_is_not_parsed_as_its_pair() =>
        Assert.All(Sight.Of(Capture(), e => e.Raw.Code == EventCode.SyscallReadX, compat: true), s => Assert.Null(s.ParsedFd));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_changes_state_is_known_also_when_it_is_turned_down(bool compat) =>
        Assert.Equal("/home/data", Sight.Of(Capture(), e => e.Raw.Code == EventCode.SyscallReadE, compat)[^1].Name);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_filter_sees_what_an_event_that_changes_state_has_done(bool compat)
    {
        var names = new List<string>();
        Sight.Of(Capture(), e =>
        {
            if (e is { Raw.Code: EventCode.SyscallOpenat_2X, Fd: { } fd })
                names.Add(Sight.Text(fd.Name));
            return true;
        }, compat);
        Assert.Equal(["/home/data"], names);
    }
}
