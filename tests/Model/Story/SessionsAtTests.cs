using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Sessions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Story;

/// <summary>Sessions as they were at a moment: those that had begun, and of each what held then.</summary>
public sealed class SessionsAtTests
{
    [Theory]
    [InlineData(0.1), InlineData(0.35), InlineData(0.38), InlineData(0.4), InlineData(0.41), InlineData(0.42), InlineData(0.45), InlineData(0.5), InlineData(0.55), InlineData(0.65), InlineData(0.8), InlineData(0.95), InlineData(1)]
    public async Task They_are_as_a_capture_that_ends_then_tells_them(double share)
    {
        var history = Honeypot.History;
        var row = (long)(share * (history.Count - 1));
        var time = history.TimestampAt(row);
        var watch = new StoryWatch(keepsNewest: true);
        watch.Begin(history.State);
        var cursor = history.CreateCursor();
        for (var i = 0L; i < history.RowAfter(time); i++)
            if (cursor.Load(i) && StoryWatch.Cares(cursor.Event.Code))
                watch.Add(cursor.Event, history.TimestampAt(i));
        using var story = SessionListTests.Told(history);

        var (then, told) = (watch.Sessions(), await story.SessionsAt(time));

        // A login that fails is one from when it was tried; until the server gives up it is not known.
        Assert.InRange(told.Failed, then.Failed, story.Sessions.Failed);
        Assert.Equal(string.Join('\n', then.Rows.Select(Facts)), string.Join('\n', told.Rows.Select(Facts)));
        // Sums are told only where nothing has changed them.
        Assert.All(told.Rows.Zip(then.Rows), both =>
        {
            Assert.True(both.First.Processes == both.Second.Processes || both.First.Processes == SessionRow.Unknown);
            Assert.True(both.First.BytesIn == both.Second.BytesIn || both.First.BytesIn == SessionRow.Unknown);
            Assert.True(both.First.BytesOut == both.Second.BytesOut || both.First.BytesOut == SessionRow.Unknown);
        });
    }

    [Fact]
    public async Task What_has_not_been_read_is_waited_for()
    {
        using var gate = new GatedStream(File.OpenRead(Repository.Sample("honeypot.scap.gz")), 1 << 20);
        using var history = CaptureHistory.Open(gate);
        using var story = StoryRun.Start(history);
        var asked = story.SessionsAt(ulong.MaxValue);
        Assert.True(SpinWait.SpinUntil(() => history.Count > 0, 10_000));
        Assert.False(asked.IsCompleted);
        gate.Open();
        Assert.Equal(2, (await asked).Rows.Count);
    }

    static string Facts(SessionRow row) => $"{row.Number} {SessionListTests.Text(row.User)} {row.Start} {row.End} {row.Outcome} failed {row.Failed} run {row.Running}, {row.Commands} commands, active {row.Active}: "
        + $"{SessionListTests.Text(row.Now)}{(row.IsBehind ? " &" : "")}, {row.Findings} findings";
}
