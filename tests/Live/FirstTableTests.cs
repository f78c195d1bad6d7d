using System.Diagnostics;
using System.Globalization;
using CSysdig.Capture.Live.Proc;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;
using Xunit.Abstractions;

namespace CSysdig.Tests.Live;

/// <summary>The table as the kernel walks it says the same as that from /proc, where both may look, and more where /proc is closed.</summary>
public sealed class FirstTableTests(ITestOutputHelper output)
{
    const int Processes = 200, Fds = 50;

    /// <summary>So many processes that have everything open that a table names, each in a folder of its own; says when they are ready.</summary>
    const string Many = """
        use Socket; use POSIX; $| = 1; chdir $ARGV[0]; my (@all, @children);
        socket(my $s, PF_INET, SOCK_STREAM, 0); bind $s, sockaddr_in(0, inet_aton('127.0.0.1')); listen $s, 5; my ($port) = sockaddr_in(getsockname $s);
        socket(my $c, PF_INET, SOCK_STREAM, 0); connect $c, sockaddr_in($port, inet_aton('127.0.0.1')); accept(my $a, $s);
        socket(my $m, PF_INET6, SOCK_STREAM, 0); connect $m, pack_sockaddr_in6($port, "\0" x 10 . "\xFF\xFF" . inet_aton('127.0.0.1')); accept(my $b, $s);
        socket(my $u, PF_INET, SOCK_DGRAM, 0); bind $u, sockaddr_in(0, inet_aton('127.0.0.1'));
        socket(my $bare, PF_INET, SOCK_STREAM, 0); socket(my $bare_udp, PF_INET, SOCK_DGRAM, 0);
        socket(my $x, PF_UNIX, SOCK_STREAM, 0); bind $x, sockaddr_un("$ARGV[0]/a.sock"); listen $x, 2; socketpair(my $p, my $q, PF_UNIX, SOCK_STREAM, 0);
        pipe(my $r, my $w); open(my $gone, '+>', 'gone'); unlink 'gone'; open(my $d, '<', '.'); opendir(my $dir, '/etc'); open(my $z, '+<', '/dev/null');
        for my $n (1 .. 30) { open(my $f, $n % 2 ? '>>' : '+>', "file $n\xFF"); push @all, $f }
        for my $n (1 .. $ARGV[1] - 1) { my $child = fork; if (!$child) { $0 = "child-$n" if $n % 2; sleep 600; POSIX::_exit 0 } push @children, $child }
        print "ready\n"; <STDIN>; kill 'KILL', @children; unlink 'a.sock', map { "file $_\xFF" } 1 .. 30;
        """;

    [SkippableFact]
    public void It_is_that_of_proc_where_both_may_look()
    {
        LiveMachine.Need("perl");
        using var folder = new TemporaryFolder();
        using var many = Process.Start(new ProcessStartInfo("perl", ["-e", Many, folder.Path, Processes.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("ready", many.StandardOutput.ReadLine());
        try
        {
            var started = Stopwatch.GetTimestamp();
            var table = KernelTable.Read();
            Assert.NotNull(table);
            var (processes, fds) = (table.Processes(), table.Fds());
            output.WriteLine($"by iterators: {processes.Count} processes, {fds.Values.Sum(f => f.Count)} fds in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
            var ours = processes.Where(p => p[0].Pid == many.Id || p[0].Ptid == many.Id).ToList();
            Assert.Equal(Processes, ours.Count);
            started = Stopwatch.GetTimestamp();
            var sockets = new ProcSockets();
            var all = Directory.GetDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), out var pid) ? pid : 0).Where(p => p > 0).ToArray();
            var (theirs, theirFds) = (all.ToDictionary(p => p, p => ProcProcess.Read(p).ToList()), all.ToDictionary(p => p, p => ProcFds.Read(p, sockets)));
            output.WriteLine($"from /proc: {theirs.Count} processes, {theirFds.Values.Sum(f => f.Count)} fds in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
            foreach (var threads in ours)
            {
                var pid = (int)threads[0].Pid;
                Assert.Equal(Told(Assert.Single(theirs[pid])), Told(Assert.Single(threads)));
                Assert.Equal(theirFds[pid].OrderBy(f => f.Fd).Select(Told), fds[pid].OrderBy(f => f.Fd).Select(Told));
                Assert.True(fds[pid].Count >= Fds - 5, $"{fds[pid].Count} fds");
            }
        }
        finally
        {
            many.StandardInput.Close();
            many.WaitForExit();
        }
    }

    [SkippableFact]
    public void All_threads_of_a_process_are_there()
    {
        LiveMachine.Need();
        HashSet<long> Threads() => [.. Directory.GetDirectories("/proc/self/task").Select(d => long.Parse(Path.GetFileName(d), CultureInfo.InvariantCulture))];
        // Threads come and go here.
        Assert.True(LiveMachine.Await(() =>
        {
            var before = Threads();
            var found = KernelTable.Read()!.Processes().Single(p => p[0].Pid == Environment.ProcessId);
            return before.Count > 3 && found[0].Tid == Environment.ProcessId && before.SetEquals(found.Select(t => t.Tid));
        }));
    }

    [SkippableTheory]
    [InlineData("on", true)]
    [InlineData("off", false)]
    public void Fds_of_processes_that_proc_hides_have_names(string iterators, bool isNamed)
    {
        LiveMachine.Need("setpriv");
        using var reader = LiveMachine.Start("setpriv", "--reuid=65534", "sh", "-c", "exec 7</etc/hostname; while :; do read -r line <&7; sleep 0.05; done");
        try
        {
            var (code, text, errors) = LiveMachine.Run("env", $"CSYSDIG_ITERATORS={iterators}", "setpriv", "--bounding-set=-sys_ptrace,-dac_override,-dac_read_search",
                SysdigProgram.ExecutablePath, "-n", "1", "-M", "60", "-p", "*%fd.num %fd.name", $"proc.pid={reader.Id} and evt.type=read and fd.num=0");
            Assert.True(code == 0, errors);
            // The shell opens nothing any more: it reads from a copy of what was open.
            Assert.Equal(isNamed ? "0 /etc/hostname" : "0", text.Trim());
        }
        finally
        {
            reader.Kill(entireProcessTree: true);
        }
    }

    static string Told(ProcessEntry p) => string.Join(" ", p.Tid, p.Pid, p.Ptid, p.Sid, p.VPgid, p.VTid, p.VPid, p.Uid, p.Gid, p.Tty, p.LoginUid, p.FdLimit, p.Flags, p.VmSizeKb,
        p.CapInheritable, p.CapPermitted, p.CapEffective, Hex(p.Comm), Hex(p.Exe), Hex(p.Args), Hex(p.ExePath), Hex(p.Cwd), Hex(p.Root), Hex(p.Cgroups), Hex(p.Env));

    static string Told(FdEntry f) => string.Join(" ", f.Fd, f.Type, System.Text.Encoding.Latin1.GetString(f.Name), f.Ino, f.Dev, f.OpenFlags, f.L4Proto,
        Hex(f.SourceIp), f.SourcePort, Hex(f.DestinationIp), f.DestinationPort);

    static string Hex(byte[] bytes) => bytes.All(b => b is > 32 and < 127) ? System.Text.Encoding.ASCII.GetString(bytes) : Convert.ToHexString(bytes);
}
