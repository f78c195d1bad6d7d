using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Tracking;

/// <summary>What an execve closes, in captures of every age.</summary>
public sealed class CloseOnExecTests
{
    const byte GetFd = 2, SetFd = 3, DuplicateCloseOnExec = 26;
    const uint SocketCloseOnExec = 0x80000, Internet = 2, Tcp = 1;

    static ScapBuilder WithApp() => new ScapBuilder().Processes(Process(10, "app")).Fds(10, File(0, "/dev/null"));

    static ScapBuilder Fcntl(ScapBuilder b, long fd, byte command, long result) =>
        b.Event(EventCode.SyscallFcntlE, 10, I64(fd), U8(command)).Event(EventCode.SyscallFcntlX, 10, I64(result));

    static bool IsOpen(ScapBuilder capture, long fd, bool compat = false)
    {
        Sight.Of(capture.Execve(10, "/bin/sh", "sh").Look(10), out var state, compat: compat);
        return state.Threads.Find(10)!.Fds.Find(fd) is not null;
    }

    [Theory]
    [InlineData(OpenCloseOnExec, false, false)]
    [InlineData(0u, false, true)]
    [InlineData(OpenCloseOnExec, true, true)]
    public void A_file_that_was_opened_so(uint flags, bool compat, bool open) =>
        Assert.Equal(open, IsOpen(WithApp().Openat(10, 4, "/etc/secret", flags: flags), 4, compat));

    [Fact]
    public void A_file_of_the_first_table() =>
        Assert.False(IsOpen(new ScapBuilder().Processes(Process(10, "app")).Fds(10, new FdEntry { Fd = 4, Type = FdType.FileV2, Name = Bytes("/etc/secret"), OpenFlags = OpenCloseOnExec }), 4));

    [Fact]
    public void An_exec_that_fails_closes_nothing() => Assert.Equal("/etc/secret", Sight.Of(WithApp().Openat(10, 4, "/etc/secret", flags: OpenCloseOnExec)
        .Event(EventCode.SyscallExecve_19E, 10, Text("/bin/none")).Event(EventCode.SyscallExecve_19X, 10, I64(-2), Text("none")).Read(10, 4))[^1].Name);

    [Fact]
    public void A_doubled_one_stays() => Assert.True(IsOpen(WithApp().Openat(10, 4, "/etc/secret", flags: OpenCloseOnExec).Dup(10, 4, 5), 5));

    [Fact]
    public void A_child_closes_its_own_alone()
    {
        var capture = WithApp().Openat(10, 4, "/etc/secret", flags: OpenCloseOnExec).Clone(10, 20, "app").Execve(20, "/bin/sh", "sh").Read(10, 4);
        Assert.Equal("/etc/secret", Sight.Of(capture, out var state)[^1].Name);
        Assert.Null(state.Threads.Find(20)!.Fds.Find(4));
    }

    [Fact]
    public void A_doubled_one_that_asks_for_it()
    {
        Assert.False(IsOpen(Fcntl(WithApp().Openat(10, 4, "/etc/a"), 4, DuplicateCloseOnExec, 9), 9));
        Assert.True(IsOpen(Fcntl(WithApp().Openat(10, 4, "/etc/a", flags: OpenCloseOnExec), 4, command: 1, 9), 9));
        Assert.False(IsOpen(WithApp().Openat(10, 4, "/etc/a").Event(EventCode.SyscallDup3E, 10, I64(4))
            .Event(EventCode.SyscallDup3X, 10, I64(9), I64(4), I64(9), U32(OpenCloseOnExec)), 9));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(0, true)]
    public void One_of_which_it_is_said_later_but_not_standard_input(long fd, bool open) =>
        Assert.Equal(open, IsOpen(Fcntl(WithApp().Openat(10, 4, "/etc/a"), fd, SetFd, 0), fd));

    [Fact]
    public void One_of_which_it_is_said_again() =>
        Assert.False(IsOpen(Fcntl(WithApp().Openat(10, 4, "/etc/a", flags: OpenCloseOnExec), 4, SetFd, 0), 4));

    [Theory]
    [InlineData(0u, 1, false)]
    [InlineData(OpenCloseOnExec, 0, true)]
    public void One_that_says_so_when_it_is_asked(uint flags, long answer, bool open) =>
        Assert.Equal(open, IsOpen(Fcntl(WithApp().Openat(10, 4, "/etc/a", flags: flags), 4, GetFd, answer), 4));

    [Theory]
    [InlineData(1, false)]
    [InlineData(0, true)]
    public void What_later_drivers_say_that_fcntl_sets(long argument, bool open) =>
        Assert.Equal(open, IsOpen(WithApp().Openat(10, 4, "/etc/a").Event(EventCode.SyscallFcntlE, 10, I64(4), U8(SetFd))
            .Event(EventCode.SyscallFcntlX, 10, I64(0), I64(4), U8(SetFd), I64(argument)), 4));

    [Theory]
    [InlineData(Tcp | SocketCloseOnExec, false)]
    [InlineData(Tcp, true)]
    public void A_socket_whose_type_asks_for_it(uint type, bool open)
    {
        Assert.Equal(open, IsOpen(WithApp().Event(EventCode.SocketSocketE, 10, U32(Internet), U32(type), U32(0)).Event(EventCode.SocketSocketX, 10, I64(4)), 4));
        Assert.Equal(open, IsOpen(WithApp().Event(EventCode.SocketSocketpairE, 10, U32(1), U32(type), U32(0))
            .Event(EventCode.SocketSocketpairX, 10, I64(0), I64(4), I64(5), U64(1), U64(2)), 4));
    }

    [Fact]
    public void The_protocol_of_such_a_socket_is_known()
    {
        var socket = Sight.Of(WithApp().Event(EventCode.SocketSocketE, 10, U32(Internet), U32(Tcp | SocketCloseOnExec), U32(0)).Event(EventCode.SocketSocketX, 10, I64(4)))[^1];
        Assert.Equal(2, socket.Fd!.L4Proto);
    }

    [Theory]
    [InlineData(OpenCloseOnExec, false)]
    [InlineData(0u, true)]
    public void An_accepted_socket_a_pipe_an_event_and_a_memory_file_that_ask_for_it(uint flags, bool open)
    {
        var tuple = Tuple("198.51.100.7:50000", "192.0.2.1:22");
        Assert.Equal(open, IsOpen(WithApp().Event(EventCode.SocketAccept4_5E, 10, U32(flags))
            .Event(EventCode.SocketAccept4_5X, 10, I64(4), tuple, U8(0), U32(0), U32(128)), 4));
        Assert.Equal(open, IsOpen(WithApp().Event(EventCode.SyscallDup2E, 10, I64(9)).Event(EventCode.SyscallPipe2E, 10)
            .Event(EventCode.SyscallPipe2X, 10, I64(0), I64(4), I64(5), U64(7), U32(flags)), 4));
        Assert.Equal(open, IsOpen(WithApp().Event(EventCode.SyscallDup2E, 10, I64(9)).Event(EventCode.SyscallMemfdCreateE, 10)
            .Event(EventCode.SyscallMemfdCreateX, 10, I64(4), Text("m"), U32(open ? 0u : 1)), 4));
        Assert.Equal(open, IsOpen(WithApp().Event(EventCode.SyscallDup2E, 10, I64(9)).Event(EventCode.SyscallEpollCreate1E, 10, U32(open ? 0u : 1))
            .Event(EventCode.SyscallEpollCreate1X, 10, I64(4)), 4));
    }
}
