using System.Globalization;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>What a live run shows of a process that this test runs.</summary>
public sealed class LiveOutputTests
{
    [SkippableFact]
    public void A_filter_that_the_kernel_decides_shows_the_same_process_with_its_fds()
    {
        LiveMachine.Need();
        using var folder = new TemporaryFolder();
        var file = folder.File("followed");
        File.WriteAllText(file, "content");
        // It has the file open before it is watched: the name is known from the first table.
        using var reader = LiveMachine.Start("sh", "-c", $"exec 7<{file}; while :; do read -r line <&7; sleep 0.05; done");
        try
        {
            var (code, output, errors) = LiveMachine.Run(SysdigProgram.ExecutablePath, "-v", "-n", "3", "-M", "60", "-p", "%proc.pid %evt.type %fd.name",
                "proc.pid=" + reader.Id.ToString(CultureInfo.InvariantCulture), "and", "evt.type=read", "and", "fd.name=" + file);
            Assert.Equal(0, code);
            Assert.Equal([.. Enumerable.Repeat($"{reader.Id} read {file}", 3)], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains("decided in the kernel: proc.pid = ", errors);
        }
        finally
        {
            reader.Kill(entireProcessTree: true);
        }
    }

    [SkippableFact]
    public void Pairs_give_each_call_a_beginning_and_a_latency_and_a_child_its_own_name()
    {
        LiveMachine.Need();
        using var sleeper = LiveMachine.Start("sh", "-c", "while :; do sleep 0.1; done");
        try
        {
            int code, looks = 0;
            string output, errors;
            // A machine that is so busy that it loses events tells no pairs: another look.
            do
                (code, output, errors) = LiveMachine.Run(SysdigProgram.ExecutablePath, "--pairs", "-v", "-n", "11", "-M", "60", "-p", "%evt.dir %evt.type %evt.latency %proc.name",
                    "proc.ppid=" + sleeper.Id.ToString(CultureInfo.InvariantCulture), "and", "evt.type", "in", "(nanosleep,clock_nanosleep)");
            while (++looks < 10 && !errors.Contains("Driver Drops:0\n", StringComparison.Ordinal) && code == 0);
            Assert.Equal(0, code);
            var calls = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToList();
            Assert.Equal(11, calls.Count);
            // The first may have slept already when it was first watched.
            if (calls[0][0] == "<")
                calls.RemoveAt(0);
            var called = calls[0][1];
            Assert.All(calls.Index(), c =>
            {
                Assert.Equal((c.Index % 2 == 0 ? ">" : "<", called, "sleep"), (c.Item[0], c.Item[1], c.Item[3]));
                if (c.Index % 2 != 0)
                    Assert.InRange(long.Parse(c.Item[2], CultureInfo.InvariantCulture), 90_000_000, 60_000_000_000);
            });
        }
        finally
        {
            sleeper.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Writes of memory that nobody has touched: our look at it faults, in the middle of a record.</summary>
    [SkippableFact]
    public void Page_faults_leave_the_calls_in_which_they_happen_whole()
    {
        const string writes = "import mmap, os; m = memoryview(mmap.mmap(-1, 1000 * 4096)); f = os.open('/dev/null', 1); [os.write(f, m[i * 4096:i * 4096 + 50]) for i in range(1000)]; print(f)";
        LiveMachine.Need("python3");
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        var fd = Recording.Of(capture, ["--page-faults"], "python3", "-c", writes).Trim();
        Assert.Equal(Enumerable.Repeat($"res=50 data=NULL fd={fd}(<f>/dev/null) size=50", 1000), Recording.Lines(capture, "%evt.args", $"proc.name=python3 and evt.type=write and fd.num={fd}"));
        Assert.NotEmpty(Recording.Lines(capture, "%evt.args", "proc.name=python3 and evt.type=page_fault"));
    }

    [SkippableFact]
    public void A_table_is_printed_each_second_and_when_the_user_ends_it()
    {
        LiveMachine.Need();
        using var sysdig = LiveMachine.Start(SysdigProgram.ExecutablePath, "-c", "topscalls");
        var tables = 0;
        while (tables < 2 && sysdig.StandardOutput.ReadLine() is { } line)
            tables += line.StartsWith("# Calls", StringComparison.Ordinal) ? 1 : 0;
        LiveMachine.Run("kill", "-INT", sysdig.Id.ToString(CultureInfo.InvariantCulture));
        var rest = sysdig.StandardOutput.ReadToEnd();
        sysdig.WaitForExit();
        Assert.Equal(0, sysdig.ExitCode);
        Assert.Contains("# Calls", rest);
    }

    [SkippableFact]
    public void Numbered_files_of_an_earlier_run_stay()
    {
        LiveMachine.Need();
        using var folder = new TemporaryFolder();
        var file = folder.File("t.scap");
        File.WriteAllText(file + "0", "of an earlier run");
        Assert.Equal(0, LiveMachine.Run(SysdigProgram.ExecutablePath, "-n", "25", "-e", "10", "-w", file).Code);
        Assert.Equal("of an earlier run", File.ReadAllText(file + "0"));
        Assert.Equal(["t.scap0", "t.scap1", "t.scap2", "t.scap3"], folder.Names);
    }
}
