using CSysdig.Cli;

namespace CSysdig.Tests.Cli.Options;

/// <summary>How much a folder keeps, and which folder.</summary>
public sealed class KeepOptionTests
{
    const string Need = "--keep needs a time of 30 s or more (30m, 2h, 7d), a size on disk of 16M or more (500M, 20G), or both (7d,20G)";

    [Theory]
    [InlineData("30s", 30, long.MaxValue), InlineData("2h", 7200, long.MaxValue), InlineData("7d", 604_800, long.MaxValue)]
    [InlineData("16M", -1, 16L << 20), InlineData("20G", -1, 20L << 30)]
    [InlineData("7d,20G", 604_800, 20L << 30), InlineData("20G,7d", 604_800, 20L << 30), InlineData("30s,16M", 30, 16L << 20)]
    public void A_time_or_a_size_is_taken_or_both(string value, long seconds, long bytes)
    {
        var options = CSysdigOptions.Parse(["--keep", value, "kept", "proc.name=sshd"]);
        Assert.Equal((seconds < 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds), bytes), (options.Keep!.Value.Age, options.Keep.Value.Bytes));
        Assert.Equal(("kept", "proc.name=sshd", null), (options.KeepFolder, options.Filter, options.File));
    }

    [Theory]
    [InlineData("30s", 0, 30, 10), InlineData("1d", 0, 86_400, 10), InlineData("1d", 20, 86_400, 5), InlineData("1d", 3, 86_400, 1), InlineData("1d", 4, 86_400, 1), InlineData("1d", 8, 86_400, 2),
        InlineData("1d", 400, 86_400, 100), InlineData("1d", 404, 86_400, 100)]
    public void Segments_are_packed_harder_from_an_age_on_with_a_quarter_of_what_all_may_take(string value, int mostCpu, int seconds, int share)
    {
        string[] bound = mostCpu > 0 ? ["--max-cpu", $"{mostCpu}"] : [];
        var keep = SysdigOptions.Parse(["--compact", value, "-w", "kept", .. bound, "--keep", "20G"]).Writing.Keep!.Value;
        Assert.Equal((TimeSpan.FromSeconds(seconds), share), (keep.CompactAge, keep.CompactShare));
    }

    [Theory]
    [InlineData("--compact needs a time of 30 s or more (10m, 2h, 1d)", "--keep 2h -w kept --compact 29s")]
    [InlineData("--compact needs a time of 30 s or more (10m, 2h, 1d)", "--keep 2h -w kept --compact 1G")]
    [InlineData("--compact packs harder what --keep keeps: --keep HOW-MUCH -w FOLDER", "-w kept --compact 1h")]
    [InlineData("--compact 2h would pack nothing: what is older than --keep 2h goes away", "--keep 2h -w kept --compact 2h")]
    public void What_can_not_be_packed_harder_is_refused(string message, string line) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => SysdigOptions.Parse(line.Split(' '))).Message);

    [Fact]
    public void A_second_less_than_is_kept_is_packed() => Assert.Equal(TimeSpan.FromSeconds(7199), SysdigOptions.Parse("--keep 2h -w kept --compact 7199s".Split(' ')).Writing.Keep!.Value.CompactAge);

    [Theory]
    [InlineData("29s"), InlineData("15M"), InlineData("0"), InlineData("100"), InlineData("2w"), InlineData("h"), InlineData("")]
    [InlineData("29s,16M"), InlineData("30s,15M"), InlineData("2h,3h"), InlineData("16M,17M"), InlineData("2h,"), InlineData("2h,16M,3h")]
    public void Too_little_or_something_else_is_refused_in_one_line(string value) =>
        Assert.StartsWith(Need, Assert.Throws<UsageException>(() => CSysdigOptions.Parse(["--keep=" + value, "kept"])).Message);

    [Theory]
    [InlineData("--keep needs a folder too: csysdig --keep 2h FOLDER", "--keep", "2h")]
    [InlineData("--keep keeps what this machine does, and -r names a capture: give one of them", "--keep", "2h", "-r", "a.scap", "kept")]
    [InlineData("--upload is an option of sysdig; sysdig --help tells of it", "--keep", "2h", "--upload", "s3://captures/web1/", "kept")]
    [InlineData("--compact is an option of sysdig; sysdig --help tells of it", "--keep", "2h", "--compact=1h", "kept")]
    [InlineData("--pin waits for what this machine does; of a capture :pin FILE on a finding writes the stretch around it", "--pin", "pins", "-r", "a.scap")]
    public void What_does_not_fit_together_says_so(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => CSysdigOptions.Parse(arguments)).Message);
}
