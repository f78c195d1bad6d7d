using CSysdig.Cli.Writing;

namespace CSysdig.Tests.Cli.Writing;

public sealed class RotatingNamesTests
{
    static string[] Names(int count, string file, Action<WritingOptions> set)
    {
        var options = new WritingOptions { File = file };
        set(options);
        var names = new RotatingNames(options);
        return [.. Enumerable.Range(0, count).Select(i => names.Next(1_700_000_000 + i * 10))];
    }

    [Fact]
    public void One_file_has_its_own_name() => Assert.Equal(["a.scap"], Names(1, "a.scap", o => o.TakeFiles("3")));

    [Fact]
    public void Files_are_numbered_by_events() => Assert.Equal(["a.scap0", "a.scap1"], Names(2, "a.scap", o => o.TakeEvents("100")));

    [Fact]
    public void Numbers_begin_again_when_there_are_enough_files() =>
        Assert.Equal(["a0", "a1", "a0"], Names(3, "a", o =>
        {
            o.TakeSeconds("10");
            o.TakeFiles("2");
        }));

    [Fact]
    public void Numbers_of_files_by_size_are_as_wide_as_the_largest() =>
        Assert.Equal(["a00", "a01"], Names(2, "a", o =>
        {
            o.TakeFileSize("1");
            o.TakeFiles("12");
        }));

    [Fact]
    public void Times_stand_in_names_by_seconds()
    {
        var expected = Enumerable.Range(0, 2).Select(i => $"a-{DateTimeOffset.FromUnixTimeSeconds(1_700_000_000 + i * 10).ToLocalTime():HHmmss}.scap");
        Assert.Equal(expected, Names(2, "a-%H%M%S.scap", o => o.TakeSeconds("10")));
    }

    [Fact]
    public void Size_and_seconds_together_number_twice() =>
        Assert.Equal(["a00", "a11"], Names(2, "a", o =>
        {
            o.TakeFileSize("1");
            o.TakeSeconds("10");
        }));

    [Fact]
    public void The_oldest_file_with_a_time_in_its_name_goes()
    {
        var options = new WritingOptions { File = "a-%s" };
        options.TakeSeconds("10");
        options.TakeFiles("2");
        var names = new RotatingNames(options);
        Assert.Equal([null, null, "a-1", "a-2"], new[] { "a-1", "a-2", "a-3", "a-4" }.Select(names.Retire));
    }

    [Theory]
    [InlineData("%Y-%m-%d", "2023-11-14")]
    [InlineData("%F %T %j %y %C", "2023-11-14 22:13:20 318 23 20")]
    [InlineData("%a %A %b %B %e", "Tue Tuesday Nov November 14")]
    [InlineData("%I %p %l %k %M", "10 PM 10 22 13")]
    [InlineData("%U %W %V %G %u %w", "46 46 46 2023 2 2")]
    [InlineData("%s %% %Q %", "1700000000 % %Q %")]
    public void Conversions_are_those_of_strftime(string format, string expected)
    {
        // The table is that of UTC; elsewhere the seconds are moved by the zone's offset.
        var offset = (long)TimeZoneInfo.Local.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)).TotalSeconds;
        Assert.Equal(expected.Replace("1700000000", $"{1_700_000_000 - offset}"), TimeFormat.Expand(format, 1_700_000_000 - offset));
    }
}
