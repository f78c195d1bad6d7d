using System.Text.Json;
using CSysdig.Capture.Events;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels.Story;

public sealed class RenamedTests
{
    [Fact]
    public void The_bot_that_calls_itself_a_web_server_is_found_with_what_it_runs_and_whom_it_talks_to()
    {
        var found = Json(StoryRun.OnHoneypot("renamed", json: true));
        Assert.Equal([32602, 32603, 32612], found.Select(f => f.GetProperty("pid").GetInt32()).Order());
        var bot = found.Single(f => f.GetProperty("pid").GetInt32() == 32603);
        Assert.Equal("/usr/local/apache/bin/httpd -DSSL", bot.GetProperty("argv").GetString());
        Assert.Equal("/usr/bin/perl", bot.GetProperty("exe_path").GetString());
        Assert.Equal("perl .sloboz.pdf", bot.GetProperty("was").GetString());
        Assert.Equal("path", bot.GetProperty("poses_as").GetString());
        Assert.Contains(bot.GetProperty("connections").EnumerateArray(), c => c.GetProperty("name").GetString()!.EndsWith("203.0.113.9:6667"));
    }

    [Theory]
    [InlineData("/bin/bash", "bash", "-bash", "")]
    [InlineData("/bin/sh", "configure", "/bin/sh", "./configure")]
    [InlineData("/usr/bin/python3", "tool", "/usr/bin/python3", "-u\0/opt/tool")]
    [InlineData("/bin/busybox", "ls", "ls", "-l")]
    [InlineData("/usr/sbin/nginx", "nginx", "nginx: master process", "")]
    [InlineData("/proc/self/exe", "exe", "runc", "init")]
    [InlineData("/usr/bin/a_very_long_program_name", "a_very_long_pro", "a_very_long_program_name", "")]
    public void What_is_custom_raises_no_alarm(string path, string comm, string argv0, string args)
    {
        var capture = Started().Event(EventCode.SyscallExecve_19E, 7, Text(path)).ExecveExit(7, argv0, comm, args).Clone(7, 8, comm);
        Assert.StartsWith("no process", StoryRun.On(capture, "renamed"));
    }

    [Theory]
    [InlineData("[kworker/0:1]", "kernel thread")]
    [InlineData("/usr/sbin/httpd", "path")]
    public void A_false_first_word_is_found_at_the_exec(string argv0, string pose)
    {
        var capture = Started().Event(EventCode.SyscallExecve_19E, 7, Text("/tmp/.x")).ExecveExit(7, argv0, ".x");
        var found = Assert.Single(Json(StoryRun.On(capture, "renamed", json: true)));
        Assert.Equal(pose, found.GetProperty("poses_as").GetString());
        Assert.Equal("/tmp/.x", found.GetProperty("exe_path").GetString());
    }

    [Fact]
    public void A_name_given_by_prctl_is_found_where_the_main_thread_takes_it()
    {
        var capture = Started().Execve(7, "/tmp/miner", "miner")
            .Event(EventCode.SyscallPrctlE, 7).Event(EventCode.SyscallPrctlX, 7, I64(0), U32(15), Text("kworker/1:2"), I64(0));
        var found = Assert.Single(Json(StoryRun.On(capture, "renamed", json: true)));
        Assert.Equal("prctl", found.GetProperty("sign").GetString());
        Assert.Equal("kworker/1:2", found.GetProperty("comm").GetString());
    }

    [Fact]
    public void Titles_of_servers_and_their_children_raise_no_alarm()
    {
        var capture = Started().Execve(7, "/usr/sbin/sshd", "sshd");
        foreach (var title in (string[])["sshd: root [priv]", "sshd: root@pts/0", "sshd"])
            capture.CloneExit(7, 0, title, 7, 1);
        Assert.StartsWith("no process", StoryRun.On(capture, "renamed"));
    }

    [Fact]
    public void Nothing_captured_reaches_the_output_raw()
    {
        var capture = Started().Event(EventCode.SyscallExecve_19E, 7, Text("/tmp/.x")).ExecveExit(7, "[x]\u001b]0;\u0007\npid 1", ".x");
        var text = StoryRun.On(capture, "renamed");
        Assert.DoesNotContain(text, c => c < ' ' && c != '\n');
        Assert.DoesNotContain(text.Split('\n'), l => l.StartsWith("pid 1"));
    }

    static ScapBuilder Started() => new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(7, "sh"));

    static List<JsonElement> Json(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
}
