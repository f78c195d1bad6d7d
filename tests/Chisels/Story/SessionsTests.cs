using System.Text.Json;
using CSysdig.Capture.Events;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels.Story;

public sealed class SessionsTests
{
    [Fact]
    public void The_attackers_session_is_one_block_and_the_other_users_another()
    {
        var wanted = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Golden", "spy_sessions.txt"));
        Assert.Equal(wanted, StoryRun.OnHoneypot("spy_sessions"));
    }

    [Fact]
    public void Json_tells_who_came_from_where_and_what_failed_before()
    {
        var sessions = StoryRun.OnHoneypot("spy_sessions", json: true).TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["alice", "root"], sessions.Select(s => s.GetProperty("user").GetString()));
        var attack = sessions[1];
        Assert.Equal("203.0.113.66", attack.GetProperty("address").GetString());
        Assert.Equal(50611, attack.GetProperty("port").GetInt32());
        Assert.Equal(5, attack.GetProperty("failed_before").GetArrayLength());
        Assert.Contains(attack.GetProperty("connections").EnumerateArray(), c => c.GetProperty("flood").GetBoolean() && c.GetProperty("bytes_out").GetInt64() > 14_000_000);
        Assert.Contains(attack.GetProperty("files").EnumerateArray(), f => f.GetProperty("log_wiped").GetBoolean() && f.GetProperty("path").GetString() == "/var/log/wtmp");
        Assert.DoesNotContain("perl", string.Join(' ', sessions[0].GetProperty("commands").EnumerateArray().Select(c => c.GetProperty("command").GetString())));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("198.51.100.31")]
    public void A_user_or_an_address_chooses_sessions(string who)
    {
        var text = StoryRun.OnHoneypot("spy_sessions", false, 100, who);
        Assert.Contains("Session 1: alice from 198.51.100.31", text);
        Assert.DoesNotContain("203.0.113.66", text);
    }

    [Fact]
    public void A_command_run_without_a_terminal_is_a_session_with_its_exit_code()
    {
        var capture = Accepted().Clone(101, 102, "sshd");
        SetSid(capture, 102).Execve(102, "/bin/bash", "bash", "-c\0id").Clone(102, 103, "bash").Execve(103, "/usr/bin/id", "id");
        Ends(capture, 103, 3);
        Ends(capture, 102, 0);
        Ends(capture, 101, 0);
        using var json = JsonDocument.Parse(StoryRun.On(capture, "spy_sessions", json: true));
        var commands = json.RootElement.GetProperty("commands").EnumerateArray().ToList();
        Assert.Equal(["bash -c id", "id"], commands.Select(c => c.GetProperty("command").GetString()));
        Assert.Equal([0, 1], commands.Select(c => c.GetProperty("depth").GetInt32()));
        Assert.Equal(3, commands[1].GetProperty("exit").GetInt32());
        Assert.False(json.RootElement.GetProperty("open").GetBoolean());
    }

    [Fact]
    public void What_the_server_runs_for_itself_is_no_command_of_the_user()
    {
        var capture = Accepted().Clone(101, 102, "sshd").Execve(102, "/bin/sh", "sh", "-c\0run-parts");
        Ends(capture, 102, 0);
        capture.Clone(101, 103, "sshd");
        SetSid(capture, 103).Execve(103, "/bin/bash", "bash");
        using var json = JsonDocument.Parse(StoryRun.On(capture, "spy_sessions", json: true));
        Assert.Empty(json.RootElement.GetProperty("commands").EnumerateArray());
        Assert.Single(json.RootElement.GetProperty("server_commands").EnumerateArray());
        Assert.True(json.RootElement.GetProperty("open").GetBoolean());
    }

    [Fact]
    public void A_connection_that_ends_without_a_session_is_a_failed_login()
    {
        var capture = Accepted();
        Ends(capture, 101, 255);
        var text = StoryRun.On(capture, "spy_sessions");
        Assert.StartsWith("no login session, 1 failed login\n", text);
        Assert.Contains("203.0.113.66", text);
    }

    [Fact]
    public void A_refusal_in_the_servers_log_names_the_user()
    {
        var capture = Accepted();
        const string Line = "<38>Nov 24 sshd[101]: Failed password for invalid user bob from x from 203.0.113.66 port 40707 ssh2";
        capture.Event(EventCode.SyscallWriteE, 101, I64(9), U32((uint)Line.Length)).Event(EventCode.SyscallWriteX, 101, I64(Line.Length), Calls.Bytes(Line))
            .Clone(101, 102, "sshd");
        SetSid(capture, 102).Execve(102, "/bin/bash", "bash");
        using var json = JsonDocument.Parse(StoryRun.On(capture, "spy_sessions", json: true));
        Assert.Equal("bob from x", Assert.Single(json.RootElement.GetProperty("failed_before").EnumerateArray()).GetProperty("user").GetString());
    }

    [Fact]
    public void A_hostile_argument_can_write_no_line_of_the_report()
    {
        var capture = Accepted().Clone(101, 102, "sshd");
        SetSid(capture, 102).Execve(102, "/bin/bash", "bash").Clone(102, 103, "bash").Execve(103, "/x", "x", "a\n=== Session 9: nobody\u001b[2J");
        var text = StoryRun.On(capture, "spy_sessions");
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain(text.Split('\n'), l => l.StartsWith("=== Session 9"));
        Assert.Contains("a\\x0a=== Session 9: nobody\\x1b[2J", text);
    }

    [Fact]
    public void More_commands_than_there_is_room_for_are_counted()
    {
        var capture = Accepted().Clone(101, 102, "sshd");
        SetSid(capture, 102).Execve(102, "/bin/bash", "bash").Clone(102, 103, "bash");
        for (var i = 0; i < 10_050; i++)
            capture.Execve(103, "/x", "x");
        Assert.Contains("... and 50 more, for which there is no room", StoryRun.On(capture, "spy_sessions"));
    }

    /// <summary>A server, 100, that has accepted a connection and forked 101 for it.</summary>
    static ScapBuilder Accepted() => new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, "sshd"))
        .Accept(100, 4, "203.0.113.66:40707", "198.51.100.20:22").Clone(100, 101, "sshd");

    static ScapBuilder SetSid(ScapBuilder b, long tid) => b.Event(EventCode.SyscallSetsidE, tid).Event(EventCode.SyscallSetsidX, tid, I64(tid));

    static void Ends(ScapBuilder b, long tid, long code) => b.Event(EventCode.Procexit_1E, tid, I64(code << 8), I64(code), U8(0), U8(0));
}
