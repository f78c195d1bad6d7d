using CSysdig.Capture.Events;
using CSysdig.Model.Story.Findings;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>How many failures are an attack, and how many before a login a guess: each bound with one below and one that reaches it.</summary>
public sealed class LoginBoundTests
{
    const string Tried = "tried passwords", Guessed = "guessed a password";

    [Theory]
    [Sides(nameof(FindingBounds.FailuresAlone), 9, 10)]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void Ten_failures_from_one_address_are_told_though_nobody_got_in(int failures, bool isTold)
    {
        var capture = Server();
        for (var i = 0; i < failures; i++)
            Fails(capture, 200 + i, "203.0.113.66", "root");
        // Other addresses' are not counted with them.
        for (var i = 0; i < 9; i++)
            Fails(capture, 300 + i, "203.0.113.67", "root");
        Assert.Equal(isTold, StoryRun.On(capture, "story", width: 300).Contains(Tried));
    }

    [Theory]
    [Sides(nameof(FindingBounds.FailuresBefore), 4, 5)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Five_failures_of_one_user_before_a_login_are_a_guess(int failures, bool isTold)
    {
        var capture = Server();
        for (var i = 0; i < failures; i++)
            Fails(capture, 200 + i, "203.0.113.66", "root");
        Assert.Equal(isTold, LogsIn(capture, "203.0.113.66").Contains($"{Guessed}: 0 after {failures} failures from 203.0.113.66"));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void So_are_five_on_the_connection_itself(int failures, bool isTold)
    {
        var capture = Server();
        var text = LogsIn(capture, "203.0.113.66", logged: failures);
        Assert.Equal(isTold, text.Contains($"{Guessed}: 0 after {failures} failures from 203.0.113.66"));
    }

    [Theory]
    [Sides(nameof(FindingBounds.FailuresOfSeveral), 2, 3)]
    [InlineData(2, false, "ann", "bob")]
    [InlineData(3, false, "ann", "ann", "ann")]
    [InlineData(3, true, "ann", "ann", "bob")]
    [InlineData(3, true, "ann", "bob", "cid")]
    public void Three_are_enough_when_they_are_of_several_users(int failures, bool isTold, params string[] users)
    {
        Assert.Equal(failures, users.Length);
        var capture = Server();
        for (var i = 0; i < users.Length; i++)
            Fails(capture, 200 + i, "203.0.113.66", users[i]);
        Assert.Equal(isTold, LogsIn(capture, "203.0.113.66").Contains($"{Guessed}: 0 after {users.Length} failures from 203.0.113.66"));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    public void A_name_of_any_length_is_a_failure(int length)
    {
        var capture = Server();
        for (var i = 0; i < 5; i++)
            Fails(capture, 200 + i, "203.0.113.66", new string('x', length));
        Assert.Contains(Guessed, LogsIn(capture, "203.0.113.66"));
    }

    static ScapBuilder Server() => new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, "sshd"));

    static void Fails(ScapBuilder b, long pid, string from, string user)
    {
        b.Accept(100, 4, from + ":40000", "198.51.100.20:22").Clone(100, pid, "sshd").Close(100, 4);
        b.Clone(pid, pid + 1000, $"sshd: {user} [net]");
        Logs(b, pid, user, from);
        b.Event(EventCode.Procexit_1E, pid, I64(255 << 8), I64(255), U8(0), U8(0));
    }

    static void Logs(ScapBuilder b, long pid, string user, string from)
    {
        var line = $"<38>Nov 24 sshd[{pid}]: Failed password for {user} from {from} port 40000 ssh2";
        b.Openat(pid, 9, "/dev/log").Event(EventCode.SyscallWriteE, pid, I64(9), U32((uint)line.Length)).Event(EventCode.SyscallWriteX, pid, I64(line.Length), Calls.Bytes(line));
    }

    /// <summary>What the story is when somebody gets in and wipes a log, so that there is one.</summary>
    static string LogsIn(ScapBuilder b, string from, int logged = 0)
    {
        b.Accept(100, 4, from + ":40707", "198.51.100.20:22").Clone(100, 101, "sshd");
        for (var i = 0; i < logged; i++)
            Logs(b, 101, "root", from);
        b.Clone(101, 102, "sshd").Event(EventCode.SyscallSetsidE, 102).Event(EventCode.SyscallSetsidX, 102, I64(102)).Execve(102, "/bin/bash", "bash")
            .Event(EventCode.SyscallUnlink_2E, 102).Event(EventCode.SyscallUnlink_2X, 102, I64(0), Text("/var/log/wtmp"));
        return StoryRun.On(b, "story", width: 300);
    }
}
