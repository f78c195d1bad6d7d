using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Tracking;

/// <summary>Of a call only a part was recorded: what is not known is not taken from elsewhere.</summary>
public sealed class LostEventTests
{
    static ScapBuilder WithShell() => new ScapBuilder().Processes(Process(10, "shell")).Fds(10, File(0, "/dev/tty1"), File(3, "/tmp/log"), File(5, "/tmp/five"));

    static ScapBuilder ReadExit(ScapBuilder capture) => capture.Event(EventCode.SyscallReadX, 10, I64(1), Bytes("x"));

    [Theory]
    [InlineData(false, null, -1)]
    [InlineData(true, "/dev/tty1", 0)]
    public void An_exit_whose_call_began_before_the_capture_is_about_no_fd_and_in_sysdig_about_0(bool compat, string? name, long number)
    {
        var read = Sight.Of(ReadExit(WithShell()), compat: compat)[0];
        Assert.Equal((name, number), (read.Name, read.FdNumber));
    }

    [Theory]
    [InlineData(false, null, -1)]
    [InlineData(true, "/tmp/log", 3)]
    public void An_exit_whose_enter_event_was_lost_is_not_that_of_the_call_before(bool compat, string? name, long number)
    {
        var read = Sight.Of(ReadExit(WithShell().Read(10, 3)), compat: compat)[^1];
        Assert.Equal((name, number), (read.Name, read.FdNumber));
    }

    [Theory]
    [InlineData(EventCode.DropE)]
    [InlineData(EventCode.DropX)]
    public void A_call_is_not_followed_across_a_drop(EventCode drop)
    {
        var capture = WithShell().Event(EventCode.SyscallReadE, 10, I64(3), U32(100)).Event(drop, 10, U32(2));
        Assert.Null(Sight.Of(ReadExit(capture))[^1].Fd);
        Assert.Equal("/tmp/log", Sight.Of(capture.Read(10, 3))[^1].Name);
    }

    [Fact]
    public void An_exit_that_tells_its_fd_needs_no_enter_event()
    {
        var capture = WithShell().Event(EventCode.SyscallDup2E, 10, I64(9)).Event(EventCode.SyscallReadX, 10, I64(1), Bytes("x"), I64(5), U32(1));
        Assert.Equal("/tmp/five", Sight.Of(capture)[^1].Name);
    }

    [Theory]
    [InlineData(false, FdType.Unknown, "")]
    [InlineData(true, FdType.FileV2, "/tmp/five")]
    public void A_number_that_an_unknown_fd_is_doubled_to_is_not_what_it_was(bool compat, FdType type, string name)
    {
        var read = Sight.Of(WithShell().Dup(10, 77, 5).Read(10, 5), compat: compat)[^1];
        Assert.Equal((type, name), (read.Fd!.Type, read.Name));
    }

    [Fact]
    public void A_socket_whose_enter_event_was_lost_is_not_the_file_that_had_its_number() =>
        Assert.Equal(FdType.Unknown, Sight.Of(WithShell().Event(EventCode.SocketSocketX, 10, I64(5)).Read(10, 5))[^1].Fd!.Type);

    [Fact]
    public void A_failed_call_closes_nothing() =>
        Assert.Equal("/tmp/five", Sight.Of(WithShell().Event(EventCode.SyscallDupX, 10, I64(-9)).Read(10, 5))[^1].Name);
}
