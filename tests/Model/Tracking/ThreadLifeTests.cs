using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Tracking;

/// <summary>Threads are born, become other programs, and end.</summary>
public sealed class ThreadLifeTests
{
    static ScapBuilder WithShell() => new ScapBuilder().Processes(Process(1, "init", 0), Process(10, "shell")).Fds(10, File(3, "/tmp/log"));

    /// <summary>A first event, by which it is seen whether the driver has enter events.</summary>
    static ScapBuilder Begin(ScapBuilder capture, bool newest) => newest ? capture.ClosesNewest(1, 3) : capture.Look(10);

    [Fact]
    public void A_child_is_known_from_its_parent_s_side_of_the_clone()
    {
        var seen = Sight.Of(WithShell().Clone(10, 20, "shell").Look(20));
        var child = seen.Last(20);
        Assert.Equal("shell", child.Comm);
        Assert.Equal(10, child.Thread!.Ptid);
        Assert.Equal("/home/", Sight.Text(child.Thread.Cwd));
    }

    [Fact]
    public void A_child_that_is_seen_before_its_parent_s_side_is_the_same_one()
    {
        var capture = WithShell()
            .CloneExit(20, 0, "shell", pid: 20, parent: 10)
            .Execve(20, "/bin/ls", "ls")
            .CloneExit(10, 20, "shell", pid: 10, parent: 1)
            .Look(20);
        var child = Sight.Of(capture).Last(20);
        Assert.Equal("ls", child.Comm);
        Assert.Equal(10, child.Thread!.Ptid);
    }

    /// <summary>The tables of a machine that is watched are read when events flow already: they may be of a later time than these.</summary>
    [Theory]
    [InlineData(false), InlineData(true)]
    public void A_child_that_the_tables_know_by_its_next_program_has_its_first_one_s_name_until_then(bool newest)
    {
        var capture = new ScapBuilder();
        capture.Processes(Process(1, "init", 0), Process(10, "shell"), Process(20, "ls", 10, born: capture.Time + 500_000_000)).Fds(10, File(3, "/tmp/log"));
        Begin(capture, newest);
        capture.Time += 500_000_000;
        capture.CloneExit(20, 0, "shell", pid: 20, parent: 10).Read(20, 3).Execve(20, "/bin/ls", "ls")
            .CloneExit(10, 20, "shell", pid: 10, parent: 1).Look(20);
        var seen = Sight.Of(capture);
        Assert.Equal(("shell", "/tmp/log"), (seen.First(s => s.Code == EventCode.SyscallReadX).Comm, seen.First(s => s.Code == EventCode.SyscallReadX).Name));
        Assert.Equal("ls", seen.Last(20).Comm);
    }

    /// <summary>The tables were read between a child's exec and the moment in which its parent went on.</summary>
    [Theory]
    [InlineData(1_900_000_000, "ls", false), InlineData(2_100_000_000, "shell", false)]
    [InlineData(1_900_000_000, "ls", true), InlineData(2_100_000_000, "shell", true)]
    public void A_child_of_the_tables_whose_parent_goes_on_later_keeps_its_program_unless_it_is_older_than_the_call(long age, string expected, bool newest)
    {
        var capture = new ScapBuilder();
        capture.Processes(Process(1, "init", 0), Process(10, "shell"), Process(20, "ls", 10, born: capture.Time - (ulong)age));
        Begin(capture, newest).CloneExit(10, 20, "shell", pid: 10, parent: 1).Look(20);
        Assert.Equal(expected, Sight.Of(capture).Last(20).Comm);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void An_unknown_child_that_has_become_a_program_stays_it_when_its_parent_goes_on(bool newest)
    {
        var capture = Begin(WithShell(), newest).Look(20).ExecveExit(20, "/bin/ls", "ls", parent: 10).CloneExit(10, 20, "shell", pid: 10, parent: 1).Look(20);
        Assert.Equal("ls", Sight.Of(capture).Last(20).Comm);
    }

    [Fact]
    public void A_child_has_its_parent_s_files_and_its_own_fate_for_them()
    {
        var capture = WithShell().Clone(10, 20, "shell").Close(10, 3).Read(20, 3).Read(10, 3);
        var seen = Sight.Of(capture);
        Assert.Equal("/tmp/log", seen.Last(20).Name);
        Assert.Null(seen.Last(10).Fd);
    }

    [Fact]
    public void Threads_of_a_process_share_its_files_and_its_directory()
    {
        var capture = WithShell()
            .CloneExit(10, 11, "shell", pid: 10, parent: 1, AsThread)
            .CloneExit(11, 0, "worker", pid: 10, parent: 1, AsThread)
            .Openat(11, 4, "data")
            .Chdir(11, "/srv")
            .Read(10, 4)
            .Openat(10, 5, "next");
        var seen = Sight.Of(capture);
        Assert.Equal("/home/data", seen.Last(EventCode.SyscallReadX).Name);
        Assert.Equal("/srv/next", seen.Last(10).Name);
        Assert.Equal(10, seen.Last(11).Thread!.Pid);
        Assert.Equal(2, seen.Last(10).Thread!.ThreadCount);
    }

    [Fact]
    public void An_id_used_again_is_another_thread()
    {
        var capture = WithShell()
            .Clone(10, 20, "first").Execve(20, "/bin/first", "first").Ends(20)
            .Clone(10, 20, "second").Look(20);
        var seen = Sight.Of(capture, out var state);
        Assert.Equal("second", seen.Last(20).Comm);
        var end = seen.Last(EventCode.Procexit_1E);
        Assert.Equal("first", end.Comm);
        Assert.Equal("first", Sight.Text(state.Threads.Info(20, end.Number)!.Comm));
        Assert.NotSame(end.Thread!.Thread, seen.Last(20).Thread!.Thread);
    }

    [Fact]
    public void A_stale_entry_does_not_make_a_new_child_an_old_program()
    {
        var capture = WithShell().Clone(10, 20, "first").Execve(20, "/bin/first", "first").Look(20);
        capture.Time += Cloning.StaleAfter;
        var child = Sight.Of(capture.CloneExit(20, 0, "shell", pid: 20, parent: 10).Look(20)).Last(20);
        Assert.Equal("shell", child.Comm);
        Assert.Empty(child.Thread!.Args);
    }

    [Theory]
    [InlineData(false, "curl")]
    [InlineData(true, "sleep")]
    public void A_thread_of_the_tables_whose_id_is_used_again_has_its_new_name_and_its_old_one_in_sysdig(bool compat, string expected)
    {
        var capture = new ScapBuilder().Processes(Process(1, "init", 0), Process(10, "curl"), Process(20, "sleep")).Look(20)
            .CloneExit(20, 0, "curl", pid: 10, parent: 1, AsThread).Look(20);
        var seen = Sight.Of(capture, compat: compat);
        Assert.Equal(("sleep", expected), (seen[0].Comm, seen[^1].Comm));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpu=/docker/0123456789ab0123456789ab0123456789ab0123456789ab0123456789ab0123")]
    public void A_child_whose_id_comes_again_at_once_is_another(string cgroups)
    {
        var capture = WithShell().Clone(10, 20, "first", cgroups).Look(20).Clone(10, 20, "second", cgroups).Look(20);
        Assert.Equal("second", Sight.Of(capture).Last(20).Comm);
    }

    [Theory]
    [InlineData(false, "/tmp/log")]
    [InlineData(true, null)]
    public void A_child_in_a_container_has_what_was_open_when_it_was_born(bool compat, string? expected)
    {
        const string container = "cpu=/docker/0123456789ab0123456789ab0123456789ab0123456789ab0123456789ab0123";
        const uint inNamespace = 1 << 29;
        var capture = new ScapBuilder().Processes(new ProcessEntry { Tid = 10, Pid = 10, Ptid = 1, VTid = 7, VPid = 7, FdLimit = 1024, Comm = Bytes("shell"), Exe = Bytes("shell"), Cwd = Bytes("/") })
            .Fds(10, File(3, "/tmp/log")).Event(EventCode.SyscallClone_20E, 10)
            .CloneExit(10, 8, "shell", pid: 10, parent: 1, inNamespace, container, vtid: 7)
            .Close(10, 3)
            .CloneExit(20, 0, "shell", pid: 20, parent: 10, inNamespace, container, vtid: 8)
            .Read(20, 3);
        Assert.Equal(expected, Sight.Of(capture, compat: compat).Last(20).Name);
    }

    [Fact]
    public void A_child_that_has_done_nothing_yet_is_the_one_its_caller_told_of()
    {
        Sight.Of(WithShell().Clone(10, 20, "shell"), out var state);
        Assert.Single(state.ThreadVersions, t => t.Tid == 20);
    }

    [Fact]
    public void A_thread_is_still_there_at_its_last_event_and_gone_behind_it()
    {
        var seen = Sight.Of(WithShell().Clone(10, 20, "shell").Ends(20).Look(10), out var state);
        var end = seen.Last(EventCode.Procexit_1E).Number;
        Assert.Equal("shell", seen.Last(20).Comm);
        Assert.NotNull(state.Threads.Info(20, end));
        Assert.Null(state.Threads.Info(20, end + 1));
    }

    [Fact]
    public void An_unknown_thread_gets_a_name_that_says_so()
    {
        var stranger = Sight.Of(WithShell().Look(77)).Last(77);
        Assert.Equal("<NA>", stranger.Comm);
        Assert.Equal(uint.MaxValue, stranger.Thread!.Uid);
    }

    [Fact]
    public void An_exec_tells_who_an_unknown_thread_is()
    {
        var stranger = Sight.Of(WithShell().Look(77).Execve(77, "/bin/cat", "cat", "/etc/motd").Look(77)).Last(77);
        Assert.Equal("cat /etc/motd", Sight.Text(stranger.Thread!.CommandLine));
        Assert.Equal("init", Sight.Text(stranger.Parent!.Comm));
    }

    [Fact]
    public void An_exec_that_fails_changes_nothing()
    {
        var capture = WithShell()
            .Event(EventCode.SyscallExecve_19E, 10, Text("/bin/none"))
            .Event(EventCode.SyscallExecve_19X, 10, I64(-2), Text("none"))
            .Look(10);
        Assert.Equal("shell", Sight.Of(capture).Last(10).Comm);
    }

    [Fact]
    public void The_program_s_path_is_seen_from_the_directory_of_its_time()
    {
        var seen = Sight.Of(WithShell().Chdir(10, "/srv").Execve(10, "./tool", "tool").Chdir(10, "/").Look(10));
        Assert.Equal("/srv/tool", Sight.Text(seen.Last(10).Thread!.ExePath));
    }

    [Fact]
    public void An_old_version_of_a_thread_stays_as_it_was()
    {
        var seen = Sight.Of(WithShell().Look(10).Execve(10, "/bin/ls", "ls").Execve(10, "/bin/cat", "cat"));
        Assert.Equal("shell", seen[0].Comm);
        Assert.Equal("ls", seen.Find(s => s.Code == EventCode.SyscallExecve_19X)!.Comm);
        Assert.Equal("cat", seen[^1].Comm);
    }

    [Fact]
    public void Orphans_go_to_the_reaper_that_the_newest_driver_names()
    {
        var capture = new ScapBuilder().Processes(Process(1, "init", 0), Process(10, "shell"), Process(20, "child", 10))
            .ClosesNewest(10, 3).EndsNewest(10, reaper: 1).LookNewest(20);
        var orphan = Sight.Of(capture, out var state).Last(20);
        Assert.True(state.ExitOnly);
        Assert.Equal(1, orphan.Thread!.Ptid);
        Assert.Equal("init", Sight.Text(orphan.Parent!.Comm));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void An_exec_tells_who_took_over_a_process_whose_parent_ended_as_nobody_knows_for_whom(bool compat)
    {
        var capture = new ScapBuilder().Processes(Process(1, "init", 0), Process(10, "shell", 5), Process(20, "child", 10))
            .ClosesNewest(10, 3).EndsNewest(10, reaper: 0).LookNewest(20).ExecveExit(20, "/bin/app", "app").LookNewest(20);
        var seen = Sight.Of(capture, out var state, compat: compat);
        Assert.True(state.ExitOnly);
        Assert.Null(seen.First(s => s is { Tid: 20, Code: EventCode.SyscallGetcwdX }).Parent);
        Assert.Equal(compat ? null : "init", seen.Last(20).Parent is { } parent ? Sight.Text(parent.Comm) : null);
    }

    [Fact]
    public void Threads_are_counted_until_they_end()
    {
        var capture = WithShell().CloneExit(10, 11, "shell", pid: 10, parent: 1, AsThread).Look(11).Look(10).Ends(11).Look(10).Look(10);
        var looks = Sight.Of(capture).FindAll(s => s is { Tid: 10, Code: EventCode.SyscallGetcwdE });
        Assert.Equal((2, 1), (looks[0].Thread!.ThreadCount, looks[^1].Thread!.ThreadCount));
    }
}
