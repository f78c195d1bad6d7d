using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Story.Rules;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>How much the story keeps: each bound with what just fits and what no longer does, which is counted.</summary>
public sealed class StoryRoomTests
{
    static readonly ThreadInfo s_thread = new() { Tid = 7, Pid = 7, Comm = "p"u8.ToArray() };

    [Theory]
    [InlineData(3, " and", false)]
    [InlineData(4, "x0, x1, x2 and 1 more", true)]
    [InlineData(64, "and 61 more", true)]
    [InlineData(65, "and 62 more", true)]
    public void A_line_names_three_subjects_and_counts_the_others(int subjects, string words, bool isTold)
    {
        var group = new FindingGroup();
        for (var i = 0; i < subjects; i++)
            Note(group, Calls.Bytes($"x{i}"));
        Assert.Equal(isTold, System.Text.Encoding.UTF8.GetString(StoryFinding.Of(group.Findings[0]).What).Contains(words));
        Assert.Equal(Math.Min(64, subjects), group.Findings[0].Subjects.Count);
        Assert.Equal(Math.Max(0, subjects - 64), group.Findings[0].SubjectsLeftOut);
    }

    [Fact]
    public void Its_whole_text_names_them_all()
    {
        var group = new FindingGroup();
        for (var i = 0; i < 10; i++)
            Note(group, Calls.Bytes($"x{i}"));
        Assert.Equal("wiped logs: x0, x1, x2, x3, x4, x5, x6, x7, x8, x9", System.Text.Encoding.UTF8.GetString(StoryFinding.Of(group.Findings[0]).Text));
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(9, 1)]
    public void Long_subjects_have_room_together_for_four_kilobytes(int subjects, int leftOut)
    {
        var group = new FindingGroup();
        for (var i = 0; i < subjects; i++)
            Note(group, Calls.Bytes($"{i}" + new string('x', 511)));
        Assert.Equal(leftOut, group.Findings[0].SubjectsLeftOut);
    }

    [Theory]
    [InlineData(64, "evt.num in (1, ", ", 63, 64)")]
    [InlineData(65, "(evt.num in (1, ", ", 63, 64) or (evt.num>64 and proc.pid=7 and ")]
    public void The_first_events_of_a_deed_are_named_and_the_others_described(int events, string begin, string end)
    {
        var group = new FindingGroup();
        for (var i = 1; i <= events; i++)
            group.Note(FindingRule.Of(FindingKind.WipedLogs), new Deed(group, s_thread, 1, 1, i), "x"u8, default, false, 1, true);
        var filter = StoryFinding.Of(group.Findings[0]).Filter;
        Assert.StartsWith(begin, filter);
        Assert.Contains(end, filter);
    }

    [Theory]
    [InlineData(512, 512)]
    [InlineData(513, 512)]
    public void A_subject_of_any_length_stays_apart_from_others(int length, int kept)
    {
        var group = new FindingGroup();
        Note(group, Calls.Bytes(new string('x', length)));
        Note(group, Calls.Bytes(new string('x', length - 1) + "y"));
        Assert.Equal([kept, kept], group.Findings[0].Subjects.Select(s => s.Length));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    public void The_first_processes_are_kept(int processes)
    {
        var group = new FindingGroup();
        for (var i = 0; i < processes; i++)
            group.Note(FindingRule.Of(FindingKind.WipedLogs), new Deed(group, new ThreadInfo { Pid = i }, 1, 1, 1), "x"u8, default, false, 1, true);
        Assert.Equal(32, group.Findings[0].Pids.Count);
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(201, 1)]
    public void A_group_has_room_for_two_hundred_findings(int findings, int leftOut)
    {
        var group = new FindingGroup();
        for (var i = 0; i < findings; i++)
            Note(group, "x"u8, Calls.Bytes($"{i}"));
        Assert.Equal((200, leftOut), (group.Findings.Count, (int)group.LeftOut));
    }

    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(1_001, 1)]
    public void A_book_has_room_for_a_thousand_groups(int groups, int leftOut)
    {
        var book = new FindingBook();
        for (var i = 0; i < groups; i++)
            book.Of(new Session(SessionKind.Terminal, 0, i));
        Assert.Equal(leftOut, book.GroupsLeftOut);
    }

    [Theory]
    [InlineData(10_000, 0)]
    [InlineData(10_001, 1)]
    public void And_for_ten_thousand_findings(int findings, int leftOut)
    {
        var book = new FindingBook();
        var groups = Enumerable.Range(0, 51).Select(i => book.Of(new Session(SessionKind.Terminal, 0, i))).ToList();
        for (var i = 0; i < findings; i++)
            book.Note(FindingKind.WipedLogs, new Deed(groups[i / 200], s_thread, 1, 1, 1), "x"u8, Calls.Bytes($"{i}"));
        Assert.Equal(leftOut, groups.Sum(g => g.LeftOut));
    }

    [Fact]
    public void Keys_that_differ_late_are_two_findings()
    {
        var book = new FindingBook();
        foreach (var length in (int[])[512, 513])
            foreach (var last in "ab")
                book.Note(FindingKind.WipedLogs, new Deed(book.Machine, s_thread, 1, 1, 1), "x"u8, Calls.Bytes(new string('k', length - 1) + last));
        Assert.Equal(4, book.Machine.Findings.Count);
        Assert.All(book.Machine.Findings, f => Assert.Equal(512, f.Key.Length));
    }

    [Theory]
    [InlineData(10_000, 5_000, 2_000, 50, 0)]
    [InlineData(10_001, 5_001, 2_001, 51, 1)]
    public void A_session_has_room(int commands, int files, int sockets, int reads, int leftOut)
    {
        var session = new Session(SessionKind.Terminal, 0, 1);
        for (var i = 0; i < commands; i++)
            session.Add(new Command(0, 1, 1, 0, []) { User = [] });
        for (var i = 0; i < files; i++)
            session.File(Calls.Bytes($"/{i}"), 0, s_thread);
        for (var i = 0; i < sockets; i++)
            session.Add(i, new Traffic(0, 1, []));
        for (var i = 0; i < reads; i++)
            session.Add(new SecretRead(0, "/etc/shadow"u8.ToArray(), i, [], 0));
        Assert.Equal((10_000, 5_000, 2_000, 50), (session.Commands.Count, session.Files.Count, session.Traffic.Count, session.Reads.Count));
        Assert.Equal((leftOut, leftOut, leftOut), ((int)session.CommandsLeftOut, (int)session.FilesLeftOut, (int)session.TrafficLeftOut));
    }

    [Theory]
    [InlineData(2_000, 10_000, 0)]
    [InlineData(2_001, 10_001, 1)]
    public void So_has_the_table_of_sessions(int sessions, int failures, int leftOut)
    {
        var table = new SessionTable();
        for (var i = 0; i < sessions; i++)
            Assert.Equal(i < 2_000, table.Begin(new Session(SessionKind.Terminal, 0, i)) is not null);
        for (var i = 0; i < failures; i++)
            table.Add(new FailedLogin(0, [], 0, [], 1));
        Assert.Equal((leftOut, leftOut), ((int)table.SessionsLeftOut, (int)table.FailuresLeftOut));
    }

    [Fact]
    public void The_table_knows_two_hundred_thousand_processes_and_those_that_it_knows_may_change()
    {
        var table = new SessionTable();
        for (var i = 0; i < 200_000; i++)
            Assert.NotNull(table.Add(i, new Member()));
        Assert.Null(table.Add(200_000, new Member()));
        Assert.NotNull(table.Add(7, new Member()));
    }

    [Theory]
    [InlineData(4096, 4096)]
    [InlineData(4097, 4099)]
    public void A_command_line_is_whole_as_far_as_drivers_record_one_and_else_says_so(int length, int kept)
    {
        var line = new Command(0, 1, 1, 0, Calls.Bytes(new string('x', length))) { User = [] }.Line;
        Assert.Equal(kept, line.Length);
        Assert.Equal(length > 4096, line.AsSpan().EndsWith("..."u8));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    public void A_connection_keeps_a_hundred_refusals(int refusals)
    {
        var login = new Login(0, 1, []);
        for (var i = 0; i < refusals; i++)
            LogWatch.Read(0, login, "Failed password for root from 203.0.113.66 port 1 ssh2"u8);
        Assert.Equal(100, login.Logged.Count);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    public void A_logged_line_is_kept_to_two_hundred_bytes_and_its_user_whole(int length)
    {
        var login = new Login(0, 1, []);
        const string Before = "Failed password for ", Behind = " from 203.0.113.66 port 1 ssh2";
        var user = new string('u', length - Before.Length - Behind.Length);
        LogWatch.Read(0, login, Calls.Bytes(Before + user + Behind));
        Assert.Equal(user, System.Text.Encoding.UTF8.GetString(login.Logged[0].User));
        Assert.Equal(200, login.Logged[0].Text.Length);
    }

    [Fact]
    public void Sixteen_acts_on_a_file_are_kept_in_their_order()
    {
        var change = new FileChange([], 0) { Pid = 1, Comm = [] };
        ulong expected = 0;
        for (var i = 0; i < 17; i++)
        {
            change.Did(i % 2 == 0 ? FileActs.Created : FileActs.Written);
            if (i < 16)
                expected |= (i % 2 == 0 ? 1ul : 2ul) << i * 4;
            Assert.Equal(expected, change.Order);
        }
    }

    [Theory]
    [InlineData("nginx: worker", true)]
    [InlineData("a b nginx", true)]
    [InlineData("a b c nginx", false)]
    [InlineData("ngi", true)]
    [InlineData("ng", false)]
    public void A_title_is_its_programs_by_one_of_three_words_of_three_letters(string title, bool fits) =>
        Assert.Equal(fits, NameFit.Fits(Calls.Bytes(title), new Origin(new ThreadInfo { Comm = "nginx"u8.ToArray(), Exe = "nginx"u8.ToArray() }, 0)));

    [Theory]
    [InlineData("a\0b\0c\0tool.py", true)]
    [InlineData("a\0b\0c\0d\0tool.py", false)]
    public void A_script_is_one_of_the_first_four_words(string args, bool fits)
    {
        Assert.Equal(fits, NameFit.FitsExec("/usr/bin/xyz"u8, "tool.py"u8, "/opt/q"u8, Calls.Bytes(args)));
        Assert.Equal(fits, NameFit.Fits("tool.py"u8, new Origin(new ThreadInfo { Comm = "q"u8.ToArray(), Exe = "q"u8.ToArray(), Args = Calls.Bytes(args) }, 0)));
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(201, 1)]
    public void A_disguise_keeps_two_hundred_connections(int connections, int leftOut)
    {
        var disguise = new Disguise(1, 0, Sign.Exec, new Origin(s_thread, 0)) { Parent = 1, ParentComm = [], User = [] };
        for (var i = 0; i < connections; i++)
            disguise.Through(i, () => new Traffic(0, 1, []));
        Assert.Equal((200, leftOut), (disguise.Traffic.Count, (int)disguise.TrafficLeftOut));
    }

    [Theory]
    [InlineData(20_000, 0)]
    [InlineData(20_001, 1)]
    public void So_many_downloads_are_known(int files, int leftOut)
    {
        var downloads = new Downloads();
        downloads.Received(1, new FdInfo { OpenedAt = 1, Name = "a->b"u8.ToArray() });
        for (var i = 0; i < files; i++)
            downloads.Wrote(1, new FdInfo { OpenedAt = 10 + i, Name = Calls.Bytes($"/tmp/{i}") }, out _);
        Assert.Equal(leftOut, downloads.LeftOut);
    }

    [Fact]
    public void So_many_processes_carry_one_and_so_many_pipes()
    {
        var downloads = new Downloads();
        for (var i = 0; i <= 20_000; i++)
            downloads.Received(i, new FdInfo { OpenedAt = 1, Name = "a->b"u8.ToArray() });
        Assert.NotNull(downloads.Wrote(19_999, new FdInfo { OpenedAt = 2, Name = "/tmp/x"u8.ToArray() }, out _));
        Assert.Null(downloads.Wrote(20_000, new FdInfo { OpenedAt = 3, Name = "/tmp/y"u8.ToArray() }, out _));
        for (var i = 1; i <= 1_001; i++)
            downloads.WrotePipe(1, new FdInfo { Ino = (ulong)i });
        Assert.NotNull(downloads.ReadPipe(30_000, new FdInfo { Ino = 1_000 }));
        Assert.Null(downloads.ReadPipe(30_000, new FdInfo { Ino = 1_001 }));
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    public void Upkeep_is_known_by_an_ancestor_up_to_thirty_two_steps_away(int between, bool isUpkeep)
    {
        var capture = new ScapBuilder().Processes([.. Enumerable.Range(0, between + 1).Select(i => new ProcessEntry
        {
            Tid = 100 + i, Pid = 100 + i, Ptid = 99 + i, Comm = i == 0 ? "apt"u8.ToArray() : "sh"u8.ToArray(), Cwd = "/"u8.ToArray(),
        })]).Read(100 + between, 3);
        using var stream = EventStream.Open(capture.ToStream());
        Assert.True(stream.Next());
        Assert.Equal(isUpkeep, Trades.IsUpkeep(stream.Current, stream.Current.Thread!));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_process_of_before_belongs_to_a_session_up_to_sixty_four_steps_above(int steps, bool isFound)
    {
        // The lowest number is asked first, and it is the youngest.
        var capture = new ScapBuilder().Processes([.. Enumerable.Range(0, steps + 1).Select(i => new ProcessEntry
        {
            Tid = 100 + i, Pid = 100 + i, Ptid = 101 + i, Comm = "sh"u8.ToArray(), Exe = "sh"u8.ToArray(), Tty = i == steps ? 34816u : 0, Cwd = "/"u8.ToArray(),
        })]).Read(100, 3);
        using var stream = EventStream.Open(capture.ToStream());
        var table = new SessionTable();
        Earlier.Take(stream.State, table, 0);
        Assert.Equal(isFound, table.Find(100) is not null);
    }

    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(1_001, 1)]
    public void A_thousand_processes_under_false_names_and_a_thousand_that_connect_are_followed(int processes, int leftOut)
    {
        var capture = new ScapBuilder().Processes(Calls.Process(10, "sh"));
        for (var i = 100; i < 100 + processes; i++)
            capture.Clone(10, i, "sh").Event(EventCode.SyscallExecve_19E, i, ScapBuilder.Text("/usr/bin/perl")).ExecveExit(i, "/usr/sbin/sshd", "perl")
                .TcpSocket(i, 3).Connect(i, 3, "198.51.100.20:4000", "203.0.113.5:4444");
        var (names, book) = (new NameWatch(), new FindingBook());
        var sockets = new SocketRules(book, new Actors(new SessionTable(), book), new Downloads(), names);
        using var stream = EventStream.Open(capture.ToStream());
        while (stream.Next())
        {
            names.Add(stream.Current);
            if (stream.Current.Code == EventCode.SocketConnectX)
                sockets.Connect(stream.Current, stream.Current.Thread!, 1);
        }
        Assert.Equal((1_000, leftOut, leftOut), (names.All.Count, (int)names.LeftOut, (int)sockets.LeftOut));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    public void Two_hundred_commands_of_the_server_itself_are_kept(int commands)
    {
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, "sshd"))
            .Accept(100, 4, "203.0.113.66:40707", "198.51.100.20:22").Clone(100, 101, "sshd");
        for (var i = 0; i < commands; i++)
            capture.Clone(101, 1000 + i, "sshd").Execve(1000 + i, "/bin/sh", "sh");
        capture.Clone(101, 102, "sshd").Event(EventCode.SyscallSetsidE, 102).Event(EventCode.SyscallSetsidX, 102, ScapBuilder.I64(102)).Execve(102, "/bin/bash", "bash");
        using var json = System.Text.Json.JsonDocument.Parse(StoryRun.On(capture, "spy_sessions", json: true));
        Assert.Equal(200, json.RootElement.GetProperty("server_commands").GetArrayLength());
    }

    static void Note(FindingGroup group, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> key = default) =>
        group.Note(FindingRule.Of(FindingKind.WipedLogs), new Deed(group, s_thread, 1, 1, 1), subject, key, isGrave: true, 1, hasRoom: true);
}
