using System.Globalization;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>However a live run ends, it ends in time, nothing of ours stays in the kernel, and what was written can be read.</summary>
public sealed class LiveEndTests
{
    /// <summary>About what comes in a second or two of bytes that are packed.</summary>
    const int MostWritten = 100_000;

    [SkippableFact]
    public void It_stops_after_so_many_events()
    {
        LiveMachine.Need();
        var (code, output, _) = LiveMachine.Run(SysdigProgram.ExecutablePath, "-n", "7");
        Assert.Equal(0, code);
        Assert.Equal(7, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [SkippableFact]
    public void It_stops_after_so_many_seconds_though_nothing_passes_the_filter()
    {
        LiveMachine.Need();
        var (code, output, _) = LiveMachine.Run(SysdigProgram.ExecutablePath, "-M", "1", "proc.name=there-is-no-such-process");
        Assert.Equal((0, ""), (code, output));
    }

    [SkippableTheory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public void A_signal_ends_it_and_its_file_is_whole(string signal)
    {
        LiveMachine.Need();
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap.gz");
        using var sysdig = LiveMachine.Start(SysdigProgram.ExecutablePath, "-w", capture);
        var programs = AwaitPrograms(sysdig.Id, capture);
        LiveMachine.Run("kill", signal, sysdig.Id.ToString(CultureInfo.InvariantCulture));
        sysdig.WaitForExit();
        Assert.Equal(0, sysdig.ExitCode);
        AssertGone(programs);
        var read = LiveMachine.Run(SysdigProgram.ExecutablePath, "-r", capture, "-q");
        Assert.Equal((0, ""), (read.Code, read.Errors));
    }

    [SkippableFact]
    public void Killed_it_leaves_nothing_in_the_kernel_and_a_file_that_reads()
    {
        LiveMachine.Need();
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        using var sysdig = LiveMachine.Start(SysdigProgram.ExecutablePath, "-w", capture);
        var programs = AwaitPrograms(sysdig.Id, capture);
        // What comes slowly is written each second.
        Assert.True(LiveMachine.Await(() => new FileInfo(capture).Length > 0), "nothing is written");
        sysdig.Kill();
        sysdig.WaitForExit();
        AssertGone(programs);
        var read = LiveMachine.Run(SysdigProgram.ExecutablePath, "-r", capture, "-n", "1");
        Assert.True(read.Code == 0 && read.Output.Length > 0, read.Errors);
    }

    /// <summary>A crash ends in this signal; a core of it is not wanted. The first one that another process sends, .NET takes for none.</summary>
    [SkippableFact]
    public void Crashed_it_leaves_nothing_in_the_kernel()
    {
        LiveMachine.Need();
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        using var sysdig = LiveMachine.Start("sh", "-c", "ulimit -c 0; exec \"$@\"", "sh", SysdigProgram.ExecutablePath, "-w", capture);
        var programs = AwaitPrograms(sysdig.Id, capture);
        Assert.True(LiveMachine.Await(() =>
        {
            LiveMachine.Run("kill", "-ABRT", sysdig.Id.ToString(CultureInfo.InvariantCulture));
            return sysdig.WaitForExit(500);
        }), "it does not end");
        Assert.NotEqual(0, sysdig.ExitCode);
        AssertGone(programs);
    }

    [SkippableFact]
    public void At_its_usual_end_it_leaves_nothing_in_the_kernel()
    {
        LiveMachine.Need();
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        using var sysdig = LiveMachine.Start(SysdigProgram.ExecutablePath, "-M", "5", "-w", capture);
        var programs = AwaitPrograms(sysdig.Id, capture);
        sysdig.WaitForExit();
        Assert.Equal(0, sysdig.ExitCode);
        AssertGone(programs);
    }

    [SkippableFact]
    public void A_full_disk_ends_it_with_one_line_and_leaves_nothing_in_the_kernel()
    {
        LiveMachine.Need();
        using var sysdig = LiveMachine.Start(SysdigProgram.ExecutablePath, "-w", "/dev/full");
        var errors = sysdig.StandardError.ReadToEndAsync();
        HashSet<int> programs = [];
        LiveMachine.Await(() => sysdig.HasExited || (programs = LiveMachine.ProgramsOf(sysdig.Id)).Count > 0);
        sysdig.WaitForExit();
        Assert.Equal(1, sysdig.ExitCode);
        Assert.StartsWith("sysdig: /dev/full can't be written", Assert.Single(errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        AssertGone(programs);
    }

    /// <summary>.ci/live-endurance does it twenty times.</summary>
    [SkippableTheory]
    [InlineData("t.scap")]
    [InlineData("t.scap.gz")]
    [InlineData("t.scap.zst")]
    public void Killed_at_any_moment_its_file_reads_to_the_last_block(string name)
    {
        LiveMachine.Need();
        using var folder = new TemporaryFolder();
        using var load = LiveMachine.Start("sh", "-c", "while :; do read -r line </proc/self/stat; sleep 0.002; done");
        try
        {
            for (var time = 0; time < 3; time++)
            {
                var capture = folder.File(time + name);
                using var sysdig = LiveMachine.Start(SysdigProgram.ExecutablePath, "-w", capture);
                Assert.True(LiveMachine.Await(() => File.Exists(capture) && new FileInfo(capture).Length > 0), "nothing is written");
                var length = new FileInfo(capture).Length + Random.Shared.Next(MostWritten);
                Assert.True(LiveMachine.Await(() => new FileInfo(capture).Length >= length), "no more is written");
                sysdig.Kill();
                sysdig.WaitForExit();
                var (code, output, errors) = LiveMachine.Run(SysdigProgram.ExecutablePath, "-r", capture, "-p", "%evt.num");
                Assert.True(code == 0 && output.Length > 0, errors);
                // The block that it was at may be cut, and then one line says so; nothing is damaged.
                Assert.DoesNotContain("damaged", errors);
                Assert.All(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.EndsWith("; everything before that was read", line));
            }
        }
        finally
        {
            load.Kill(entireProcessTree: true);
        }
    }

    [SkippableFact]
    public void Without_the_rights_one_line_says_which_lack_and_how_to_give_them()
    {
        LiveMachine.Need("setpriv");
        var (code, output, errors) = LiveMachine.Run("setpriv", "--bounding-set=-sys_admin,-bpf,-perfmon", SysdigProgram.ExecutablePath, "-n", "1");
        Assert.Equal((1, ""), (code, output));
        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("sysdig: CAP_BPF and CAP_PERFMON are missing for live capture: run it with sudo, or give them once with: sudo setcap ", line);
    }

    static HashSet<int> AwaitPrograms(int pid, string file)
    {
        HashSet<int> programs = [];
        Assert.True(LiveMachine.Await(() => File.Exists(file) && (programs = LiveMachine.ProgramsOf(pid)).Count > 0), "it does not begin");
        return programs;
    }

    /// <summary>The kernel lets go of them a moment after the process has ended.</summary>
    static void AssertGone(HashSet<int> programs)
    {
        LiveMachine.Need("bpftool");
        foreach (var program in programs)
            Assert.True(LiveMachine.Await(() => LiveMachine.Run("bpftool", "prog", "show", "id", program.ToString(CultureInfo.InvariantCulture)).Code != 0),
                $"program {program} is still in the kernel");
    }
}
