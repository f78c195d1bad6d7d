using System.Globalization;
using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>One run of deeds.pl, watched by us and by strace at once: they must tell the same calls with the same results, thread by thread.</summary>
public sealed partial class StraceTests
{
    /// <summary>What is taken of a buffer where nothing is asked for.</summary>
    const int Snaplen = 80;

    sealed record Call(string Name, string Arguments, long? Result, string? Error, string File = "");

    [SkippableFact]
    public void Calls_results_arguments_buffers_and_both_ends_are_those_that_strace_tells()
    {
        LiveMachine.Need("strace", "perl");
        using var folder = new TemporaryFolder();
        var (capture, trace, place) = (folder.File("t.scap.zst"), folder.File("trace"), folder.File("place"));
        // On a busy machine some are lost; then they are done again.
        for (var time = 0; !Deeds.Record(capture, place, [], ["strace", "-f", "-yy", "-s", "200", "-o", trace, "perl"]); time++)
            Assert.True(time < 3, "events are lost each time");
        var judge = TracedCalls(File.ReadAllLines(trace));
        var ours = RecordedCalls(capture, judge.Keys);
        Assert.True(judge.Values.Sum(c => c.Count) > 500, "strace has told too little to compare");
        Assert.All(judge, thread => Compare(thread.Value, ours.GetValueOrDefault(thread.Key) ?? []));
        var pairs = judge.SelectMany(thread => Together(thread.Value, ours[thread.Key])).ToList();
        Assert.True(pairs.Count(p => CompareBuffer(p.Judge, p.Ours)) > 30, "few buffers could be compared");
        Assert.True(pairs.Count(p => CompareEnds(p.Judge, p.Ours)) > 10, "few connections could be compared");
        Assert.True(pairs.Count(p => CompareAddress(p.Judge, p.Ours)) > 10, "few addresses could be compared");
    }

    /// <summary>strace's own child runs a little before it becomes the program.</summary>
    static IEnumerable<(Call Judge, Call Ours)> Together(List<Call> judge, List<Call> ours) =>
        judge.Zip(ours.Skip(ours.FindIndex(c => c.Name == judge[0].Name && (c.Result is null || c.Result == judge[0].Result))));

    /// <summary>What was read or written, as far as it is taken; false where there is nothing to compare.</summary>
    static bool CompareBuffer(Call judge, Call ours)
    {
        if (judge.Name is not ("read" or "write" or "pread" or "pwrite" or "sendto" or "recvfrom") || judge.Result is not > 0 || Buffer().Match(judge.Arguments) is not { Success: true } buffer)
            return false;
        var bytes = Unescaped(buffer.Groups[1].Value);
        var taken = bytes[..(int)Math.Min(Math.Min(judge.Result.Value, Snaplen), bytes.Length)];
        Assert.Contains("data=" + string.Concat(taken.Select(c => c is >= ' ' and <= '~' ? c : '.')), ours.Arguments);
        return true;
    }

    /// <summary>Both ends of the connection that a call worked on; strace begins with its own, and we with the client's.</summary>
    static bool CompareEnds(Call judge, Call ours)
    {
        if (judge.Name is not ("read" or "write" or "sendto" or "recvfrom" or "shutdown" or "close") || Ends().Match(judge.Arguments) is not { Success: true } ends)
            return false;
        Assert.Equal(new[] { Plain(ends.Groups[1].Value), Plain(ends.Groups[2].Value) }.Order(), ours.File.Split("->").Order());
        return true;
    }

    /// <summary>The address that a call was given or gave, also where it failed.</summary>
    static bool CompareAddress(Call judge, Call ours)
    {
        if (judge.Name is not ("connect" or "bind" or "sendto" or "accept4" or "recvfrom"))
            return false;
        if (Address4().Match(judge.Arguments) is { Success: true } v4)
            Assert.Contains($"{v4.Groups[2].Value}:{v4.Groups[1].Value}", ours.File + ours.Arguments);
        else if (Address6().Match(judge.Arguments) is { Success: true } v6)
            Assert.Contains($"{Plain("[" + v6.Groups[2].Value + "]")}:{v6.Groups[1].Value}", ours.File + ours.Arguments);
        else if (Path().Match(judge.Arguments) is { Success: true } unix)
            Assert.Contains(unix.Groups[1].Value, ours.File + ours.Arguments);
        else
            return false;
        return true;
    }

    /// <summary>Without brackets, and what goes over IPv4 as that.</summary>
    static string Plain(string end) => end.Replace("[::ffff:", "").Replace("[", "").Replace("]", "");

    static string Unescaped(string text) => Escape().Replace(text, e => e.Groups[1].Value is var c && char.IsAsciiDigit(c[0]) ? ((char)Convert.ToInt32(c, 8)).ToString()
        : c switch { "n" => "\n", "t" => "\t", "r" => "\r", "v" => "\v", "f" => "\f", _ => c });

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
            list.Add(new Call(Renamed(call.Groups[1].Value), call.Groups[2].Value, Number(call.Groups[3].Value.Split('<')[0]), call.Groups[4].Success ? call.Groups[4].Value : null));
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
        var (code, output, errors) = LiveMachine.Run(SysdigProgram.ExecutablePath, "-r", capture, "-v", "-p", "*%thread.tid\t%evt.type\t%evt.args\t%fd.name", filter);
        Assert.True(code == 0, errors);
        var calls = new Dictionary<int, List<Call>>();
        foreach (var line in output.Split('\n'))
        {
            var cells = line.Split('\t');
            if (cells.Length < 4)
                continue;
            var result = OurResult().Match(cells[2]);
            // strace shows a clone's return to the parent alone.
            if (cells[1].StartsWith("clone", StringComparison.Ordinal) && result.Groups[1].Value == "0")
                continue;
            if (!calls.TryGetValue(int.Parse(cells[0]), out var list))
                calls.Add(int.Parse(cells[0]), list = []);
            list.Add(new Call(cells[1], cells[2],
                !result.Success ? null : cells[1] == "brk" ? long.Parse(result.Groups[1].Value, NumberStyles.HexNumber) : long.Parse(result.Groups[1].Value),
                result.Groups[2].Success ? result.Groups[2].Value : null, cells[3]));
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

    [GeneratedRegex("^\\d+<[^>]*(?:->[^>]*)*>, \"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Buffer();

    [GeneratedRegex(@"^\d+<(?:TCP|TCPv6|UDP|UDPv6):\[([^>]+)->([^>]+)\]>")]
    private static partial Regex Ends();

    [GeneratedRegex(@"sin_port=htons\((\d+)\), sin_addr=inet_addr\(""([^""]+)""\)")]
    private static partial Regex Address4();

    [GeneratedRegex(@"sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, ""([^""]+)""")]
    private static partial Regex Address6();

    [GeneratedRegex(@"sun_path=""([^""]+)""")]
    private static partial Regex Path();

    [GeneratedRegex(@"\\([0-7]{1,3}|.)")]
    private static partial Regex Escape();

    [GeneratedRegex("\"([^\"]{2,})\"(?!\\.\\.\\.)")]
    private static partial Regex Text();
}
