using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CSysdig.Tests.TestKit;
using Xunit.Abstractions;

namespace CSysdig.Tests.Live;

/// <summary>Somebody logs in by ssh after three passwords that did not fit: who watches sees it, what is done there, how it was before, and ends it.</summary>
public sealed class SshSessionTests(ITestOutputHelper output)
{
    /// <summary>A session shall be listed within two seconds; a machine that does much else at the same time may be late.</summary>
    const double MostSeconds = 2, Slack = 13;

    readonly string _port = FreePort();
    /// <summary>Others of this machine log in from 127.0.0.1: whose address this is they are not.</summary>
    readonly string _address = $"127.{Random.Shared.Next(1, 255)}.{Random.Shared.Next(255)}.{Random.Shared.Next(1, 255)}";

    [SkippableTheory]
    [InlineData(80, 24), InlineData(160, 45)]
    public void A_login_is_listed_told_left_for_the_past_written_to_recorded_and_ended(int width, int height)
    {
        LiveMachine.Need("tmux", "sshd", "ssh", "sshpass", "ssh-keygen", "openssl", "unshare");
        using var folder = new TemporaryFolder();
        using var server = LiveMachine.Start("unshare", "-m", "--propagation", "private", "bash", Path.Combine(Repository.Root, "tests/Live/session.sh"), folder.Path, _port);
        var errors = server.StandardError.ReadToEndAsync();
        try
        {
            Assert.True(LiveMachine.Await(() => File.Exists(folder.File("ready")) || server.HasExited) && !server.HasExited, "no login server");
            File.WriteAllText(folder.File("ssh_config"), $"""
                Host there
                HostName 127.0.0.1
                Port {_port}
                User mallory
                BindAddress {_address}
                StrictHostKeyChecking no
                UserKnownHostsFile /dev/null
                LogLevel ERROR
                PubkeyAuthentication no
                NumberOfPasswordPrompts 1
                """);
            for (var time = 1; !Walked(width, height, folder, time); time++)
                output.WriteLine("events were lost: once more");
        }
        finally
        {
            File.WriteAllText(folder.File("go"), "");
            Assert.True(server.WaitForExit(20_000) && server.ExitCode == 0, errors.IsCompleted ? errors.Result : "the login server stays");
        }
    }

    /// <summary>False where a busy machine lost events, and it is to be done again.</summary>
    bool Walked(int width, int height, TemporaryFolder folder, int time)
    {
        const int MostTimes = 3;
        using var terminal = new TmuxDriver(width, height, "-d", "500", "-v", "sessions");
        try
        {
            Walk(terminal, folder, time);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OtherwiseException && time < MostTimes && terminal.Screen[0].Contains(" events lost"))
        {
            return false;
        }
    }

    void Walk(TmuxDriver terminal, TemporaryFolder folder, int time)
    {
        terminal.WaitFor("this machine", lines => lines[0].Contains(" live ") && lines[2].StartsWith(" Processes › Sessions "));
        foreach (var password in new[] { "a", "b", "c" })
            Assert.NotEqual(0, LiveMachine.Run("sshpass", "-p", password, "ssh", "-F", folder.File("ssh_config"), "there", "true").Code);

        var before = DateTime.UtcNow;
        using var client = new TmuxDriver(80, 24, ["sshpass", "-p", "opensesame", "ssh", "-F", folder.File("ssh_config"), "there"], []);
        terminal.WaitFor("the session", lines => lines.Any(line => line.Contains(_address)));
        var listed = DateTime.UtcNow;
        client.WaitFor("mallory>");
        var login = DateTime.UnixEpoch + TimeSpan.FromTicks(long.Parse(File.ReadAllLines(folder.File("home/logins"))[^1], CultureInfo.InvariantCulture) / 100);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"listed {(listed - login).TotalSeconds:F3} s after the login{((listed - login).TotalSeconds > MostSeconds ? ", LATE" : "")}"));
        Assert.InRange((listed - login).TotalSeconds, -60, MostSeconds + Slack);
        See(page => page[_address].Cell("USER", "mallory").Cell("FAILED", "3").CellBegins("STATE", "idle "));

        // What is typed there stands in the transcript, with what came of it.
        client.Type("uname -s | tr a-z A-Z").Press("Enter").WaitFor("LINUX");
        Find();
        terminal.Press("Enter");
        See(page => page.Way("› Transcript").Has("mallory> uname -s | tr a-z A-Z").Has(" tty ").Has("LINUX"));
        terminal.Press("BSpace");

        var capture = folder.File($"session{time}.scap.gz");
        terminal.Press("F8").Type("R").WaitFor(" Record it in the file:");
        terminal.Press("C-u").Type(capture).Press("Enter").WaitFor("events written to");
        var told = LiveMachine.Run(SysdigProgram.ExecutablePath, "-r", capture, "-c", "spy_sessions");
        Assert.Contains("mallory", told.Output);
        Assert.Contains("uname -s", told.Output);

        client.Type("sleep 100").Press("Enter");
        See(page => page[_address].Cell("RUNS NOW", "sleep 100").CellBegins("STATE", "idle "));
        var during = DateTime.UtcNow;

        terminal.Type($":at {Moment(before)}").Press("Enter");
        See(page => page.Header(" past ").Way("Sessions").HasNot(_address));
        // That time holds for every screen.
        terminal.Press("BSpace");
        See(page => page.Header(" past ").Way("Processes"));
        terminal.Type("w");
        See(page => page.Header(" past ").Way("Sessions").HasNot(_address));
        terminal.Type(":now").Press("Enter");
        See(page => page.Header(" live ")[_address].Cell("RUNS NOW", "sleep 100"));

        // A session's own time does not.
        Find();
        terminal.Press("F6").WaitFor("its events", lines => lines[2].Contains("› Dig"));
        terminal.Press("BSpace");
        See(page => page.Header(" live ")[_address].IsSelected());
        terminal.Press("F8");
        See(page => page.Way("› Actions").Has("E  End the session").Has("W  Write to its terminal").Has("R  Record it"));
        terminal.Type("W").WaitFor(" To mallory from ");
        terminal.Type("Who are you? \\x1b").Press("Enter").WaitFor("written to /dev/pts/");
        client.WaitFor("Who are you? \\x1b");

        terminal.Press("F8").Type("E").WaitFor("? (yes)");
        terminal.Type("yes").Press("Enter").WaitFor("told to end");
        client.WaitFor("exit 255");
        See(page => page[_address].Cell("STATE", "SIGHUP"));

        // Then it was open.
        terminal.Type($":at {Moment(during)}").Press("Enter");
        See(page => page.Header(" past ")[_address].CellBegins("STATE", "idle ").Cell("RUNS NOW", "sleep 100"));
        terminal.Press("End");
        See(page => page.Header(" live ")[_address].Cell("STATE", "SIGHUP"));
        terminal.Press("q").WaitFor("exit 0");

        void See(Action<Page> says) => Page.See(terminal, says);

        // The row that was found stays the selected one, wherever it moves.
        void Find()
        {
            terminal.Type($"/{_address}").WaitFor("it is found", lines => lines.Any(line => line.Contains("1 hit")));
            terminal.Press("Enter");
            See(page => page.Selected.Has(_address));
        }
    }

    static string Moment(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
