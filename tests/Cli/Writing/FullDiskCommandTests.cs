using System.Text.RegularExpressions;
using CSysdig.Tests.Live;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli.Writing;

/// <summary>The programs on a disk that gets full: a line says so, the exit code too, and what was written can be read.</summary>
public sealed class FullDiskCommandTests : IDisposable
{
    const string Sample = "samples/honeypot.scap.gz";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("x.scap", 20), InlineData("x.scap.zst", 1), InlineData("x.scap.gz", 1)]
    public void A_capture_reads_up_to_where_there_was_room(string name, int mebibytes)
    {
        var (code, errors, lines) = On(mebibytes << 10, $"sysdig -r {Sample} -w \"$1/{name}\"", $"sysdig -r \"$1/{name}\" -p %evt.rawtime");
        Assert.Equal((1, $"sysdig: {_folder.Path}/{name} can't be written to its end: no space left on device; what was written before can be read\n"), (code, errors));
        Assert.InRange(lines.Count, 10_000, 148_000);
        Assert.Equal(SysdigProgram.Run("-r", Sample, "-p", "%evt.rawtime").Output.Split('\n')[..lines.Count], lines);
    }

    [SkippableFact]
    public void A_capture_that_fits_is_whole()
    {
        var (code, errors, lines) = On(8 << 10, $"sysdig -r {Sample} -w \"$1/x.scap.zst\"", "sysdig -r \"$1/x.scap.zst\" -p %evt.num");
        Assert.Equal((0, "", SysdigProgram.Run("-r", Sample, "-p", "%evt.num").Output.Count(c => c == '\n')), (code, errors, lines.Count));
    }

    [SkippableFact]
    public void Files_that_follow_each_other_are_whole_but_for_the_last()
    {
        var (code, errors, lines) = On(10 << 10, $"sysdig -r {Sample} -w \"$1/x.scap\" -C 2", "for f in $(ls -v \"$1\"); do sysdig -r \"$1/$f\" -p %evt.rawtime; done");
        Assert.Equal(1, code);
        Assert.Matches($"^sysdig: {_folder.Path}/x.scap[3-6] can't be written to its end: no space left on device; what was written before can be read\n$", errors);
        Assert.Equal(SysdigProgram.Run("-r", Sample, "-p", "%evt.rawtime").Output.Split('\n')[..lines.Count], lines);
    }

    [SkippableFact]
    public void Tables_that_are_not_whole_are_not_there()
    {
        var (code, errors, files) = On(300, $"sysdig -r {Sample} --export \"$1/lake\"", "find \"$1\" -type f -printf '%P\\n'");
        Assert.Equal((1, $"sysdig: the lake in {_folder.Path}/lake can't be written: no space left on device\n"), (code, errors));
        Assert.Equal(["lake/_lake.json"], files);
    }

    [SkippableFact]
    public void What_has_no_room_in_an_outbox_is_said()
    {
        using var server = BucketServer.Open();
        var environment = string.Join(' ', server.Environment.Select(v => $"{v.Key}={v.Value}"));
        var (code, errors, _) = On(1 << 10, $"{environment} sysdig -r {Sample} -w s3://captures/x.scap.zst --outbox \"$1/outbox\"", "true");
        Assert.Equal(1, code);
        Assert.Matches($"^sysdig: {_folder.Path}/outbox/[0-9a-f]+/00000001 can't be written to its end: no space left on device; what was written before can be read\n$", errors);
    }

    [SkippableFact]
    public void A_recorder_ends_and_what_it_has_kept_is_read()
    {
        LiveMachine.Need("dd", "timeout");
        // Bytes that can't be made smaller, until the recorder has ended.
        var (code, errors, lines) = On(6 << 10, "timeout 60 sysdig --keep 16M -w \"$1/kept\" -s 16000 proc.name=dd & r=$!; while kill -0 $r 2>/dev/null; do dd if=/dev/urandom of=/dev/null bs=8000 count=80 status=none; done; wait $r",
            "sysdig -r \"$1/kept\" -p '%proc.name %evt.type' evt.type=read");
        Assert.Equal(1, code);
        Assert.Matches($@"^sysdig: {_folder.Path}/kept/csysdig\.[0-9.-]+\.scap\.zst can't be written to its end: no space left on device; what was written before can be read\n(sysdig: [\d,]+ events were lost.*\n)?$", errors);
        Assert.InRange(lines.Count, 100, 100_000);
        Assert.All(lines, line => Assert.Equal("dd read", line));
    }

    /// <summary>Runs a command with a disk of so many kibibytes at $1, and then another that looks at what is there.</summary>
    (int Code, string Errors, List<string> Lines) On(int kibibytes, string command, string look)
    {
        Skip.IfNot(Shell.Find("unshare") is not null && Shell.Run(_folder.Path, "unshare", "-m", "mount", "-t", "tmpfs", "none", _folder.Path).ExitCode == 0,
            "a disk can't be mounted here (root, unshare): what is said when it gets full was NOT tested");
        var (_, output, errors) = Shell.Run(Repository.Root, "unshare", "-m", "sh", "-c", $"mount -t tmpfs -o size={kibibytes}k none \"$1\"; {command}; echo \"code $?\"; {look} 2>/dev/null", "sh", _folder.Path);
        var code = Regex.Match(output, "^code (\\d+)\n");
        Assert.True(code.Success, output + errors);
        return (int.Parse(code.Groups[1].Value), errors, [.. output[code.Length..].Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
    }
}
