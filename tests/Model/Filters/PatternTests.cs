using System.Text;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.Text;

namespace CSysdig.Tests.Model.Filters;

public sealed class PatternTests
{
    [Theory]
    [InlineData("*s*", "bash", true)]
    [InlineData("*", "", true)]
    [InlineData("/etc/*.c*", "/etc/a/b.conf", true)]
    [InlineData("/usr/lib/*/lib?.so*", "/usr/lib/x86_64-linux-gnu/libc.so.6", true)]
    [InlineData("/usr/lib/*/lib?.so*", "/usr/lib/libc.so.6", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[^a]x", "bx", true)]
    [InlineData("[]x]", "]", true)]
    [InlineData("[[:digit:]-]*", "-7", true)]
    [InlineData("[[:digit:]]", "a", false)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "x", false)]
    [InlineData("[ab", "[ab", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("*a*b*c*", "xxaxxbxxc", true)]
    [InlineData("abc", "ABC", false)]
    [InlineData("a\\", "a", false)]
    public void Globs_match_as_fnmatch_does(string pattern, string text, bool matches) =>
        Assert.Equal(matches, new GlobPattern(Encoding.UTF8.GetBytes(pattern), ignoreCase: false).Matches(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("[")]
    [InlineData("[\\]")]
    [InlineData("[[:alpha:]")]
    [InlineData("[a-")]
    [InlineData("[:[:")]
    [InlineData("*a")]
    [InlineData("*[ab]")]
    [InlineData("?")]
    public void A_pattern_of_fifty_thousand_letters_is_read_and_asked_in_no_time(string part)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var pattern = new GlobPattern(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(part, 50_000 / part.Length)) + "b"), false);
        for (var i = 0; i < 20; i++)
            Assert.False(pattern.Matches(Encoding.ASCII.GetBytes(new string('a', 4000))));
        // A time that grew with the square of its length would be some seconds on an idle machine.
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 10);
    }

    [Fact]
    public void Globs_may_ignore_case() =>
        Assert.True(new GlobPattern("*.CONF"u8.ToArray(), ignoreCase: true).Matches("/etc/Resolv.conf"u8));

    [Fact]
    public void A_glob_with_many_stars_ends_in_time() =>
        Assert.False(new GlobPattern(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("*a", 40)) + "b"), false).Matches(Encoding.ASCII.GetBytes(new string('a', 4000))));

    [Theory]
    [InlineData("/etc", "/etc", true)]
    [InlineData("/etc", "/etc/passwd", true)]
    [InlineData("/etc", "/etcetera", false)]
    [InlineData("/etc/", "/etc//passwd", true)]
    [InlineData("/var/lib", "/var", false)]
    [InlineData("/", "/anything", true)]
    [InlineData("etc", "/etc/x", true)]
    [InlineData("/proc/*/maps", "/proc/12/maps", true)]
    [InlineData("/proc/*/maps", "/proc/12/task/maps", false)]
    [InlineData("/proc/*", "/proc/12/maps", true)]
    [InlineData("/proc/*", "/proc", false)]
    [InlineData("/v?r/l[io]b", "/var/lib/x", true)]
    [InlineData("/v?r/l[io]b", "/var/lab", false)]
    [InlineData("/*/b*", "/a/bc", true)]
    public void Path_prefixes_match_whole_names(string prefix, string path, bool matches) =>
        Assert.Equal(matches, new PathPrefixes([Encoding.UTF8.GetBytes(prefix)], globs: true).Match(Encoding.UTF8.GetBytes(path)));

    [Fact]
    public void Sysdig_0_29_has_no_globs_in_path_prefixes()
    {
        var prefixes = new PathPrefixes(["/a*"u8.ToArray()], globs: false);
        Assert.False(prefixes.Match("/ab/c"u8));
        Assert.True(prefixes.Match("/a*/c"u8));
    }

    [Fact]
    public void A_byte_that_is_no_utf8_is_matched_by_itself_alone()
    {
        var pattern = new RegexPattern([(byte)'a', 0xff]);
        Assert.True(pattern.Matches([(byte)'a', 0xff]));
        Assert.False(pattern.Matches([(byte)'a', 0xfe]));
        Assert.False(pattern.Matches("a\ufffd"u8));
        Assert.True(new RegexPattern("a.b"u8).Matches([(byte)'a', 0xff, (byte)'b']));
        Assert.True(new RegexPattern("a.b"u8).Matches([.. "a\u00e9b"u8]));
    }

    [Theory]
    [InlineData("(bash|sh)", "bash", true)]
    [InlineData("ba", "bash", false)]
    [InlineData("^(/bin/)?(sh|bash) .*", "/bin/sh -c x", true)]
    [InlineData("[[:alpha:]_]+[[:digit:]]", "ab_7", true)]
    [InlineData(@"\d+", "\u0663", false)]
    [InlineData("[[]x", "[x", true)]
    [InlineData("(?P<n>a)b", "ab", true)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData(".", "\u00e9", true)]
    public void Regular_expressions_match_the_whole_value(string pattern, string text, bool matches) =>
        Assert.Equal(matches, new RegexPattern(Encoding.UTF8.GetBytes(pattern)).Matches(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("bash", "SH", true)]
    [InlineData("bash", "SHX", false)]
    [InlineData("bash", "", true)]
    [InlineData("", "a", false)]
    [InlineData("sshSHELL", "shELL", true)]
    [InlineData("\u00c9t\u00c9", "\u00e9", false)]
    public void Case_is_ignored_for_ascii_letters_only(string text, string part, bool contains) =>
        Assert.Equal(contains, AsciiCase.Contains(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(part)));

    [Fact]
    public void A_set_of_texts_finds_each_and_nothing_else()
    {
        var texts = Enumerable.Range(0, 1000).Select(i => Encoding.ASCII.GetBytes("name" + i * 7)).ToArray();
        var set = new TextSet(texts);
        Assert.All(texts, text => Assert.True(set.Contains(text)));
        Assert.False(set.Contains("name1"u8));
        Assert.False(set.Contains(""u8));
    }
}
