using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Clocks;

/// <summary>Each time has the offset of its own date.</summary>
public sealed class LocalClockTests
{
    const ulong Second = 1_000_000_000;

    static LocalClock Clock(string zone) => new(TimeZoneInfo.FindSystemTimeZoneById(zone));

    static ulong Nanoseconds(string time) => (ulong)(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks * 100;

    static long Local(string time) => (DateTimeOffset.Parse(time + "Z", System.Globalization.CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;

    /// <summary>The last second before a change and the first behind it: both ways, in the north and in the south, by an hour and by half of one.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T00:59:59Z", 3600), InlineData("Europe/Berlin", "2026-03-29T01:00:00Z", 7200)]
    [InlineData("Europe/Berlin", "2026-10-25T00:59:59Z", 7200), InlineData("Europe/Berlin", "2026-10-25T01:00:00Z", 3600)]
    [InlineData("Australia/Adelaide", "2026-04-04T16:29:59Z", 37800), InlineData("Australia/Adelaide", "2026-04-04T16:30:00Z", 34200)]
    [InlineData("Australia/Lord_Howe", "2026-10-03T15:29:59Z", 37800), InlineData("Australia/Lord_Howe", "2026-10-03T15:30:00Z", 39600)]
    [InlineData("America/Sao_Paulo", "2018-11-04T02:59:59Z", -10800), InlineData("America/Sao_Paulo", "2018-11-04T03:00:00Z", -7200)]
    [InlineData("America/St_Johns", "2026-07-01T00:00:00Z", -9000), InlineData("America/St_Johns", "2026-01-01T00:00:00Z", -12600)]
    [InlineData("Asia/Kolkata", "2026-01-01T00:00:00Z", 19800), InlineData("Asia/Kolkata", "2026-07-01T00:00:00Z", 19800)]
    [InlineData("Europe/Moscow", "2014-10-25T21:59:59Z", 14400), InlineData("Europe/Moscow", "2014-10-25T22:00:00Z", 10800)]
    [InlineData("UTC", "2026-07-01T00:00:00Z", 0)]
    public void The_offset_is_that_of_the_date(string zone, string time, int offset)
    {
        var clock = Clock(zone);
        Assert.Equal(offset, clock.OffsetAt(Nanoseconds(time)));
        Assert.Equal(TimeSpan.FromSeconds(offset), clock.At(Nanoseconds(time)).Offset);
        Assert.Equal(Nanoseconds(time), (ulong)(clock.At(Nanoseconds(time)) - DateTimeOffset.UnixEpoch).Ticks * 100);
    }

    [Theory]
    [InlineData("2026-01-15T12:00:00", false, "2026-01-15T11:00:00Z")]
    [InlineData("2026-07-15T12:00:00", false, "2026-07-15T10:00:00Z")]
    // The clock goes from 2 to 3: what it skips is read by the offset before.
    [InlineData("2026-03-29T01:59:59", false, "2026-03-29T00:59:59Z")]
    [InlineData("2026-03-29T02:30:00", false, "2026-03-29T01:30:00Z")]
    [InlineData("2026-03-29T03:00:00", false, "2026-03-29T01:00:00Z")]
    // The clock goes from 3 to 2: an hour comes twice.
    [InlineData("2026-10-25T01:59:59", true, "2026-10-24T23:59:59Z")]
    [InlineData("2026-10-25T02:30:00", false, "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T02:30:00", true, "2026-10-25T01:30:00Z")]
    [InlineData("2026-10-25T03:00:00", false, "2026-10-25T02:00:00Z")]
    public void A_local_clock_is_read_by_the_offset_of_its_date(string local, bool again, string instant) =>
        Assert.Equal((long)(Nanoseconds(instant) / Second), Clock("Europe/Berlin").InstantOf(Local(local), again));

    [Fact]
    public void The_tools_clock_shifts_every_time_by_todays_offset()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var (summer, winter) = (new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal((7200, 7200), (LocalClock.AsTools(zone, summer).OffsetAt(Nanoseconds("2026-01-15T12:00:00Z")), LocalClock.AsTools(zone, summer).OffsetAt(Nanoseconds("2026-07-15T12:00:00Z"))));
        Assert.Equal(3600, LocalClock.AsTools(zone, winter).OffsetAt(Nanoseconds("2026-07-15T12:00:00Z")));
    }

    [Fact]
    public void No_time_is_too_early_or_too_late()
    {
        foreach (var zone in new[] { "Europe/Berlin", "America/Los_Angeles", "Pacific/Kiritimati" })
        {
            var clock = Clock(zone);
            Assert.InRange(clock.At(0).Year, 1969, 1970);
            Assert.InRange(clock.At(ulong.MaxValue).Year, 2554, 2554);
            clock.InstantOf(-1);
            clock.InstantOf(long.MaxValue / 2);
        }
    }

    /// <summary>What was asked last is remembered; many threads ask one clock.</summary>
    [Fact]
    public void Many_may_ask()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var clock = new LocalClock(zone);
        Together.Run(4, thread =>
        {
            var random = new Random(thread);
            for (var i = 0; i < 50_000; i++)
            {
                var second = random.NextInt64(1_700_000_000, 1_800_000_000);
                Assert.Equal((int)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(second)).TotalSeconds, clock.OffsetAt((ulong)second * Second + 999_999_999));
            }
        });
    }
}
