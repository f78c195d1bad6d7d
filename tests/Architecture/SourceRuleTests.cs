using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Architecture;

/// <summary>Rules that only the sources show.</summary>
public sealed partial class SourceRuleTests
{
    static IEnumerable<(string Path, string Text)> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(p => Path.GetRelativePath(Repository.Root, p).Replace('\\', '/'))
            .Where(p => !p.Contains("/obj/") && !p.Contains("/bin/"))
            .Select(p => (p, File.ReadAllText(Path.Combine(Repository.Root, p))));

    [Fact]
    public void Native_calls_and_unsafe_code_live_in_live_capture_and_the_hash_of_files_only() =>
        Assert.Empty(Sources().Where(s => !s.Path.StartsWith("src/Capture/Live/") && s.Path != "src/Capture/QuickSha256.cs" && NativeCall().IsMatch(s.Text)).Select(s => s.Path));

    [Fact]
    public void The_rule_sees_the_native_calls_there_are()
    {
        var lines = Sources().Where(s => s.Path.StartsWith("src/Capture/Live/")).SelectMany(s => s.Text.Split('\n')).Where(line => line.StartsWith("using ") && line.Contains("Tmds")).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches(NativeCall(), line));
    }

    [Fact]
    public void Nothing_outside_live_capture_reads_linux_only_places() =>
        Assert.Empty(Sources().Where(s => !s.Path.StartsWith("src/Capture/Live/") && LinuxOnly().IsMatch(s.Text)).Select(s => s.Path));

    [Fact]
    public void Files_stay_small_enough_to_have_one_subject()
    {
        var long_files = Sources().Where(s => !s.Path.EndsWith("EventCode.cs") && s.Text.Count(c => c == '\n') > 420).Select(s => s.Path);
        Assert.Empty(long_files);
    }

    [Fact]
    public void Nothing_is_left_marked_as_unfinished() =>
        Assert.Empty(Sources().Where(s => Unfinished().IsMatch(s.Text)).Select(s => s.Path));

    [GeneratedRegex(@"\b(DllImport|LibraryImport|unsafe)\b|Tmds\.(LibC|Linux)|Mono\.Unix")]
    private static partial Regex NativeCall();

    [GeneratedRegex(@"File\.\w+\(""/proc|""/proc/(self|\d)|File\.\w+\(""/sys/")]
    private static partial Regex LinuxOnly();

    [GeneratedRegex(@"TODO|FIXME|HACK|NotImplementedException")]
    private static partial Regex Unfinished();
}
