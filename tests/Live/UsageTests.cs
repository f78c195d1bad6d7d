using System.Globalization;
using CSysdig.Capture.Live;
using CSysdig.Capture.Live.Usage;
using CSysdig.Model.Fields;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;
using Xunit.Abstractions;

namespace CSysdig.Tests.Live;

/// <summary>Processor time and memory, watched (usage.py).</summary>
public sealed class UsageTests(ITestOutputHelper output)
{
    const int Seconds = 8;

    [SkippableFact]
    public void Processor_time_is_what_proc_shows()
    {
        LiveMachine.Need("python3");
        using var busy = LiveMachine.Start("python3", Recording.Script("usage.py"), "spin", "60", "60");
        using var calm = LiveMachine.Start("sleep", "60");
        try
        {
            using var source = LiveSource.Open(new LiveOptions { ProcessorTimes = true, OnlyTypes = new HashSet<string> { "procinfo" } });
            using var stream = EventStream.Open(source);
            var cpu = FieldCatalog.Bind("thread.cpu");
            var (grown, looks, of, isLate) = (0.0, 0, 0, false);
            long first = 0;
            // To count from a look at it on and up to one, as /proc is read when that comes: at once, which it does not on a busy machine.
            while ((looks <= Seconds || isLate) && stream.Next())
            {
                if (stream.Current.Raw.Tid == calm.Id)
                    of++;
                if (stream.Current.Raw.Tid != busy.Id || stream.Current.Raw.Info.Name != "procinfo")
                    continue;
                isLate = DateTime.UtcNow - DateTime.UnixEpoch.AddTicks((long)stream.Current.Timestamp / 100) > TimeSpan.FromMilliseconds(50);
                if (looks == 0 && isLate)
                    continue;
                if (looks++ == 0)
                    first = Ticks(busy.Id);
                else
                    grown += double.Parse(FieldReader.Text(cpu, stream.Current), CultureInfo.InvariantCulture);
            }
            var shown = Ticks(busy.Id) - first;
            output.WriteLine($"in {looks - 1} s told {grown}, shown {shown}; {of} events of one that sleeps");
            var seconds = looks - 1;
            Assert.InRange(grown / seconds, (double)shown / seconds - 3, (double)shown / seconds + 3);
            // A busy machine lets it have less than it wants.
            Assert.InRange(grown / seconds, 5, 65);
            Assert.InRange(of, 0, 1);
        }
        finally
        {
            busy.Kill(entireProcessTree: true);
            calm.Kill(entireProcessTree: true);
        }
    }

    [SkippableFact]
    public void Memory_that_is_used_without_a_call_is_known_within_two_seconds()
    {
        LiveMachine.Need("python3");
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        var touched = ulong.Parse(Recording.Of(capture, [], "python3", Recording.Script("usage.py"), "touch"), CultureInfo.InvariantCulture);
        // -D shows the internal events of all processes.
        var told = Recording.Lines(capture, "%evt.rawtime %thread.vmrss.b %proc.cmdline", "thread.ismain=true and proc.cmdline endswith 'usage.py touch'", "-D")
            .Where(line => line.EndsWith("usage.py touch", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[..2].Select(n => ulong.Parse(n, CultureInfo.InvariantCulture)).ToArray()).ToList();
        var grown = told.FindIndex(t => t[1] >= 64 << 20);
        Assert.True(grown > 0, "it is not known");
        Assert.All(told[..grown], t => Assert.True(t[0] > touched || t[1] < 32 << 20));
        output.WriteLine($"known {(told[grown][0] - touched) / 1e9:F2} s after it was used");
        Assert.InRange(told[grown][0], touched, touched + 2_000_000_000);
        // Until it ends, some seconds later.
        Assert.All(told[grown..].Where(t => t[0] < touched + 3_500_000_000), t => Assert.True(t[1] >= 64 << 20));
    }

    [SkippableFact]
    public void Sysdig_of_before_reads_it()
    {
        LiveMachine.Need("python3");
        Skip.IfNot(RealSysdig.IsAvailable, "SKIPPED: sysdig 0.29.3 is not installed");
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        Recording.Of(capture, ["--compat", "0.29"], "python3", Recording.Script("usage.py"), "spin", "60", "5");
        string[] options = ["-D", "-p", "%proc.name %evt.num %thread.tid %thread.cpu %evt.args", "evt.type=procinfo"];
        var printed = System.Text.Encoding.UTF8.GetString(RealSysdig.Print(capture, options)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(printed.Count(line => line.StartsWith("python3 ", StringComparison.Ordinal)) >= 3);
        Assert.Equal(printed, SysdigProgram.Run(["-r", capture, "--compat", "0.29", .. options]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The kernel by a program of ours, and by /proc: the same of every process that does not move meanwhile.</summary>
    [SkippableFact]
    public void Both_ways_tell_the_same()
    {
        LiveMachine.Need("sh");
        using var busy = LiveMachine.Start("sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo done; exec sleep 60");
        busy.StandardOutput.ReadLine();
        try
        {
            using var kernel = KernelUsage.Open();
            Assert.NotNull(kernel);
            // Where it is another program already.
            Assert.True(LiveMachine.Await(() => File.ReadAllText($"/proc/{busy.Id}/comm") == "sleep\n"));
            // One is asked after the other, and it goes on until it sleeps.
            LiveMachine.Await(() => Shown(new ProcUsage(), busy.Id) == Shown(kernel, busy.Id), seconds: 10);
            Assert.Equal(Shown(new ProcUsage(), busy.Id), Shown(kernel, busy.Id));
        }
        finally
        {
            busy.Kill();
        }
    }

    static (ulong User, ulong System, uint Size) Shown(IUsageTable table, int pid)
    {
        var all = new List<ThreadUsage>();
        Assert.True(table.Read(all));
        Assert.True(all.Count > 5);
        var one = all.Single(t => t.Tid == pid);
        Assert.Equal(pid, one.Pid);
        Assert.True(one.ResidentKb > 0);
        var (user, system) = ProcessorTime.Of(one, default);
        return (user / ProcessorTime.Tick, system / ProcessorTime.Tick, one.SizeKb);
    }

    static long Ticks(int pid)
    {
        var fields = File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].Split(' ');
        return long.Parse(fields[12], CultureInfo.InvariantCulture) + long.Parse(fields[13], CultureInfo.InvariantCulture);
    }
}
