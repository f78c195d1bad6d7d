using CSysdig.Capture.Events;
using CSysdig.Model.State;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Story.Sessions;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>A story without an end: told when it happens, once, and in memory that does not grow.</summary>
public sealed class LiveStoryTests
{
    const ulong Second = 1_000_000_000, Hour = 3_600 * Second;
    const string Address = "203.0.113.66";

    [Fact]
    public void A_finding_is_told_with_the_event_that_makes_it_and_what_led_to_it_with_it()
    {
        var capture = Server();
        LogsIn(capture, 101, Address);
        Removes(capture, 102, "/var/log/messages");
        var told = LiveStory.Of(capture, "story");
        Assert.Equal([0, LiveStory.End], told.Select(t => t.Number));
        Assert.Contains("no finding", told[^1].Text);

        Removes(capture, 102, "/var/log/wtmp");
        var number = Last(capture);
        told = LiveStory.Of(capture, "story");
        Assert.Equal([0, number, LiveStory.End], told.Select(t => t.Number));
        var lines = told[1].Text.TrimEnd().Split('\n');
        Assert.StartsWith($"=== 2023-11-14 0 from {Address} by sshd ===", lines[0]);
        Assert.Matches(@"^22:13:20    +\d+  bash 102 +1  T1078      logged in: 0 from ", lines[1]);
        Assert.Matches(@"^22:13:20 ! +\d+  bash 102 +2  T1070.002  wiped logs: /var/log/messages, /var/log/wtmp$", lines[2]);
        Assert.Equal(3, lines.Length);
        Assert.Equal("2 findings\n", told[2].Text);
    }

    [Fact]
    public void What_goes_on_is_told_once_more_with_its_last_numbers_when_the_session_has_ended()
    {
        var capture = Server();
        LogsIn(capture, 101, Address);
        Removes(capture, 102, "/var/log/wtmp");
        var first = Last(capture);
        for (var i = 0; i < 5; i++)
            Removes(capture, 102, $"/var/log/x{i}");
        capture.Time += 2 * Second;
        capture.Ends(102).Ends(101);
        capture.Time += 2 * Second;
        capture.Look(100);
        var told = LiveStory.Of(capture, "story");
        Assert.Equal([0, first, Last(capture), LiveStory.End], told.Select(t => t.Number));
        Assert.Matches($@"^=== 2023-11-14 0 from {Address} by sshd, ended at 22:13:22 after 2.0s =+\n22:13:20 ! +\d+  bash 102 +6  T1070.002  wiped logs: [^\n]*and 3 more\n$", told[2].Text);
        Assert.Equal("2 findings\n", told[3].Text);
    }

    [Fact]
    public void Or_at_the_end_of_the_run()
    {
        var capture = Server();
        LogsIn(capture, 101, Address);
        foreach (var log in (string[])["wtmp", "btmp"])
            Removes(capture, 102, "/var/log/" + log);
        Assert.Contains("  2  T1070.002  wiped logs: /var/log/wtmp, /var/log/btmp\n2 findings\n", LiveStory.Of(capture, "story")[^1].Text);
    }

    [Fact]
    public void Json_is_a_line_a_finding_with_the_number_of_its_event()
    {
        var capture = Server();
        LogsIn(capture, 101, Address);
        Removes(capture, 102, "/var/log/wtmp");
        var told = LiveStory.Of(capture, "story", json: true);
        var one = Assert.Single(told);
        Assert.Equal(Last(capture), one.Number);
        var lines = one.Text.TrimEnd().Split('\n').Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal([("logged_in", false), ("wiped_logs", true)], lines.Select(l => (l.GetProperty("kind").GetString(), l.GetProperty("grave").GetBoolean())));
        Assert.Equal(one.Number, lines[1].GetProperty("event").GetInt64());
    }

    [Fact]
    public void However_many_sessions_there_were_the_next_is_told()
    {
        // There is room for 1,000 groups and 2,000 sessions at a time.
        var capture = Server();
        for (var i = 0; i < 2_100; i++)
        {
            LogsIn(capture, 1_000 + 2 * i, Address);
            capture.Ends(1_001 + 2 * i).Ends(1_000 + 2 * i);
            capture.Time += 2 * Second;
        }
        LogsIn(capture, 101, Address);
        Removes(capture, 102, "/var/log/wtmp");
        var told = LiveStory.Of(capture, "story");
        Assert.Contains(told, t => t.Number == Last(capture) && t.Text.Contains("wiped logs"));
        Assert.Equal("2 findings\n", told[^1].Text);
        Assert.StartsWith("2101 login sessions", LiveStory.Of(capture, "spy_sessions")[^1].Text[^60..].Split('\n')[^2]);
    }

    [Fact]
    public void However_many_tried_passwords_the_next_is_told_and_one_who_comes_back_again()
    {
        // There is room for 200 findings outside of sessions.
        var capture = Server();
        for (var i = 0; i <= 202; i++)
        {
            var address = $"198.51.100.{(i == 202 ? 0 : i)}";
            for (var tries = 0; tries < 10; tries++)
                Fails(capture, 2_000 + i * 10 + tries, address, "root");
            capture.Time += 2 * Hour;
        }
        var told = LiveStory.Of(capture, "story").Where(t => t.Text.Contains("tried passwords")).Select(t => t.Text).ToList();
        Assert.Equal(204, told.Count);
        Assert.Contains("10  T1110      tried passwords: 198.51.100.0\n", told[0]);
        // The count goes on, and stands at the end.
        Assert.Contains("11  T1110      tried passwords: 198.51.100.0\n", told[202]);
        Assert.Contains("20  T1110      tried passwords: 198.51.100.0\n203 findings\n", told[203]);
    }

    [Fact]
    public void Grave_findings_take_the_place_of_others_in_a_full_session()
    {
        var capture = Server();
        LogsIn(capture, 101, Address);
        for (var i = 0; i < 200; i++)
            capture.Clone(102, 1_000 + i, "bash").Execve(1_000 + i, "/tmp/.x/" + i, "x").Ends(1_000 + i);
        capture.Clone(102, 2_000, "bash");
        Removes(capture, 2_000, "/var/log/wtmp");
        Assert.Contains("wiped logs", StoryRun.On(capture, "story", width: 300));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_table_of_which_half_is_filled_loses_what_is_over_then_what_came_first(int entries, bool isSame)
    {
        var table = Enumerable.Range(0, entries).ToDictionary(i => i, i => i);
        Assert.Equal(isSame, ReferenceEquals(table, TableBound.Keep(table, 200)));
        if (isSame)
            return;
        Assert.Equal([.. Enumerable.Range(51, 50)], TableBound.Keep(table, 200).Keys);
        Assert.Equal([.. Enumerable.Range(1, 100)], TableBound.Keep(table, 200, (i, _) => i < 1).Keys);
        Assert.Equal([.. Enumerable.Range(0, 50)], TableBound.Keep(table, 200, (i, _) => i >= 50).Keys);
    }

    [Theory]
    [InlineData(31_536, 0)]
    [InlineData(31_537, 1)]
    public void All_sessions_together_keep_so_much_text_and_what_is_forgotten_gives_its_room_back(int commands, int leftOut)
    {
        var table = new SessionTable();
        var line = new byte[4096];
        var sessions = Enumerable.Range(0, 4).Select(i => table.Begin(new Session(SessionKind.Terminal, 1, i))!).ToList();
        for (var i = 0; i < commands; i++)
            sessions[i / 10_000].Add(new Command(1, 1, 1, 0, line) { User = [] });
        Assert.Equal(leftOut, sessions.Sum(s => s.CommandsLeftOut));
        Assert.Equal(4, table.Settle(5, _ => false).Count);
        Assert.Empty(table.Sessions);
        var next = table.Begin(new Session(SessionKind.Terminal, 1, 9))!;
        next.Add(new Command(1, 1, 1, 0, line) { User = [] });
        Assert.Single(next.Commands);
    }

    [Theory]
    [InlineData("-e\0$0 = \"/usr/local/apache\"; sleep", false)]
    [InlineData("-we\0exec('/usr/local/apache')", false)]
    [InlineData("-u\0/opt/apache", true)]
    [InlineData("/opt/apache", true)]
    public void The_text_of_a_program_is_not_the_name_of_one(string args, bool fits) =>
        Assert.Equal(fits, NameFit.Fits("/usr/local/apache"u8, new Origin(new ThreadInfo { Comm = "perl"u8.ToArray(), Exe = "perl"u8.ToArray(), Args = Calls.Bytes(args) }, 0)));

    [Theory]
    [InlineData("<38>Nov 24 07:21:46 h sshd[1]: Failed password for invalid user administr", true, "administr")]
    [InlineData("<38>Nov 24 07:21:46 h sshd[1]: Failed password for root from 203.0.113.66 po", true, "root")]
    [InlineData("<38>Nov 24 07:21:46 h sshd[1]: Failed password for invalid user administr", false, null)]
    public void A_line_of_the_log_that_was_cut_tells_of_a_failure_all_the_same(string line, bool isCut, string? user)
    {
        var login = new Login(0, 1, []);
        LogWatch.Read(0, login, Calls.Bytes(line), isCut);
        Assert.Equal(user, login.Logged.Count == 0 ? null : System.Text.Encoding.UTF8.GetString(login.Logged[0].User));
    }

    [Fact]
    public void A_session_is_told_when_it_begins_what_is_typed_and_wiped_at_once_and_the_whole_when_it_ends()
    {
        var capture = Server();
        Fails(capture, 200, Address, "root");
        var failed = Last(capture);
        LogsIn(capture, 101, Address);
        var began = Last(capture);
        capture.Clone(102, 103, "bash").Execve(103, "/usr/bin/rm", "rm", "/var/log/wtmp\0");
        var typed = Last(capture);
        Removes(capture, 103, "/var/log/wtmp");
        var wiped = Last(capture);
        capture.Ends(103).Ends(102).Ends(101);
        var told = LiveStory.Of(capture, "spy_sessions");
        Assert.Equal([failed, began, typed, wiped, Last(capture), LiveStory.End], told.Select(t => t.Number));
        Assert.EndsWith($"failed login from {Address} as root\n", told[0].Text);
        Assert.StartsWith($"\n=== Session 1: 0 from {Address} port 40707 by sshd ==", told[1].Text);
        Assert.Contains(" ! 1 failed login from this address before: root", told[1].Text);
        Assert.Matches(@"^22:13:20.000   1  rm /var/log/wtmp\n$", told[2].Text);
        Assert.Equal($"22:13:20.000   1  ! log wiped: /var/log/wtmp by rm 103, event {wiped}\n", told[3].Text);
        Assert.Contains("Files changed (1)", told[4].Text);
        Assert.StartsWith("1 login session, 1 failed login\n", told[5].Text);
    }

    [Fact]
    public void Failures_of_an_address_are_told_at_one_ten_and_a_hundred()
    {
        var capture = Server();
        for (var i = 0; i < 100; i++)
            Fails(capture, 200 + i, Address, i % 2 == 0 ? "root" : "admin");
        Assert.Equal(["failed login from 203.0.113.66 as root", "10 failed logins from 203.0.113.66 as root x5, admin x5", "100 failed logins from 203.0.113.66 as root x50, admin x50"],
            LiveStory.Of(capture, "spy_sessions").SkipLast(1).Select(t => t.Text[12..].Trim()));
    }

    [Fact]
    public void Somebody_elses_sessions_are_not_told_where_one_is_asked_for()
    {
        var capture = Server();
        LogsIn(capture, 101, Address);
        LogsIn(capture, 111, "203.0.113.7");
        Assert.Equal(2, LiveStory.Of(capture, "spy_sessions", false, "203.0.113.7").Count(t => t.Text.Contains("=== Session 1: 0 from 203.0.113.7 ")));
    }

    static ScapBuilder Server() => new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, "sshd"));

    static void LogsIn(ScapBuilder b, long pid, string from) =>
        b.Accept(100, 4, from + ":40707", "198.51.100.20:22").Clone(100, pid, "sshd").Clone(pid, pid + 1, "sshd")
            .Event(EventCode.SyscallSetsidE, pid + 1).Event(EventCode.SyscallSetsidX, pid + 1, I64(pid + 1)).Execve(pid + 1, "/bin/bash", "bash");

    static void Removes(ScapBuilder b, long pid, string path) =>
        b.Event(EventCode.SyscallUnlink_2E, pid).Event(EventCode.SyscallUnlink_2X, pid, I64(0), Text(path));

    static void Fails(ScapBuilder b, long pid, string from, string user) =>
        b.Accept(100, 4, from + ":40000", "198.51.100.20:22").Clone(100, pid, "sshd").Close(100, 4).Clone(pid, pid + 100_000, $"sshd: {user} [net]").Ends(pid + 100_000).Ends(pid);

    /// <summary>The number of the last event so far.</summary>
    static long Last(ScapBuilder capture)
    {
        using var stream = CSysdig.Model.Streaming.EventStream.Open(capture.ToStream());
        long last = 0;
        while (stream.Next())
            last = stream.Current.Number;
        return last;
    }
}
