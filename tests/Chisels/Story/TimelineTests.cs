using System.Text.Json;
using CSysdig.Chisels;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels.Story;

public sealed class TimelineTests
{
    [Fact]
    public void The_flood_is_the_peak_and_its_process_is_named()
    {
        var lines = StoryRun.OnHoneypot("timeline", width: 80).TrimEnd('\n').Split('\n');
        Assert.StartsWith("proc.name       a column: 1s", lines[0]);
        Assert.EndsWith("148,664 23,006", lines[1]);
        Assert.StartsWith("sshd ", lines[2]);
        Assert.StartsWith("/usr/local/apac", lines[3]);
        Assert.Equal("Most at 07:22:13: 23,006 events in 1s, 22,299 of them /usr/local/apac", lines[^1]);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(133)]
    public void No_line_is_wider_than_it_may_be(int width) =>
        Assert.All(StoryRun.OnHoneypot("timeline", false, width, "fd.name").Split('\n').SkipLast(2), line => Assert.InRange(line.Length, 0, width));

    [Fact]
    public void Rows_and_the_rest_add_up_to_all_events()
    {
        using var json = JsonDocument.Parse(StoryRun.OnHoneypot("timeline", true, 80, "evt.type", "1s", "3"));
        var root = json.RootElement;
        Assert.Equal(1_000_000_000, root.GetProperty("bucket").GetInt64());
        Assert.Equal(3, root.GetProperty("rows").GetArrayLength());
        var parts = root.GetProperty("rows").EnumerateArray().Sum(r => r.GetProperty("counts").EnumerateArray().Sum(c => c.GetInt64()))
            + root.GetProperty("others").EnumerateArray().Sum(c => c.GetInt64()) + root.GetProperty("without_value").EnumerateArray().Sum(c => c.GetInt64());
        Assert.Equal(148_664, root.GetProperty("total").EnumerateArray().Sum(c => c.GetInt64()));
        Assert.Equal(148_664, parts);
    }

    [Fact]
    public void A_capture_of_days_is_counted_in_wider_buckets_and_loses_nothing()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(7, "sleeper"));
        for (var hour = 0; hour < 100; hour++)
        {
            capture.Look(7);
            capture.Time += 3_600_000_000_000;
        }
        var text = StoryRun.On(capture, "timeline", width: 80);
        Assert.Contains("a column: 2h", text);
        Assert.Contains("sleeper", text);
        Assert.EndsWith(" 100      0", text.Split('\n')[1]);
    }

    [Fact]
    public void A_time_that_jumps_by_years_does_not_widen_the_chart()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(7, "p")).Look(7).Look(7);
        capture.Time += 5_000_000_000_000_000_000;
        Assert.Contains("1ms events", StoryRun.On(capture.Look(7), "timeline", width: 80));
    }

    [Theory]
    [InlineData("proc.name", "never")]
    [InlineData("proc.name", "0s")]
    [InlineData("proc.name", "1s", "0")]
    public void A_wrong_argument_is_refused(params string[] arguments) =>
        Assert.Throws<ChiselException>(() => StoryRun.OnHoneypot("timeline", false, 80, arguments));
}
