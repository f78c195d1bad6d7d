using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Tracking;

/// <summary>Fds are opened, doubled, handed on and closed.</summary>
public sealed class DescriptorTests
{
    static ScapBuilder WithShell() => new ScapBuilder().Processes(Process(10, "shell")).Fds(10, File(3, "/tmp/log"));

    [Fact]
    public void An_fd_of_the_capture_s_tables_has_its_name()
    {
        var read = Sight.Of(WithShell().Read(10, 3)).Last(EventCode.SyscallReadX);
        Assert.Equal((3, "/tmp/log"), (read.FdNumber, read.Name));
    }

    [Theory]
    [InlineData("data", "/home/data")]
    [InlineData("/etc/passwd", "/etc/passwd")]
    [InlineData("../srv/./x", "/srv/x")]
    [InlineData("a//b/", "/home/a/b")]
    [InlineData("/../..", "/")]
    public void A_path_is_made_absolute(string path, string expected) =>
        Assert.Equal(expected, Sight.Of(WithShell().Openat(10, 4, path)).Last(10).Name);

    [Fact]
    public void A_path_may_be_relative_to_a_directory_that_is_open()
    {
        var capture = WithShell().Openat(10, 5, "/srv/www", flags: OpenDirectory).Openat(10, 6, "index.html", directory: 5).Openat(10, 7, "lost", directory: 99);
        var seen = Sight.Of(capture);
        Assert.Equal("/srv/www/index.html", seen.Find(s => s.FdNumber == 6)!.Name);
        Assert.Equal("<UNKNOWN>/lost", seen[^1].Name);
    }

    [Fact]
    public void A_closed_fd_has_its_name_at_the_close_and_none_behind_it()
    {
        var seen = Sight.Of(WithShell().Close(10, 3).Read(10, 3));
        Assert.Equal("/tmp/log", seen.Last(EventCode.SyscallCloseX).Name);
        Assert.Null(seen.Last(EventCode.SyscallReadE).Fd);
    }

    [Theory]
    [InlineData(-4, false, null)]
    [InlineData(-9, false, null)]
    [InlineData(-9, true, "/tmp/log")]
    public void A_close_that_fails_closes_all_the_same_but_in_sysdig(long result, bool compat, string? expected) =>
        Assert.Equal(expected, Sight.Of(WithShell().Close(10, 3, result).Read(10, 3), compat: compat).Last(EventCode.SyscallReadX).Name);

    [Theory]
    [InlineData(false, "/tmp/log", "/tmp/new")]
    [InlineData(true, "/tmp/new", null)]
    public void A_close_that_another_thread_s_open_overtakes_ends_what_was_open_before_it_and_in_sysdig_both(bool compat, string closed, string? read)
    {
        var capture = WithShell()
            .CloneExit(10, 11, "shell", pid: 10, parent: 1, AsThread)
            .CloseEnter(10, 3)
            .Openat(11, 3, "/tmp/new")
            .CloseExit(10)
            .Read(11, 3);
        var seen = Sight.Of(capture, compat: compat);
        Assert.Equal(closed, seen.Last(EventCode.SyscallCloseX).Name);
        Assert.Equal(read, seen.Last(EventCode.SyscallReadX).Name);
    }

    [Fact]
    public void A_doubled_fd_outlives_its_original()
    {
        var seen = Sight.Of(WithShell().Dup(10, 3, 8).Close(10, 3).Read(10, 8));
        Assert.Equal("/tmp/log", seen.Last(EventCode.SyscallReadX).Name);
    }

    [Fact]
    public void Fcntl_doubles_an_fd_too()
    {
        const byte duplicate = 1;
        var capture = WithShell()
            .Event(EventCode.SyscallFcntlE, 10, I64(3), U8(duplicate))
            .Event(EventCode.SyscallFcntlX, 10, I64(12))
            .Read(10, 12);
        Assert.Equal("/tmp/log", Sight.Of(capture).Last(EventCode.SyscallReadX).Name);
    }

    [Fact]
    public void The_newest_driver_s_captures_know_what_an_exec_closes()
    {
        var capture = WithShell()
            .ClosesNewest(10, 99)
            .OpenatExit(10, 4, "/tmp/kept")
            .OpenatExit(10, 5, "/tmp/closed", flags: OpenCloseOnExec)
            .ExecveExit(10, "tool", "tool")
            .LookNewest(10);
        Sight.Of(capture, out var state);
        var fds = state.Threads.Find(10)!.Fds;
        Assert.True(state.ExitOnly);
        Assert.Equal("/tmp/kept", Sight.Text(fds.Find(4)!.Name));
        Assert.Null(fds.Find(5));
    }

    [Fact]
    public void A_doubled_fd_of_the_newest_driver_is_closed_by_an_exec_only_when_it_says_so()
    {
        var capture = WithShell()
            .ClosesNewest(10, 99)
            .OpenatExit(10, 5, "/tmp/a", flags: OpenCloseOnExec)
            .Event(EventCode.SyscallDup2X, 10, I64(6), I64(5), I64(6))
            .Event(EventCode.SyscallDup3X, 10, I64(7), I64(5), I64(7), U32(OpenCloseOnExec))
            .ExecveExit(10, "tool", "tool")
            .LookNewest(10);
        Sight.Of(capture, out var state);
        var fds = state.Threads.Find(10)!.Fds;
        Assert.NotNull(fds.Find(6));
        Assert.Null(fds.Find(7));
    }

    [Fact]
    public void Both_ends_of_a_pipe_are_known()
    {
        var capture = WithShell()
            .Event(EventCode.SyscallPipeE, 10)
            .Event(EventCode.SyscallPipeX, 10, I64(0), I64(8), I64(9), U64(4711))
            .Read(10, 8);
        var read = Sight.Of(capture, out var state).Last(EventCode.SyscallReadX);
        Assert.Equal((FdType.Fifo, 4711UL), (read.Fd!.Type, read.Fd.Ino));
        Assert.Equal(4711UL, state.Threads.Find(10)!.Fds.Find(9)!.Ino);
    }

    [Fact]
    public void An_fd_taken_from_another_process_brings_its_name_along()
    {
        var capture = new ScapBuilder().Processes(Process(10, "shell"), Process(20, "thief")).Fds(10, File(3, "/tmp/log"))
            .ClosesNewest(20, 9)
            .Event(EventCode.SyscallPidfdOpenX, 20, I64(5), I64(10), U32(0))
            .Event(EventCode.SyscallPidfdGetfdX, 20, I64(6), I64(5), I64(3), U32(0));
        var seen = new List<(string, bool)>();
        Sight.Of(capture, e =>
        {
            if (e.Fd is not null)
                seen.Add((Sight.Text(e.Fd.Name), e.FdNameChanged));
            return true;
        });
        Assert.Equal([("/proc/10", true), ("/tmp/log", false)], seen);
    }

    [Fact]
    public void Old_events_keep_the_fd_of_their_time()
    {
        var seen = Sight.Of(WithShell().Read(10, 3).Close(10, 3).Openat(10, 3, "/tmp/other").Read(10, 3), out var state);
        Assert.Equal("/tmp/log", seen[0].Name);
        Assert.Equal("/tmp/other", seen[^1].Name);
        var fds = state.Threads.Find(10)!.Fds;
        Assert.Equal("/tmp/log", Sight.Text(fds.Find(3, seen[0].Number)!.Name));
        Assert.Equal("/tmp/other", Sight.Text(fds.Find(3, seen[^1].Number)!.Name));
    }

    [Fact]
    public void Reading_again_and_again_makes_no_new_version()
    {
        var capture = WithShell();
        for (var i = 0; i < 100; i++)
            capture.Read(10, 3);
        Sight.Of(capture, out var state);
        Assert.Single(state.FdVersions);
        Assert.Single(state.ThreadVersions);
    }
}
