using System.Diagnostics;
using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>A folder that keeps what this machine does: opened while it grows, and what a kill leaves of it.</summary>
public sealed class KeepTests
{
    [SkippableFact]
    public void What_was_kept_is_followed_as_it_comes_and_is_whole_up_to_the_last_second_after_a_kill()
    {
        LiveMachine.Need("tmux", "sh", "sleep");
        using var files = new TemporaryFolder();
        var folder = files.File("kept");
        var marks = files.File("marks");
        using var keeper = new TmuxDriver(160, 45, "--keep", "30s", folder);
        keeper.WaitFor("that it keeps", screen => Regex.IsMatch(screen[0], @" keep [0-9.]+[KMG]? "));
        using var follower = new TmuxDriver(160, 45, folder, "-v", "files", $"fd.name={marks}");
        follower.WaitFor("the folder", screen => screen[0].Contains("kept   reading") && screen[2].StartsWith(" Files"));

        // Each mark is one write.
        using var writer = LiveMachine.Start("sh", "-c", $"i=0; while [ $i -lt 10000 ]; do i=$((i+1)); echo mark-$i- >> {marks}; sleep 0.02; done");
        follower.WaitFor("the file in the folder that grows", screen => screen.Any(line => line.Contains(marks)));
        Assert.True(LiveMachine.Await(() => Directory.GetFiles(folder, "*.zst").Length > 3), "no more than three segments");
        var program = keeper.Id;
        Assert.True(LiveMachine.Watches(program), "that is not csysdig");
        var before = File.ReadAllLines(marks).Length;
        // What was written a second before is on the disk.
        Assert.True(LiveMachine.Await(() => File.ReadAllLines(marks).Length > before + 100), "the marks come no more");
        Process.GetProcessById(program).Kill();
        writer.Kill();
        writer.WaitForExit();
        follower.WaitFor("that no more comes", screen => !screen[0].Contains("reading"));
        follower.Press("q").WaitFor("exit 0");

        var seen = Marks(folder);
        Assert.Equal(Enumerable.Range(seen[0], seen.Count), seen);
        Assert.InRange(seen[^1], before, File.ReadAllLines(marks).Length);
        // Each segment is a capture, with the names of what ran before it.
        var names = Directory.GetFiles(folder, "*.zst").Order().SkipLast(1)
            .SelectMany(segment => SysdigProgram.Run("-r", segment, "-p", "%proc.name", $"evt.type=write and fd.name={marks}").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Equal("sh", name));
        if (RealSysdig.IsAvailable)
        {
            var old = files.File("old.scap");
            Assert.Equal(0, SysdigProgram.Run("-r", folder, "-w", old, "--compat", "0.29").ExitCode);
            var real = System.Text.Encoding.Latin1.GetString(RealSysdig.Print(old, "-p", "*%proc.name %evt.dir %evt.buffer", "evt.type=write and proc.name=sh and evt.buffer contains mark-"));
            Assert.Equal(seen, Numbers(real));
        }

        // The next run goes on behind what the killed one left.
        using var again = new TmuxDriver(160, 45, "--keep", "30s", folder);
        again.WaitFor("that it keeps", screen => Regex.IsMatch(screen[0], @" keep [0-9.]+[KMG]? "));
        using var refused = new TmuxDriver(160, 45, "--keep", "30s", folder);
        refused.WaitFor("exit 1", screen => screen.Any(line => line.Contains("is written to by another csysdig --keep")));
        again.Press("q").WaitFor("exit 0", screen => screen.Any(line => Regex.IsMatch(line, "csysdig: [0-9,]+ events written to ")));
        Assert.Equal(seen, Marks(folder).Take(seen.Count));
    }

    static List<int> Marks(string folder)
    {
        var (code, lines, errors) = SysdigProgram.Run("-r", folder, "-p", "%evt.buffer", "evt.type=write and proc.name=sh and evt.buffer contains mark-");
        Assert.True(code == 0, errors);
        return Numbers(lines);
    }

    static List<int> Numbers(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line.Split('-')[1]))];
}
