using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CSysdig.Tests.TestKit;
using Xunit.Abstractions;

namespace CSysdig.Tests.Live;

/// <summary>Somebody guesses a password, downloads, takes a false name and wipes logs: who watches is told while it happens.</summary>
[Collection(Intruders)]
public sealed class IntruderTests(ITestOutputHelper output)
{
    /// <summary>One after the other: the first line has the newest finding of all.</summary>
    public const string Intruders = "intruders";

    /// <summary>A deed shall be told within two seconds; a machine that does much else at the same time may be late.</summary>
    const double MostSeconds = 2, Slack = 13;

    static readonly string s_script = Path.Combine(Repository.Root, "tests/Live/intruder.sh");

    [SkippableFact]
    public void Each_deed_is_told_within_two_seconds_and_stands_in_the_written_capture_under_the_same_number()
    {
        LiveMachine.Need("sshd", "ssh", "sshpass", "openssl", "python3", "wget", "perl", "unshare");
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        using var story = new TimedLines(SysdigProgram.ExecutablePath, "-w", capture, "-c", "story", "-j");
        using var text = new TimedLines(SysdigProgram.ExecutablePath, "-c", "story", "-c", "spy_sessions", "mallory", "-c", "spy_users", "-c", "topprocs_net");
        Assert.True(LiveMachine.Await(() => story.Watches && text.Watches && text.Lines.Count > 0), "they do not begin: " + story.Errors + text.Errors);

        var deeds = Intrude(folder.Path);
        Assert.True(LiveMachine.Await(() => text.TimeOf("ended at") is not null && text.TimeOf("LOG WIPED") is not null), "the end of the session is not told");
        Assert.Equal((0, 0), (story.Interrupt(), text.Interrupt()));

        Late("story -j: guessed", deeds["login"], story.TimeOf("guessed a password: mallory after "));
        Late("story -j: download", deeds["download"], story.TimeOf("\"what\":\"downloaded: "));
        Late("story -j: rename", deeds["rename"], story.TimeOf("took a false name: /usr/local/apache is perl"));
        Late("story -j: wipe", deeds["wipe"], story.TimeOf("wiped logs: /var/log/wtmp"));
        Late("story: guessed", deeds["login"], text.TimeOf("guessed a password: mallory after "));
        Late("story: download", deeds["download"], text.TimeOf("downloaded: "));
        Late("story: rename", deeds["rename"], text.TimeOf("took a false name: /usr/local/apache is perl"));
        Late("story: wipe", deeds["wipe"], text.TimeOf("wiped logs: /var/log/wtmp"));
        Late("story: end", deeds["end"], text.TimeOf("mallory from 127.0.0.1 by sshd, ended at "));
        Late("spy_sessions: login", deeds["login"], text.TimeOf(": mallory from 127.0.0.1 port "));
        Late("spy_sessions: wipe", deeds["wipe"], text.TimeOf("! log wiped: /var/log/wtmp by rm "));
        Late("spy_sessions: whole", deeds["end"], text.TimeOf("/var/log/wtmp  removed  LOG WIPED"));
        Late("spy_users: download", deeds["download"], text.TimeOf("wget -q -O bot http://127.0.0.1:"));
        // A table is of a whole second.
        Late("topprocs_net: download", deeds["download"], text.TimeOf("B                wget "), more: 1);

        var read = LiveMachine.Run(SysdigProgram.ExecutablePath, "-r", capture, "-c", "story", "-j");
        Assert.Equal(0, read.Code);
        // What the machine does beside the intruder need not end as it stood when it was told.
        Assert.Equal(Mallorys(read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), Mallorys(story.Lines.Select(l => l.Line)).Distinct());
    }

    [SkippableFact]
    public void What_is_pinned_without_anybody_asking_tells_the_story_alone()
    {
        LiveMachine.Need("tmux", "sshd", "ssh", "sshpass", "openssl", "python3", "wget", "perl", "unshare");
        using var folder = new TemporaryFolder();
        var pins = folder.File("pins");
        using var terminal = new TmuxDriver(160, 45, "--pin", pins);
        terminal.WaitFor("this machine", screen => screen[0].Contains(" live ") && screen[2].StartsWith(" Processes"));
        Intrude(folder.Path);
        terminal.WaitFor("findings on the header", screen => screen[0].Contains(" finding"));
        terminal.Press("s").WaitFor("the last deed", screen => screen.Any(line => line.Contains("wiped logs: /var/log/wtmp")));
        terminal.Press("q").WaitFor("exit 0");
        var told = Directory.GetFiles(pins, "*.scap.zst").SelectMany(pin => LiveMachine.Run(SysdigProgram.ExecutablePath, "-r", pin, "-c", "story", "-j").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Where(line => line.Contains("mallory")).ToList();
        foreach (var deed in (string[])["guessed a password: mallory after ", "downloaded: ", "took a false name: /usr/local/apache is perl", "wiped logs: /var/log/wtmp"])
            Assert.Contains(told, line => line.Contains(deed));
    }

    void Late(string what, DateTime deed, DateTime? told, double more = 0)
    {
        Assert.True(told is not null, what + " was not told");
        var seconds = (told.Value - deed).TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {seconds:F3} s after the deed{(seconds > MostSeconds + more ? ", LATE" : "")}"));
        Assert.InRange(seconds, -60, MostSeconds + more + Slack);
    }

    /// <summary>Runs the script; when each deed had been done.</summary>
    static Dictionary<string, DateTime> Intrude(string folder)
    {
        using var script = new TimedLines("unshare", "-m", "--propagation", "private", "bash", s_script, Directory.CreateDirectory(Path.Combine(folder, "intruder")).FullName,
            FreePort().ToString(CultureInfo.InvariantCulture), FreePort().ToString(CultureInfo.InvariantCulture));
        Assert.True(script.Wait() == 0, script.Errors);
        return script.Lines.Select(l => l.Line.Split(' ')).ToDictionary(w => w[0], w => DateTime.UnixEpoch + TimeSpan.FromTicks(long.Parse(w[1], CultureInfo.InvariantCulture) / 100));
    }

    static List<string> Mallorys(IEnumerable<string> lines) =>
        [.. lines.Select(l => JsonDocument.Parse(l).RootElement).Where(f => f.GetProperty("who").GetString() == "mallory").Select(f => $"{f.GetProperty("event")} {f.GetProperty("kind")}")];

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
