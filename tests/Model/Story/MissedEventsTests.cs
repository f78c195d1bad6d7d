using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Sessions;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.Model.Story.SessionListTests;

namespace CSysdig.Tests.Model.Story;

/// <summary>A window that moves on faster than its story is read: sessions are what they have become meanwhile.</summary>
public sealed class MissedEventsTests
{
    [Fact]
    public void Who_was_born_unseen_belongs_to_the_session_of_his_parent()
    {
        var row = Assert.Single(Sessions(Shell(), unseen => unseen.Clone(102, 103, "bash").Clone(103, 105, "bash"), behind => Exec(behind, 105, "gcc")));
        Assert.Equal((true, false, "gcc", 4), (row.IsOpen, row.IsOlder, Text(row.Now), row.Running));
    }

    [Fact]
    public void Who_was_born_unseen_and_has_lost_his_parent_belongs_to_the_session_of_his_leader()
    {
        var row = Assert.Single(Sessions(Shell(), unseen => Exec(unseen.Clone(102, 103, "bash"), 103, "bot"), behind => Write(behind, 103, 1, "y")));
        Assert.Equal(("bot", 1L, 3), (Text(row.Now), row.Commands, row.Running));
    }

    [Fact]
    public void Who_became_another_program_unseen_is_that_command()
    {
        var row = Assert.Single(Sessions(Shell(), unseen => Exec(unseen, 104, "vi", "x"), behind => Write(behind, 104, 1, "y")));
        Assert.Equal(("vi x", 1L, 2L, 2), (Text(row.Now), row.Commands, row.Processes, row.Running));
    }

    [Fact]
    public void A_session_that_ended_unseen_has_ended_whoever_has_its_ids_now()
    {
        ulong ended = 0;
        var row = Assert.Single(Sessions(Shell(), unseen =>
        {
            Exit(unseen, 104, 0);
            Exit(unseen, 102, 0);
            Exit(unseen, 101, 0);
            unseen.Clone(1, 101, "init").Clone(1, 102, "init");
            ended = unseen.Time;
        }, behind => Write(behind, 102, 1, "y")));
        Assert.False(row.IsOpen);
        Assert.True(row.End >= ended);
        Assert.Equal((null, 0, 0L), (row.Outcome, row.Running, row.Failed));
    }

    [Fact]
    public void A_login_that_came_unseen_is_a_session_that_was_there_before()
    {
        var none = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, "sshd")).Clone(1, 7, "cron");
        var row = Assert.Single(Sessions(none, unseen => LogIn(unseen), behind => Exec(behind, 104, "id")));
        Assert.Equal((true, true, "id"), (row.IsOpen, row.IsOlder, Text(row.Now)));
    }

    /// <summary>A thread that follows a capture of which it sees what there is room for, as fast as that goes by.</summary>
    [Fact]
    public void Nobody_else_has_a_session_however_little_of_the_capture_is_kept()
    {
        using var folder = new TemporaryFolder();
        using var history = CaptureHistory.Open(Repository.Repeated(folder, 4), new HistoryOptions { Window = 1 });
        using var story = Told(history);
        Assert.True(history.First > 0);
        Assert.Equal(["198.51.100.31", "203.0.113.66"], story.Sessions.Rows.Select(row => Text(row.From)).Distinct().Order());
    }

    /// <summary>The sessions as somebody tells them who has not seen some of the events.</summary>
    static IReadOnlyList<SessionRow> Sessions(ScapBuilder capture, Action<ScapBuilder> unseen, Action<ScapBuilder> behind)
    {
        var seen = RowsOf(capture);
        unseen(capture);
        var next = RowsOf(capture);
        behind(capture);
        using var history = CaptureHistory.Open(capture.ToStream());
        history.Completion.Wait();
        var (watch, cursor) = (new StoryWatch(keepsNewest: true), history.CreateCursor());
        watch.Begin(history.State);
        Follow(0, seen);
        watch.GoOn(history.State, history.NumberAt(next), history.TimestampAt(next));
        Follow(next, history.End);
        return watch.Sessions().Rows;

        void Follow(long from, long until)
        {
            for (var row = from; row < until; row++)
                if (cursor.Load(row))
                    watch.Add(cursor.Event, history.TimestampAt(row));
        }
    }

    static long RowsOf(ScapBuilder capture)
    {
        using var history = CaptureHistory.Open(capture.ToStream());
        history.Completion.Wait();
        return history.End;
    }
}
