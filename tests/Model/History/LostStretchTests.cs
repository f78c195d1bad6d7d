using CSysdig.Capture.Events;
using CSysdig.Model.History;
using CSysdig.Model.History.Cache;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.History;

/// <summary>When events were lost is known as the capture tells it, also from the cache, and however often it was.</summary>
public sealed class LostStretchTests
{
    const ulong Start = 1_700_000_000_000_000_000, Microsecond = 1000;

    static ScapBuilder Capture() => new ScapBuilder().Processes(Calls.Process(10, "shell")).Look(10).Look(10);

    static LostStretch[] Of(ScapBuilder capture) => Load(capture, history => history.Lost.All);

    static T Load<T>(ScapBuilder capture, Func<CaptureHistory, T> ask)
    {
        using var history = CaptureHistory.Open(capture.ToStream());
        history.Completion.Wait();
        return ask(history);
    }

    static ulong At(int row) => Start + (ulong)row * Microsecond;

    [Fact]
    public void A_full_buffer_lost_what_was_before_the_event_that_says_so() =>
        Assert.Equal([new(At(1), At(3), 1234)], Of(Lose(Capture(), "1234 events were lost here; in all 1234").Look(10)));

    [Fact]
    public void What_is_dropped_on_purpose_is_missing_from_the_first_event_to_the_second() =>
        Assert.Equal([new(At(1), At(3), 0)], Of(Capture().Event(EventCode.DropE, 10, U32(2)).Event(EventCode.DropX, 10, U32(2)).Look(10)));

    [Fact]
    public void The_end_of_a_stretch_whose_beginning_is_missing_is_one() =>
        Assert.Equal([new(At(1), At(2), 0)], Of(Capture().Event(EventCode.DropX, 10, U32(2)).Look(10)));

    [Theory]
    [InlineData("given up", "9 events were lost here")]
    [InlineData("lost", "nobody knows")]
    [InlineData("lost", "-7 events")]
    public void Other_notifications_tell_of_no_loss(string id, string text) =>
        Assert.Empty(Of(Capture().Event(EventCode.NotificationE, 10, Text(id), Text(text))));

    [Fact]
    public void Any_number_that_is_claimed_is_counted()
    {
        var capture = Lose(Lose(Capture(), $"{long.MaxValue} events"), $"{long.MaxValue} events");
        Assert.Equal(long.MaxValue, Load(capture, history => history.Lost.Events));
    }

    [Theory]
    [InlineData(LostStretches.Most, LostStretches.Most)]
    [InlineData(LostStretches.Most + 1, 1 + LostStretches.Most / 8)]
    public void Of_more_than_are_kept_those_that_are_near_to_each_other_become_one(int count, int left)
    {
        var lost = new LostStretches();
        // Eight each lie nearer together.
        for (var i = 0; i < count; i++)
            lost.Add(new LostStretch(At(i * 10 + i / 8 * 90), At(i * 10 + i / 8 * 90 + 1), 1));
        Assert.Equal(left, lost.All.Length);
        Assert.Equal((At(0), count, count), (lost.All[0].From, lost.Events, lost.All.Sum(s => s.Events)));
        Assert.Equal(lost.All.OrderBy(s => s.From), lost.All);
    }

    [Fact]
    public async Task It_is_known_from_the_cache_too()
    {
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        var lossy = Lose(Capture(), "5 events were lost here");
        while (lossy.Length < CacheKey.SmallestFile)
            lossy.Look(10);
        await File.WriteAllBytesAsync(capture, lossy.ToArray());
        var options = new HistoryOptions { CacheFolder = folder.File("cache"), CacheFrom = TimeSpan.Zero };
        using (var first = CaptureHistory.Open(capture, options))
            await first.Caching;
        using var second = CaptureHistory.Open(capture, options);
        Assert.True(second.IsFromCache);
        Assert.Equal([new(At(1), At(3), 5)], second.Lost.All);
        Assert.Equal(5, second.Lost.Events);
    }

    static ScapBuilder Lose(ScapBuilder capture, string text) =>
        capture.Event(EventCode.DropE, 0, U32(1)).Event(EventCode.NotificationE, 0, Text("lost"), Text(text));
}
