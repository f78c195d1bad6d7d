using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Filters;

/// <summary>Times of events in filters, asked of the honeypot: 07:21:44 to 07:22:31 UTC of 2026-11-24.</summary>
public sealed class TimeFilterTests
{
    [Theory]
    [InlineData("evt.rawtime >= 2026-11-24T07:22:00Z")]
    [InlineData("evt.rawtime >= 2026-11-24T09:22:00+02:00")]
    [InlineData("evt.rawtime >= 2026-11-24T02:52:00-0430")]
    [InlineData("evt.rawtime.s >= 2026-11-24T07:22:00Z")]
    [InlineData("evt.time >= '2026-11-24 07:22:00Z'")]
    [InlineData("evt.datetime >= 2026-11-24T07:22:00.000Z")]
    [InlineData("evt.time.iso8601 >= 2026-11-24T08:22:00+01")]
    [InlineData("evt.time.iso8601 >= 2026-11-24T07:22:00")]
    [InlineData("evt.rawtime >= 1795504920000000000")]
    public void A_moment_is_the_same_however_it_is_written(string filter) => Assert.Equal(Count("evt.rawtime.s >= 1795504920"), Count(filter));

    [Fact]
    public void A_clock_without_a_date_is_that_of_the_local_day()
    {
        var clock = CSysdig.Model.Text.LocalClock.Current.At(1795504920000000000).ToString("HH:mm:ss");
        Assert.Equal(Count("evt.rawtime.s >= 1795504920"), Count($"evt.rawtime >= {clock}"));
        Assert.Equal(Count($"evt.time >= {clock}"), Count($"evt.rawtime >= {clock}.000000000"));
    }

    [Fact]
    public void Events_around_a_moment_lie_within_the_milliseconds_to_both_sides()
    {
        var around = Count("evt.around[1795504920000000000] = 250");
        Assert.Equal(Count("evt.rawtime >= 1795504919750000000 and evt.rawtime <= 1795504920250000000"), around);
        Assert.Equal(around, Count("evt.around[2026-11-24T07:22:00Z] = 250"));
        Assert.InRange(around, 1, 20000);
    }

    [Theory]
    [InlineData("evt.rawtime >= 25:00:00", 15)]
    [InlineData("evt.rawtime.s < 2026-13-01T00:00:00Z", 16)]
    [InlineData("evt.num > 0 and evt.rawtime = 07:22:61", 30)]
    [InlineData("evt.around[yesterday] = 5", 0)]
    public void What_looks_like_a_time_and_is_none_is_refused_where_it_stands(string filter, int column) =>
        Assert.Equal(column, Assert.Throws<FilterException>(() => Filter.Parse(filter)).Column);

    static int Count(string filter)
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        stream.Filter = Filter.Parse(filter, stream.State).Test;
        var count = 0;
        while (stream.Next())
            count++;
        return count;
    }
}
