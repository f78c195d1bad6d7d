using CSysdig.Capture.Remote;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>The line to another machine: what goes there, what comes back, and that nothing stays, however it ends. What is copied here is a script that plays sysdig.</summary>
public sealed class RemoteLineTests
{
    static readonly string s_capture = Path.Combine(Repository.Root, "samples/honeypot.scap.gz");

    [SkippableFact]
    public void Options_go_there_word_by_word_and_the_capture_comes_back()
    {
        using var server = Server();
        using (var source = Open(server, "-s200", "--cri=/run/a b;'$(id)\"\\n"))
        {
            Assert.Equal("-s200\n--cri=/run/a b;'$(id)\"\\n\n-w\n-\n", File.ReadAllText(server.InFolder("options")));
            using var history = CaptureHistory.Watch(source, new HistoryOptions());
            Assert.True(LiveMachine.Await(() => history.Count == 148_664), $"{history.Count} events");
            Assert.Equal(("there", true, null), (history.Remote, history.IsLive, history.Live));
            Assert.False(history.IsComplete);
        }
        AssertNothingIsLeft(server, "it was closed");
        Assert.True(File.Exists(server.InFolder("ended")), "it was not told to end");
    }

    [SkippableFact]
    public void How_the_machine_does_is_what_it_said_last_and_no_reason_why_it_ended()
    {
        using var server = Server();
        var told = new List<string>();
        using var source = Open(server, told.Add);
        Assert.True(LiveMachine.Await(() => source.Pulse is not null), "it tells nothing");
        Assert.Equal(new MachinePulse(1.5, 20), source.Pulse);
        Assert.DoesNotContain(told, line => line.StartsWith("pulse 1") || line.StartsWith("pulse 0"));
        server.Cut();
    }

    [SkippableFact]
    public void The_copy_is_gone_while_it_runs()
    {
        using var server = Server();
        using var source = Open(server);
        Assert.True(LiveMachine.Await(() => server.Left.All(left => left.StartsWith("/proc/"))), string.Join(", ", server.Left));
        Assert.NotEmpty(server.Left);
    }

    [SkippableTheory]
    [InlineData("the server", "ssh ended with exit code 255: "), InlineData("the program", "ssh ended with exit code 1")]
    public void A_line_that_breaks_is_told_and_what_was_seen_stays(string what, string why)
    {
        using var server = Server();
        using var source = Open(server);
        using var history = CaptureHistory.Watch(source, new HistoryOptions());
        Assert.True(LiveMachine.Await(() => history.Count == 148_664));
        if (what == "the server")
            server.Cut();
        else
            File.WriteAllText(server.InFolder("stop"), "");
        Assert.True(LiveMachine.Await(() => history.IsComplete), "the end is not seen");
        Assert.StartsWith("there tells no more; what was seen stays (" + why, history.Progress.Failure);
        Assert.Equal(148_664, history.Count);
        AssertNothingIsLeft(server, $"{what} was ended");
    }

    [SkippableFact]
    public void A_line_that_breaks_before_the_first_events_leaves_nothing()
    {
        using var server = Server();
        File.WriteAllText(server.InFolder("silent"), "");
        var opening = Task.Run(() => Open(server));
        Assert.True(LiveMachine.Await(() => File.Exists(server.InFolder("options"))), "it does not begin");
        server.Cut();
        Assert.StartsWith("there can't be watched: ssh ended with exit code 255", Assert.ThrowsAsync<CaptureException>(() => opening).Result.Message);
        AssertNothingIsLeft(server, "the server was ended");
    }

    [SkippableFact]
    public void What_the_other_side_says_before_it_fails_is_told()
    {
        using var server = Server();
        File.WriteAllText(server.InFolder("stop"), "");
        File.WriteAllText(server.InFolder("silent"), "");
        var told = new List<string>();
        Assert.Equal("there can't be watched: ssh ended with exit code 1", Assert.Throws<CaptureException>(() => Open(server, told.Add)).Message);
        Assert.Contains("sysdig: no such thing", told);
        AssertNothingIsLeft(server, "it failed");
    }

    static SshServer Server()
    {
        LiveMachine.Need("sshd", "ssh", "unshare");
        return new SshServer();
    }

    static RemoteSource Open(SshServer server, params string[] options) => Open(server, _ => { }, options);

    static RemoteSource Open(SshServer server, Action<string> tell, params string[] options)
    {
        var program = server.InFolder("program");
        File.WriteAllText(program, $"""
            #!/bin/sh
            cd '{Path.GetDirectoryName(program)}'
            printf '%s\n' "$@" >words && mv words options
            trap 'touch ended; exit 0' TERM
            printf 'pulse 0.01 0.1\npulse 1.50 20.0\npulse 2.00 -1\n' >&2
            [ -e silent ] || gzip -dc '{s_capture}'
            until [ -e stop ]; do sleep 0.05; echo >/dev/null; done
            echo "sysdig: no such thing" >&2
            exit 1

            """);
        return RemoteSource.Open(SshServer.Address, server.Ssh, options, tell, () => File.OpenRead(program));
    }

    static void AssertNothingIsLeft(SshServer server, string after) =>
        Assert.True(LiveMachine.Await(() => server.Left.Length == 0, 20), $"left after {after}: {string.Join(", ", server.Left)}");
}
