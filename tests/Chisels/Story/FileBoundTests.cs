using CSysdig.Capture.Events;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>What is done to files that is an attack, beside what looks nearly like it and is none.</summary>
public sealed class FileBoundTests
{
    [Theory]
    [InlineData("/root/.bash_history", "/root/.bash_history-00123.tmp", false)]
    [InlineData("/root/.bash_history-00123.tmp", "/root/.bash_history", false)]
    [InlineData("/home/a/.bash_history", "/tmp/x", false)]
    [InlineData("/var/log/secure", "/tmp/x", true)]
    [InlineData("/var/log/wtmp", "/var/log/wtmp.old", true)]
    public void An_editor_that_writes_anew_and_renames_wipes_no_record(string from, string to, bool isTold)
    {
        var capture = Grave(Session());
        capture.Clone(102, 110, "bash").Execve(110, "/usr/bin/vim", "vim")
            .Event(EventCode.SyscallRenameE, 110).Event(EventCode.SyscallRenameX, 110, I64(0), Text(from), Text(to));
        var text = StoryRun.On(capture, "story", width: 300);
        Assert.Equal(isTold, text.Contains("wiped logs"));
        Assert.DoesNotContain("cleared", text);
    }

    [Fact]
    public void Who_removes_a_history_clears_it()
    {
        var capture = Grave(Session());
        capture.Clone(102, 110, "bash").Execve(110, "/bin/rm", "rm")
            .Event(EventCode.SyscallUnlink_2E, 110).Event(EventCode.SyscallUnlink_2X, 110, I64(0), Text("/root/.bash_history"));
        Assert.Contains("/root/.bash_history", StoryRun.On(capture, "story", width: 300));
    }

    [Theory]
    [InlineData("/tmp/下载/x", false)]
    [InlineData("/tmp/комп/x", false)]
    [InlineData("/tmp/a.b/x", false)]
    [InlineData("/tmp/a/x", false)]
    [InlineData("/tmp/x../y", false)]
    [InlineData("/tmp/.a/x", true)]
    [InlineData("/tmp/.../x", true)]
    [InlineData("/tmp/.. /x", true)]
    [InlineData("/tmp/ /x", true)]
    [InlineData("/tmp/\u00a0/x", true)]
    [InlineData("/tmp/\u200b/x", true)]
    [InlineData("/home/u/.a/x", false)]
    public void A_place_is_hidden_by_a_dot_or_by_blanks_and_not_by_its_letters(string path, bool isHidden)
    {
        var capture = Session();
        capture.Clone(102, 110, "bash").Execve(110, path, "x");
        Assert.Equal(isHidden, StoryRun.On(capture, "story", width: 300).Contains("ran from a hidden place"));
    }

    [Theory]
    [InlineData("/home/u/文档/x", false)]
    [InlineData("/home/u/a./x", false)]
    [InlineData("/home/u/.文档/x", true)]
    [InlineData("/home/u/.../x", true)]
    public void A_session_tells_of_hidden_files_by_a_dot_alone(string path, bool isHidden)
    {
        var capture = Session();
        capture.Openat(102, 3, path, flags: 1 << 1 | 1 << 2 | 1 << 5).Close(102, 3);
        Assert.Equal(isHidden, StoryRun.On(capture, "spy_sessions", width: 300).Contains("hidden"));
    }

    static ScapBuilder Session()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, "sshd"))
            .Accept(100, 4, "203.0.113.66:40707", "198.51.100.20:22").Clone(100, 101, "sshd").Clone(101, 102, "sshd");
        return capture.Event(EventCode.SyscallSetsidE, 102).Event(EventCode.SyscallSetsidX, 102, I64(102)).Execve(102, "/bin/bash", "bash");
    }

    /// <summary>Something that is surely told, so that what is told only beside it is too.</summary>
    static ScapBuilder Grave(ScapBuilder b) => b.Clone(102, 109, "bash").Execve(109, "/tmp/.x/y", "y");
}
