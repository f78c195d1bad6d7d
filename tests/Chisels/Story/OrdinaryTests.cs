using CSysdig.Capture.Events;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.Chisels.Story.Intrusion;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>What an intruder does, and what others do alike: times that are set, protection that is switched off, scripts out of the way, disks of the machine.</summary>
public sealed class OrdinaryTests
{
    const ushort UtimensAt = 219, Other = 100;
    const string Group = "cpu=/docker/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [InlineData("python3", UtimensAt, false, true)]
    [InlineData("python3", Other, false, false)]
    [InlineData("tar", UtimensAt, true, false)]
    public void Who_sets_times_of_what_he_has_not_written_is_told(string program, ushort call, bool writes, bool isTold)
    {
        var capture = Session();
        Command(capture, 110, $"/usr/bin/{program}", program, "x");
        if (writes)
            Writes(capture, 110, "/home/x");
        capture.Event(EventCode.GenericE, 110, U16(call), U16(call)).Event(EventCode.GenericX, 110, U16(call));
        Assert.Equal(isTold ? [$"set times of files: {program} x"] : [], Told(capture.BringToLight(), "set_times_back"));
    }

    [Fact]
    public void Who_has_another_of_the_same_program_write_has_written_himself()
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/rsync", "rsync", "x").Clone(110, 111, "rsync");
        Writes(capture, 111, "/home/x");
        capture.Event(EventCode.GenericE, 110, U16(UtimensAt), U16(UtimensAt)).Event(EventCode.GenericX, 110, U16(UtimensAt));
        // What it became later has written nothing.
        capture.Execve(111, "/usr/bin/rsync", "rsync", "y").Event(EventCode.GenericE, 111, U16(UtimensAt), U16(UtimensAt)).Event(EventCode.GenericX, 111, U16(UtimensAt));
        Assert.Equal(["set times of files: rsync y"], Told(capture.BringToLight(), "set_times_back"));
    }

    [Theory]
    [InlineData("setenforce", "0", true)]
    [InlineData("setenforce", "1", false)]
    [InlineData("systemctl", "stop\0auditd", true)]
    [InlineData("systemctl", "disable\0--now\0apparmor.service", true)]
    [InlineData("systemctl", "restart\0auditd", false)]
    [InlineData("systemctl", "stop\0nginx", false)]
    [InlineData("auditctl", "-e\00", true)]
    [InlineData("auditctl", "-l", false)]
    public void Who_switches_off_what_watches_is_told(string program, string args, bool isTold)
    {
        var capture = Session();
        Command(capture, 110, $"/usr/sbin/{program}", program, args);
        Assert.Empty(Findings(capture));
        Assert.Equal(isTold ? [$"switched off protection: {program} {args.Replace('\0', ' ')}"] : [], Told(capture.BringToLight(), "stopped_guards"));
    }

    [Theory]
    // By a login that has no terminal, as tools do that configure machines; a person has one.
    [InlineData(false, "/usr/bin/python3", "/tmp/.cfg/task.py", false)]
    [InlineData(true, "/usr/bin/python3", "/tmp/.cfg/task.py", true)]
    // No tool brings programs so, or hides scripts among programs.
    [InlineData(false, "/tmp/.cfg/x", "", true)]
    [InlineData(false, "/usr/bin/python3", "/usr/bin/.cfg/task.py", true)]
    public void A_script_that_is_laid_down_out_of_the_way_is_an_intruders_where_somebody_types(bool isTyped, string program, string script, bool isGrave)
    {
        var capture = isTyped ? OnTerminal() : Session();
        Command(capture, 110, program, Path.GetFileName(program), script);
        Assert.Equal(isGrave, Findings(capture).Count > 0);
        Assert.Single(Told(capture.BringToLight(), "ran_from_hidden_place"));
    }

    [Fact]
    public void But_not_one_that_was_downloaded()
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/wget", "wget", "http://198.51.100.9/x");
        Fetches(capture, 110, "/tmp/.x/y");
        Command(capture, 111, "/usr/bin/python3", "python3", "/tmp/.x/y");
        Assert.Single(Told(capture, "ran_from_hidden_place"));
    }

    [Theory]
    [InlineData("/dev/sdb1", "/mnt/etc/cron.d/x", true)]
    [InlineData("/dev/sdb1", "/srv/etc/cron.d/x", false)]
    [InlineData("overlay", "/mnt/etc/cron.d/x", false)]
    public void Below_a_disk_of_the_machine_a_containers_files_are_the_machines(string device, string path, bool isTold)
    {
        var capture = InContainer();
        capture.Event(EventCode.SyscallMountX, 101, I64(0), Text(device), Text("/mnt/"), Text("ext4"), U32(0));
        capture.Openat(101, 3, path, flags: ToWrite).Write(101, 3, "* * * * * root /tmp/x\n").Close(101, 3);
        Assert.Equal(isTold ? [$"changed cron's jobs: {path} says \"* * * * * root /tmp/x\""] : [], Told(capture, "added_cron_job"));
    }

    [Theory]
    [InlineData("/mnt", true)]
    [InlineData("/srv", false)]
    public void Who_makes_it_his_root_has_left_the_container(string root, bool isTold)
    {
        var capture = InContainer();
        capture.Event(EventCode.SyscallMountX, 101, I64(0), Text("/dev/sdb1"), Text("/mnt"), Text("ext4"), U32(0))
            .Clone(101, 103, "sh", Group).Execve(103, "/usr/sbin/chroot", "chroot", $"{root}\0/bin/sh", cgroups: Group);
        Assert.Equal(isTold, Told(capture, "left_container").Exists(w => w.Contains($"chroot {root}")));
    }

    static ScapBuilder InContainer() => new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, "app"))
        .Accept(100, 4, "203.0.113.66:40707", "198.51.100.20:80").Clone(100, 101, "app", Group).Execve(101, "/bin/sh", "sh", cgroups: Group);

    /// <summary>The shell of somebody who came through sshd and got a terminal.</summary>
    static ScapBuilder OnTerminal()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, "sshd"))
            .Accept(100, 4, "203.0.113.66:40707", "198.51.100.20:22").Clone(100, 101, "sshd").Clone(101, 102, "sshd")
            .Event(EventCode.SyscallSetsidE, 102).Event(EventCode.SyscallSetsidX, 102, I64(102));
        return capture.Event(EventCode.SyscallExecve_19E, 102, Text("/bin/bash"))
            .Event(EventCode.SyscallExecve_19X, 102, I64(0), Text("bash"), Text(""), I64(102), I64(102), I64(101), Text(""), U64(1024),
                U64(0), U64(0), U32(100), U32(50), U32(0), Text("bash"), Text(""), Text(""), U32(34816), I64(102), U32(0), U32(0));
    }

    static List<string> Told(ScapBuilder capture, string kind) => [.. Findings(capture).Where(f => Kind(f) == kind).Select(What)];
}
