using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Sessions;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.Model.Story.SessionListTests;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Story;

/// <summary>Everything of one session, and nothing of another.</summary>
public sealed class TranscriptTests
{
    [Fact]
    public void Nobody_elses_commands_files_and_lines_are_in_it_though_they_were_at_the_same_time()
    {
        var (alice, root) = (Of("alice"), Of("root"));
        Assert.Equal(23, alice.Entries.OfType<CommandEntry>().Count());
        Assert.Equal(134, root.Entries.OfType<CommandEntry>().Count());
        Assert.Contains(alice.Entries, e => e is CommandEntry c && Text(c.Line).StartsWith("vim "));
        Assert.DoesNotContain(root.Entries, e => e is CommandEntry c && Text(c.Line).StartsWith("vim "));
        Assert.DoesNotContain(alice.Entries, e => e is CommandEntry c && Text(c.Line).Contains("sloboz"));
        Assert.All(alice.Entries.OfType<FileEntry>(), f => Assert.StartsWith("/home/alice/", Text(f.Path)));
        Assert.DoesNotContain(root.Entries, e => e is FileEntry f && Text(f.Path).StartsWith("/home/alice/"));
        Assert.Empty(alice.Entries.OfType<ConnectionEntry>());
        Assert.Equal(6, root.Entries.OfType<ConnectionEntry>().Count());
        Assert.Equal(root.Entries.OrderBy(e => e.Time).Select(e => e.Time), root.Entries.Select(e => e.Time));
    }

    [Fact]
    public void Its_terminal_is_read_at_the_servers_end()
    {
        var lines = LinesOf(Of("root"));
        Assert.Contains(lines, line => line.EndsWith("# who"));
        Assert.Contains(lines, line => line.EndsWith("# cd .shm"));
        Assert.Contains(lines, line => line.Contains("saved [871/871]"));
        // What is typed is shown by the terminal: it is not told twice.
        Assert.DoesNotContain(lines, line => line.StartsWith('<'));
        Assert.DoesNotContain(lines, line => line.Contains("alice@"));
    }

    [Fact]
    public void A_terminal_that_the_server_was_handed_without_a_trace_is_told_too()
    {
        var lines = LinesOf(Of("alice"));
        Assert.Contains(lines, line => line.EndsWith("$ cat notes.txt"));
        Assert.Contains(lines, line => line.EndsWith("$ exit"));
        Assert.DoesNotContain(lines, line => line.Contains("root@"));
    }

    [Fact]
    public void A_command_knows_by_which_it_was_run()
    {
        var root = Of("root");
        var configure = root.Entries.OfType<CommandEntry>().Single(c => Text(c.Line) == "/bin/sh ./configure");
        var compiler = root.Entries.OfType<CommandEntry>().First(c => Text(c.Line).Contains("/cc1 "));
        Assert.Same(configure, compiler.Above!.Above);
        Assert.Null(configure.Above);
    }

    [Fact]
    public void It_tells_of_failed_logins_before_it_and_from_which_port_it_was_called()
    {
        var (alice, root) = (Of("alice"), Of("root"));
        var fact = Assert.Single(root.Entries.OfType<FactEntry>(), f => f.Words.Contains("failed"));
        Assert.Equal(("5 failed logins from this address before: ", "root x3, a user that does not exist x2"), (fact.Words, Text(fact.Captured)));
        Assert.Same(fact, root.Entries[0]);
        Assert.DoesNotContain(alice.Entries.OfType<FactEntry>(), f => f.Words.Contains("failed"));
        Assert.Contains(root.Entries.OfType<FactEntry>(), f => f.Words == "the login server itself ran 5 commands: " && Text(f.Captured).Contains("; run-parts --lsbsysinit"));
        Assert.True(root.Port > 1024 && alice.Port > 1024);
    }

    [Fact]
    public void It_tells_what_was_left_running()
    {
        var capture = Shell().Clone(102, 103, "bash");
        Exec(capture, 103, "bot");
        Exit(capture, 102, 0);
        Exit(capture, 101, 0);
        var facts = Only(capture).Entries.OfType<FactEntry>().ToList();
        Assert.Contains(facts, fact => (fact.Words, fact.Pid, Text(fact.Captured).TrimEnd()) == ("left running: ", 103, "bot"));
        Assert.DoesNotContain(facts, fact => fact.Pid == 102);
    }

    [Fact]
    public void Files_and_connections_say_what_stands_out_of_them()
    {
        var root = Of("root");
        Assert.True(root.Entries.OfType<FileEntry>().Single(f => Text(f.Path) == "/var/log/wtmp").IsWipedLog);
        Assert.True(root.Entries.OfType<FileEntry>().Single(f => Text(f.Path) == "/usr/sbin/.shm").IsHidden);
        Assert.Contains(root.Entries.OfType<ConnectionEntry>(), c => c.IsFlood && Text(c.Name).Contains("203.0.113.150"));
        Assert.DoesNotContain(root.Entries.OfType<ConnectionEntry>(), c => c.IsFlood && Text(c.Name).Contains(":6667"));
    }

    [Fact]
    public void A_connection_that_failed_has_its_address()
    {
        const int Refused = 111;
        var capture = Shell().TcpSocket(102, 5).Connect(102, 5, "198.51.100.20:5000", "203.0.113.9:4444", -Refused);
        var connection = Assert.Single(Only(capture).Entries.OfType<ConnectionEntry>());
        Assert.Equal(Refused, connection.Error);
        Assert.Contains("203.0.113.9:4444", Text(connection.Name));
    }

    [Fact]
    public void A_file_tells_who_changed_it_and_until_when()
    {
        const uint Create = 1 << 3, Write = 1 << 1;
        var capture = Shell().Openat(102, 5, "/tmp/x", flags: Create | Write);
        SessionListTests.Write(capture, 102, 5, "abc");
        Exec(capture, 104, "mv");
        capture.Time += 5_000;
        capture.Openat(104, 5, "/tmp/x", flags: Create | Write);
        SessionListTests.Write(capture, 104, 5, "de");
        var file = Assert.Single(Only(capture).Entries.OfType<FileEntry>());
        Assert.Equal(5, file.Bytes);
        Assert.Equal([102, 104], file.Pids.ToArray());
        Assert.True(file.Last >= file.Time + 5_000);
    }

    [Fact]
    public void Where_nobody_known_holds_the_other_end_the_sessions_own_reads_and_writes_tell_the_terminal()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(50, "script")).Clone(50, 102, "script");
        Exec(capture, 102, "-bash");
        SessionListTests.Write(capture, 102, 2, "$ ");
        capture.Event(EventCode.SyscallReadE, 102, I64(0), U32(9)).Event(EventCode.SyscallReadX, 102, I64(3), Calls.Bytes("id\r"));
        SessionListTests.Write(capture, 102, 2, "id\r\n");
        // A copy of what nobody knows.
        capture.Dup(102, 40, 1);
        SessionListTests.Write(capture, 102, 1, "uid=0\r\n");
        // Of another terminal, which a program of the session has opened.
        capture.Openat(102, 7, "/dev/pts/9", flags: 1 << 1);
        SessionListTests.Write(capture, 102, 7, "elsewhere\r\n");
        using var history = CaptureHistory.Open(capture.ToStream());
        using var story = Told(history);
        using var feed = story.Follow(1);
        Assert.Equal(["$ id", "uid=0"], LinesOf(feed.Newest!, history));
    }

    [Fact]
    public void Who_asks_for_a_session_that_is_none_gets_nothing()
    {
        using var story = Told(Honeypot.History);
        using var feed = story.Follow(99);
        Assert.Null(feed.Newest);
    }

    static Transcript Of(string user)
    {
        using var story = Told(Honeypot.History);
        using var feed = story.Follow(story.Sessions.Rows.Single(row => Text(row.User) == user).Number);
        return feed.Newest!;
    }

    static Transcript Only(ScapBuilder capture)
    {
        using var history = CaptureHistory.Open(capture.ToStream());
        using var story = StoryRun.Start(history);
        using var feed = story.Follow(1);
        story.Completion.Wait();
        return feed.Newest!;
    }

    static List<string> LinesOf(Transcript transcript, CaptureHistory? history = null)
    {
        var (reader, text, lines) = (new TerminalReader(history ?? Honeypot.History), new TerminalText(), new List<string>());
        foreach (var move in transcript.Terminal.ToArray())
            foreach (var line in text.Add(reader.Read(move)!))
                lines.Add((line.IsInput ? "<" : "") + Encoding.UTF8.GetString(line.Text));
        return lines;
    }
}
