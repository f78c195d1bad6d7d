using System.Globalization;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>However a live run ends, it ends in time, nothing of ours stays in the kernel, and what was written can be read.</summary>
public sealed class LiveEndTests
{
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
