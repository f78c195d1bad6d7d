using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Fields;

/// <summary>Each family of fields at events of the honeypot; the values are those of sysdig 0.29.3 with TZ=UTC.</summary>
public sealed class HoneypotFieldTests
{
    /// <summary>perl reads the order of its IRC server.</summary>
    const long IrcRead = 70318;
    /// <summary>The shell's child becomes perl.</summary>
    const long PerlExec = 67358;
    /// <summary>wget writes the bot to its file.</summary>
    const long BotWrite = 66608;

    static void Expect(long number, params (string Field, string Value)[] expected)
    {
        var values = FieldReader.Read("honeypot.scap.gz", number, [.. expected.Select(x => x.Field)]);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal((expected[i].Field, expected[i].Value), (expected[i].Field, values[i]));
    }

    [Fact]
    public void Times_of_an_event() => Expect(IrcRead,
        ("evt.time.iso8601", "2026-11-24T07:22:12.272939281+0000"), ("evt.rawtime", "1795504932272939281"), ("evt.rawtime.s", "1795504932"),
        ("evt.rawtime.ns", "272939281"), ("evt.reltime", "28272411818"), ("evt.reltime.s", "28"), ("evt.latency", "402244780"),
        ("evt.latency.ns", "402244780"), ("evt.latency.s", "0"), ("evt.latency.human", "402ms"), ("evt.wait_latency", "<NA>"));

    [Fact]
    public void Type_category_and_result_of_an_event() => Expect(IrcRead,
        ("evt.num", "70318"), ("evt.type", "read"), ("syscall.type", "read"), ("evt.dir", "<"), ("evt.category", "net"), ("evt.cpu", "0"),
        ("evt.res", "SUCCESS"), ("evt.rawres", "55"), ("evt.failed", "false"), ("evt.type.is.7", "<NA>"), ("evt.count", "1"), ("evt.count.exit", "1"));

    [Fact]
    public void Direction_and_size_of_input_and_output() => Expect(IrcRead,
        ("evt.is_io", "true"), ("evt.is_io_read", "true"), ("evt.is_io_write", "false"), ("evt.io_dir", "read"), ("evt.buflen", "55"),
        ("evt.buflen.in", "55"), ("evt.buflen.out", "<NA>"), ("evt.buflen.net.in", "55"), ("evt.buflen.file", "<NA>"), ("evt.is_wait", "false"));

    [Fact]
    public void Names_and_command_line_of_a_process() => Expect(PerlExec,
        ("proc.name", "perl"), ("proc.pid", "32602"), ("proc.exe", "perl"), ("proc.args", ".sloboz.pdf"), ("proc.args[0]", ".sloboz.pdf"),
        ("proc.args[1]", ""), ("proc.cmdline", "perl .sloboz.pdf"), ("proc.exeline", "perl .sloboz.pdf"), ("proc.cwd", "/usr/sbin/.shm/"),
        ("proc.exepath", "/usr/bin/perl"), ("proc.cmdnargs", "1"), ("proc.cmdlenargs", "11"));

    [Fact]
    public void Ancestors_and_session_of_a_process() => Expect(PerlExec,
        ("proc.ppid", "32505"), ("proc.pname", "bash"), ("proc.pcmdline", "bash"), ("proc.aname[0]", "perl"), ("proc.aname[1]", "bash"),
        ("proc.aname[2]", "sshd"), ("proc.aname[3]", "sshd"), ("proc.apid[2]", "32494"), ("proc.loginshellid", "32505"), ("proc.sid", "32505"),
        ("proc.sname", "bash"));

    [Fact]
    public void Counts_and_memory_of_a_process() => Expect(PerlExec,
        ("proc.nthreads", "1"), ("proc.nchilds", "0"), ("proc.fdlimit", "20000"), ("proc.fdopencount", "3"), ("proc.vmsize", "4124"),
        ("thread.vmsize.b", "4222976"), ("proc.tty", "34819"));

    [Fact]
    public void A_thread_and_its_control_groups() => Expect(PerlExec,
        ("thread.tid", "32602"), ("thread.ismain", "true"), ("thread.vtid", "32602"), ("thread.nametid", "perl32602"),
        ("thread.cgroup.cpuset", "/system.slice/ssh.service"), ("thread.cgroup.nosuch", "<NA>"));

    [Fact]
    public void A_user_and_a_group() => Expect(PerlExec,
        ("user.name", "root"), ("user.uid", "0"), ("user.homedir", "/root"), ("user.loginname", "root"), ("group.gid", "0"), ("group.name", "root"),
        ("container.id", "host"), ("container.name", "host"), ("container.image", "<NA>"));

    [Fact]
    public void Both_ends_of_a_connection() => Expect(IrcRead,
        ("fd.num", "3"), ("fd.type", "ipv4"), ("fd.typechar", "4"), ("fd.name", "198.51.100.20:36868->203.0.113.9:6667"), ("fd.cip", "198.51.100.20"),
        ("fd.sip", "203.0.113.9"), ("fd.lip", "198.51.100.20"), ("fd.rip", "203.0.113.9"), ("fd.cport", "36868"), ("fd.sport", "6667"),
        ("fd.lport", "36868"), ("fd.rport", "6667"), ("fd.sproto", "6667"), ("fd.l4proto", "tcp"), ("fd.sockfamily", "ip"), ("fd.is_server", "false"),
        ("fd.connected", "true"), ("fd.uid", "326033"), ("fd.containername", ":198.51.100.20:36868->203.0.113.9:6667"), ("fd.sip.name", "<NA>"),
        ("fd.directory", "<NA>"));

    [Fact]
    public void A_file_and_its_parts() => Expect(BotWrite,
        ("fd.num", "4"), ("fd.type", "file"), ("fd.typechar", "f"), ("fd.name", "/usr/sbin/.shm/.sloboz.pdf"), ("fd.directory", "/usr/sbin/.shm"),
        ("fd.filename", ".sloboz.pdf"), ("fd.containerdirectory", ":/usr/sbin/.shm"), ("fd.dev", "27"), ("fd.dev.major", "0"), ("fd.dev.minor", "39"),
        ("evt.buflen.file.out", "3841"), ("fd.cip", "<NA>"), ("fd.cport", "<NA>"));

    [Fact]
    public void Arguments_by_name_and_number() => Expect(163,
        ("evt.arg.fd", "<4t>203.0.113.66:40707->198.51.100.20:22"), ("evt.arg[0]", "<4t>203.0.113.66:40707->198.51.100.20:22"),
        ("evt.arg.tuple", "203.0.113.66:40707->198.51.100.20:22"), ("evt.arg.res", "<NA>"), ("evt.arg[9]", "<NA>"), ("evt.rawarg.queuelen", "<NA>"),
        ("evt.args", "fd=4(<4t>203.0.113.66:40707->198.51.100.20:22) tuple=203.0.113.66:40707->198.51.100.20:22 queuepct=0 queuelen=0 queuemax=128 "),
        ("fd.name_changed", "true"), ("fd.is_server", "true"), ("fd.lport", "22"));

    [Fact]
    public void A_failed_connect_has_an_errno_and_counts_as_a_network_error() => Expect(932,
        ("evt.failed", "true"), ("evt.res", "ENOENT"), ("evt.rawres", "-2"), ("fd.name", "/var/run/nscd/socket"), ("evt.count.error", "1"), ("evt.count.error.net", "1"),
        ("evt.count.error.file", "<NA>"), ("evt.count.error.other", "<NA>"));

    [Fact]
    public void A_failed_call_without_an_fd_counts_as_another_error() => Expect(265,
        ("evt.res", "ENOENT"), ("evt.count.error.other", "1"), ("evt.count.error.net", "<NA>"), ("fd.name", "<NA>"));

    [Fact]
    public void The_fds_that_a_poll_waits_for() => Expect(226,
        ("fdlist.nums", "3,5"), ("fdlist.names", "198.51.100.20:22,<NA>"), ("fdlist.sports", "<NA>"), ("evt.is_wait", "true"), ("evt.category", "wait"));

    [Fact]
    public void How_a_file_was_opened() => Expect(204,
        ("evt.is_open_read", "false"), ("evt.is_open_write", "true"), ("evt.is_open_exec", "false"), ("evt.abspath", "/proc/self/oom_score_adj"));

    [Fact]
    public void Absolute_paths_of_calls_relative_to_a_directory() => Expect(48550, ("evt.abspath", "/usr/sbin/.shm/l/conftest.c"));

    [Fact]
    public void A_container_by_the_events_that_describe_it()
    {
        var values = FieldReader.Read("containers.scap.gz", 3, "container.id", "container.name", "container.image", "container.type", "container.privileged",
            "container.image.repository", "container.image.tag", "container.mount[0]", "container.mount.source[1]", "container.mount.rdwr[/etc/my.cnf]",
            "container.mount.dest[/srv/*]", "container.mount.source[/nowhere]", "container.healthcheck");
        Assert.Equal(["a9111e0ea6a9", "mysql1", "mysql:8.0", "docker", "false", "mysql", "8.0", "/srv/mysql:/var/lib/mysql::true:rprivate", "/etc/my.cnf",
            "false", "/var/lib/mysql", "<NA>", "NONE"], values);
    }
}
