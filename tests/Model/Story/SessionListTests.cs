using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Sessions;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Story;

/// <summary>What is told of sessions while they go on and when they have ended.</summary>
public sealed class SessionListTests
{
    const uint Tty = 136 << 8 | 3;
    const string Caller = "203.0.113.66:40707", Server = "198.51.100.20:22";

    [Fact]
    public void The_honeypots_two_sessions_each_with_what_is_its_own()
    {
        using var story = Told(Honeypot.History);
        var (alice, root) = (story.Sessions.Rows[0], story.Sessions.Rows[1]);
        Assert.Equal(2, story.Sessions.Rows.Count);
        Assert.Equal(("alice", "198.51.100.31", "sshd", "pts/1", 0L, 0, 22L), (Text(alice.User), Text(alice.From), Text(alice.By), alice.Tty, alice.Failed, alice.Findings, alice.Commands));
        Assert.Equal(("root", "203.0.113.66", "sshd", "pts/3", 5L, 24, 133L), (Text(root.User), Text(root.From), Text(root.By), root.Tty, root.Failed, root.Findings, root.Commands));
        Assert.Equal((CommandEnd.Exited, 0), root.Outcome);
        Assert.False(root.IsOpen);
        Assert.Equal(0, root.Running);
        // Both floods and the downloads; alice's programs spoke to nobody.
        Assert.True(root.BytesOut > 24_000_000 && root.BytesIn > 200_000);
        Assert.Equal((0L, 0L), (alice.BytesIn, alice.BytesOut));
        Assert.Contains(32603L, root.Pids.ToArray());
        Assert.DoesNotContain(32603L, alice.Pids.ToArray());
    }

    [Fact]
    public void An_open_session_tells_what_runs_in_the_foreground()
    {
        var capture = Shell().Clone(102, 103, "bash");
        Exec(capture, 103, "sleep", "60");
        var row = Only(capture);
        Assert.True(row.IsOpen);
        Assert.Equal(("sleep 60", false, 3, 3L), (Text(row.Now), row.IsBehind, row.Running, row.Processes));
    }

    [Fact]
    public void A_command_is_in_the_background_when_its_shell_asks_for_others()
    {
        var capture = Shell().Clone(102, 103, "bash");
        Exec(capture, 103, "sleep", "60");
        Write(capture, 102, 2, "# ");
        Assert.True(Only(capture).IsBehind);
    }

    [Fact]
    public void What_has_ended_runs_no_more_and_leaves_what_it_left()
    {
        var capture = Shell().Clone(102, 103, "bash");
        Exec(capture, 103, "bot");
        Exit(capture, 102, 3);
        Exit(capture, 101, 0);
        var row = Only(capture);
        Assert.False(row.IsOpen);
        Assert.Equal((CommandEnd.Exited, 3), row.Outcome);
        Assert.Equal(("bot", 2), (Text(row.Now), row.Running));
    }

    [Fact]
    public void It_is_idle_since_somebody_typed_and_not_since_a_program_showed_something()
    {
        var capture = Shell();
        var typed = capture.Time += 1_000;
        capture.Event(EventCode.SyscallReadE, 102, I64(0), U32(1)).Event(EventCode.SyscallReadX, 102, I64(1), Calls.Bytes("x"));
        capture.Time += 1_000_000;
        Write(capture, 102, 2, "x");
        Assert.InRange(Only(capture).Active, typed, typed + 10_000);
    }

    [Fact]
    public void Only_failures_from_its_own_address_before_it_count()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, "sshd"));
        Fails(capture, 90, Caller);
        Fails(capture, 91, "203.0.113.67:5");
        Fails(capture, 92, Caller);
        LogIn(capture);
        Fails(capture, 93, Caller);
        Assert.Equal(2, Only(capture).Failed);
    }

    [Fact]
    public void Su_outside_of_a_session_begins_one_that_tells_by_what()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(50, "su")).Clone(50, 51, "su");
        capture.Execve(51, "/bin/sh", "sh", "-c\0x");
        var row = Only(capture);
        Assert.Equal((SessionKind.Switch, "su", ""), (row.Kind, Text(row.By), Text(row.From)));
    }

    [Fact]
    public void Bytes_over_the_network_are_counted_both_ways()
    {
        var capture = Shell().TcpSocket(102, 5).Connect(102, 5, "198.51.100.20:5000", "203.0.113.9:80");
        capture.Sendto(102, 5, "198.51.100.20:5000", "203.0.113.9:80").Recvfrom(102, 5, "203.0.113.9:80", "198.51.100.20:5000");
        var row = Only(capture);
        Assert.Equal((3L, 3L), (row.BytesOut, row.BytesIn));
    }

    [Theory]
    [InlineData(TerminalLog.Most, 0)]
    [InlineData(TerminalLog.Most + 1, 1)]
    public void A_terminal_has_room_for_so_much(int moves, int left)
    {
        var log = new TerminalLog();
        for (var i = 0; i < moves; i++)
            log.Add(new TerminalMove(i + 1, 1, false), kept: null);
        Assert.Equal((TerminalLog.Most, (long)left), (log.Count, log.LeftOut));
    }

    [Theory]
    [InlineData(2_000, true, 0, 1)]
    [InlineData(2_001, true, 1, 2)]
    [InlineData(2_001, false, 1, 1)]
    public void Sessions_that_have_ended_give_way_to_new_ones_and_open_ones_do_not(int sessions, bool haveEnded, long left, long first)
    {
        var table = new SessionTable { KeepsNewest = true };
        for (var i = 1; i <= sessions; i++)
            table.Begin(new Session(SessionKind.Terminal, 1, i) { End = haveEnded ? 2u : 0 });
        Assert.Equal((2_000, left, first), (table.Sessions.Count, table.SessionsLeftOut, table.Sessions[0].Number));
    }

    [Theory]
    [InlineData(10_000, 10_000)]
    [InlineData(10_001, 7_501)]
    public void Failures_give_way_to_new_ones_a_quarter_at_a_time(int failures, int kept)
    {
        var table = new SessionTable { KeepsNewest = true };
        for (var i = 0; i < failures; i++)
            table.Add(new FailedLogin(1, [1, 2, 3, 4], 5, [], 1));
        Assert.Equal((kept, (long)failures), (table.Failures.Count, table.Failed));
    }

    [Fact]
    public void On_a_window_that_has_moved_on_sessions_are_those_that_go_on_and_not_one_for_each_command()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"), new HistoryOptions { Window = 66_000 });
        using (Told(history)) { }
        Assert.True(history.First > 0);
        using var story = Told(history);
        Assert.Equal(["198.51.100.31", "203.0.113.66"], story.Sessions.Rows.Select(row => Text(row.From)).Order());
        Assert.All(story.Sessions.Rows, row => Assert.True(row is { IsOlder: true, IsOpen: false }));
    }

    [Fact]
    public void What_was_handed_out_stays_as_it_was()
    {
        var list = new GrowingList<int>();
        list.Add(1);
        var before = list.SoFar;
        for (var i = 2; i < 100; i++)
            list.Add(i);
        Assert.Equal([1], before.ToArray());
        Assert.Equal(Enumerable.Range(1, 99), list.SoFar.ToArray());
    }

    /// <summary>The story of all of a capture.</summary>
    internal static StoryRun Told(CaptureHistory history)
    {
        var story = StoryRun.Start(history);
        story.Completion.Wait();
        return story;
    }

    internal static SessionRow Only(ScapBuilder capture)
    {
        using var history = CaptureHistory.Open(capture.ToStream());
        using var story = Told(history);
        return Assert.Single(story.Sessions.Rows);
    }

    /// <summary>Somebody has logged in: 100 is the server, 101 serves the connection, 102 is the shell.</summary>
    internal static ScapBuilder Shell() => LogIn(new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, "sshd")));

    internal static ScapBuilder LogIn(ScapBuilder capture)
    {
        capture.Accept(100, 4, Caller, Server).Clone(100, 101, "sshd").Clone(101, 102, "sshd")
            .Event(EventCode.SyscallSetsidE, 102).Event(EventCode.SyscallSetsidX, 102, I64(102));
        Exec(capture, 102, "-bash");
        return capture.Clone(102, 104, "bash");
    }

    internal static void Exec(ScapBuilder b, long tid, string exe, string args = "") => b.Event(EventCode.SyscallExecve_19E, tid, ScapBuilder.Text("/bin/" + exe))
        .Event(EventCode.SyscallExecve_19X, tid, I64(0), ScapBuilder.Text(exe), ScapBuilder.Text(args), I64(tid), I64(tid), I64(1), ScapBuilder.Text(""), U64(1024),
            U64(0), U64(0), U32(100), U32(50), U32(0), ScapBuilder.Text(exe.TrimStart('-')), ScapBuilder.Text(""), ScapBuilder.Text("A=1"), U32(Tty), I64(tid), U32(0), U32(0));

    internal static void Write(ScapBuilder b, long tid, long fd, string data) => b.Event(EventCode.SyscallWriteE, tid, I64(fd), U32((uint)data.Length))
        .Event(EventCode.SyscallWriteX, tid, I64(data.Length), Calls.Bytes(data));

    internal static void Exit(ScapBuilder b, long tid, long code) => b.Event(EventCode.Procexit_1E, tid, I64(code << 8), I64(code), U8(0), U8(0));

    static void Fails(ScapBuilder b, long child, string from)
    {
        b.Accept(100, 4, from, Server).Clone(100, child, "sshd");
        Exit(b, child, 255);
    }

    internal static string Text(byte[] text) => Encoding.UTF8.GetString(text);
}
