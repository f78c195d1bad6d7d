using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Tracking;

/// <summary>The age of a capture is told from its first events.</summary>
public sealed class GenerationTests
{
    static Generation Of(ScapBuilder capture)
    {
        using var stream = EventStream.Open(capture.ToStream());
        return stream.State.Generation;
    }

    static ScapBuilder Start() => new ScapBuilder().Processes(Process(10, "shell"));

    [Fact]
    public void Enter_and_exit_events_are_read_as_the_old_tool_reads_them() => Assert.Equal(Generation.EnterExit, Of(Start().Read(10, 3)));

    [Fact]
    public void A_capture_without_events_is_an_old_one() => Assert.Equal(Generation.EnterExit, Of(Start()));

    [Fact]
    public void A_type_that_the_old_tool_does_not_know_makes_a_later_one() =>
        Assert.Equal(Generation.LaterEnterExit, Of(Start().Read(10, 3).Event(EventCode.SyscallDup2E, 10, I64(3))));

    [Fact]
    public void Accounts_sent_as_events_make_a_later_one() =>
        Assert.Equal(Generation.LaterEnterExit, Of(Start()
            .Event(EventCode.UserAddedE, -1, U32(1000), U32(1000), Text("ann"), Text("/home/ann"), Text("/bin/sh"), Text(""))
            .Read(10, 3)));

    [Fact]
    public void Exits_that_name_their_fd_and_have_no_enter_make_the_newest() =>
        Assert.Equal(Generation.ExitOnly, Of(Start().ClosesNewest(10, 3)));

    [Fact]
    public void Exits_alone_that_do_not_name_their_fd_are_an_old_capture_that_was_filtered()
    {
        var capture = Start();
        for (var i = 0; i < 100; i++)
            capture.CloseExit(10);
        Assert.Equal(Generation.EnterExit, Of(capture));
    }

    [Fact]
    public void Exits_alone_that_lack_what_their_enter_events_said_are_an_old_capture_that_was_filtered()
    {
        var capture = Start();
        for (var i = 0; i < 100; i++)
            capture.Event(EventCode.SyscallMprotectX, 10, I64(0));
        Assert.Equal(Generation.EnterExit, Of(capture));
    }

    [Theory]
    [InlineData(true, Generation.EnterExit)]
    [InlineData(false, Generation.ExitOnly)]
    public void Exits_alone_that_have_always_been_whole_are_as_old_as_who_wrote_the_tables(bool before012, Generation expected)
    {
        var shell = Process(10, "shell");
        var capture = before012
            ? new ScapBuilder().Block(BlockType.ProcessListV9, new Body().Raw(ScapTables.ProcessBefore010(shell)))
            : new ScapBuilder().Processes(shell);
        for (var i = 0; i < 100; i++)
            capture.Event(EventCode.SyscallOpenX, 10, I64(3), Text("/etc/passwd"), U32(1), U32(0), U32(5), U64(7));
        Assert.Equal(expected, Of(capture));
    }

    [Fact]
    public void A_capture_that_happens_to_begin_with_an_exit_is_not_the_newest() =>
        Assert.Equal(Generation.EnterExit, Of(Start().CloseExit(10).Read(10, 3)));

    [Theory]
    [InlineData("honeypot.scap.gz", Generation.EnterExit)]
    public void A_real_capture_is_what_it_is(string sample, Generation expected)
    {
        using var stream = EventStream.Open(Repository.Sample(sample));
        Assert.Equal(expected, stream.State.Generation);
    }
}
