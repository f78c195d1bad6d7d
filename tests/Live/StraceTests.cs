using System.Globalization;
using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>One run of deeds.pl, watched by us and by strace at once: they must tell the same calls with the same results, thread by thread.</summary>
public sealed partial class StraceTests
{
    sealed record Call(string Name, string Arguments, long? Result, string? Error);

    [SkippableFact]
    public void Calls_results_and_arguments_are_those_that_strace_tells()
    {
        LiveMachine.Need("strace", "perl");
        using var folder = new TemporaryFolder();
        var (capture, trace, place) = (folder.File("t.scap.zst"), folder.File("trace"), folder.File("place"));
        Directory.CreateDirectory(place);
        using (var sysdig = LiveMachine.Start(SysdigProgram.ExecutablePath, "--buffer", "64M", "-w", capture))
        {
            Assert.True(LiveMachine.Await(() => File.Exists(capture) && LiveMachine.ProgramsOf(sysdig.Id).Count > 0), "sysdig does not begin");
            Assert.Equal(0, LiveMachine.Run("strace", "-f", "-o", trace, "perl", Path.Combine(Repository.Root, "tests", "Live", "deeds.pl"), place).Code);
            LiveMachine.Run("kill", "-INT", sysdig.Id.ToString(CultureInfo.InvariantCulture));
            sysdig.WaitForExit();
            Assert.Equal(("", 0), (sysdig.StandardError.ReadToEnd(), sysdig.ExitCode));
        }
        var judge = TracedCalls(File.ReadAllLines(trace));
        var ours = RecordedCalls(capture, judge.Keys);
        Assert.True(judge.Values.Sum(c => c.Count) > 500, "strace has told too little to compare");
        Assert.All(judge, thread => Compare(thread.Value, ours.GetValueOrDefault(thread.Key) ?? []));
    }

    static void Compare(List<Call> judge, List<Call> ours)
    {
        // strace's own child runs a little before it becomes the program.
        var first = ours.FindIndex(c => c.Name == judge[0].Name && (c.Result is null || c.Result == judge[0].Result));
        Assert.True(first >= 0, $"{judge[0]} is missing");
        Assert.Equal(judge.Select(c => c.Name), ours.Skip(first).Select(c => c.Name));
        foreach (var (theirs, mine) in judge.Zip(ours.Skip(first)))
        {
            if (mine.Result is null || theirs.Result is null)
                continue;
            Assert.True(theirs.Error == mine.Error && (mine.Result < 0 || theirs.Result == mine.Result), $"strace: {theirs}\nours: {mine}");
            // A path or a text that strace shows whole is in our arguments.
            if (NamesPath(theirs.Name) && Text().Match(theirs.Arguments) is { Success: true } text && !text.Groups[1].Value.Contains('\\'))
                Assert.Contains(text.Groups[1].Value, mine.Arguments);
        }
    }

    static bool NamesPath(string call) => call is "openat" or "rename" or "link" or "symlink" or "unlink" or "mkdir" or "rmdir" or "chmod" or "chown"
        or "mount" or "umount2" or "newfstatat" or "execve" or "access" or "memfd_create";

    static Dictionary<int, List<Call>> TracedCalls(string[] lines)
    {
        var calls = new Dictionary<int, List<Call>>();
        var open = new Dictionary<int, string>();
        foreach (var line in lines)
        {
            if (Traced().Match(line) is not { Success: true } match)
                continue;
            var (tid, rest) = (int.Parse(match.Groups[1].Value), match.Groups[2].Value);
            if (rest.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                open[tid] = rest[..^16].TrimEnd();
                continue;
            }
            if (Resumed().Match(rest) is { Success: true } resumed && open.Remove(tid, out var begun))
                rest = begun + resumed.Groups[1].Value;
            // A call that does not return is no exit event; one that a signal breaks off returns all the same.
            if (Returned().Match(rest) is not { Success: true } call || call.Groups[3].Value == "?" && !rest.Contains("ERESTART"))
                continue;
            if (!calls.TryGetValue(tid, out var list))
                calls.Add(tid, list = []);
            list.Add(new Call(Renamed(call.Groups[1].Value), call.Groups[2].Value, Number(call.Groups[3].Value), call.Groups[4].Success ? call.Groups[4].Value : null));
        }
        // What a deadly signal broke off strace leaves unfinished.
        foreach (var (tid, cut) in open)
            if (calls.TryGetValue(tid, out var list) && !cut.StartsWith("exit", StringComparison.Ordinal))
                list.Add(new Call(Renamed(cut[..cut.IndexOf('(')]), cut, null, null));
        return calls;
    }

    static Dictionary<int, List<Call>> RecordedCalls(string capture, IEnumerable<int> tids)
    {
        var filter = $"evt.dir=< and ({string.Join(" or ", tids.Select(t => $"thread.tid={t}"))})";
        var (code, output, errors) = LiveMachine.Run(SysdigProgram.ExecutablePath, "-r", capture, "-v", "-p", "%thread.tid\t%evt.type\t%evt.args", filter);
        Assert.True(code == 0, errors);
        var calls = new Dictionary<int, List<Call>>();
        foreach (var line in output.Split('\n'))
        {
            var cells = line.Split('\t');
            if (cells.Length < 3)
                continue;
            var result = OurResult().Match(cells[2]);
            // strace shows a clone's return to the parent alone.
            if (cells[1].StartsWith("clone", StringComparison.Ordinal) && result.Groups[1].Value == "0")
                continue;
            if (!calls.TryGetValue(int.Parse(cells[0]), out var list))
                calls.Add(int.Parse(cells[0]), list = []);
            list.Add(new Call(cells[1], cells[2],
                !result.Success ? null : cells[1] == "brk" ? long.Parse(result.Groups[1].Value, NumberStyles.HexNumber) : long.Parse(result.Groups[1].Value),
                result.Groups[2].Success ? result.Groups[2].Value : null));
        }
        return calls;
    }

    static string Renamed(string call) => call switch
    {
        "pread64" => "pread",
        "pwrite64" => "pwrite",
        "prlimit64" => "prlimit",
        _ => call,
    };

    static long? Number(string text) => text.StartsWith("0x", StringComparison.Ordinal) ? long.Parse(text[2..], NumberStyles.HexNumber) : long.TryParse(text, out var number) ? number : null;

    [GeneratedRegex(@"^(\d+) +([^-+].*)$")]
    private static partial Regex Traced();

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>(.*)$")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^(\w+)\((.*)\) += (\S+)(?: (E\w+))?")]
    private static partial Regex Returned();

    [GeneratedRegex(@"^(?:res|fd|uid|euid|gid|egid)=(-?[0-9A-F]+)(?:\((E\w+)\))?")]
    private static partial Regex OurResult();

    [GeneratedRegex("\"([^\"]{2,})\"(?!\\.\\.\\.)")]
    private static partial Regex Text();
}
