using CSysdig.Capture.Events;
using CSysdig.Model.Filters;
using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.Chisels.Story.Intrusion;
using static CSysdig.Tests.TestKit.ScapBuilder;
using HistoryRun = CSysdig.Model.Story.StoryRun;

namespace CSysdig.Tests.Chisels.Story;

public sealed class FindingTests
{
    const string Calm = "no finding: nothing here looks like an attack\n";

    [Fact]
    public void The_attack_on_the_honeypot_is_told_in_order_and_the_other_users_session_is_not()
    {
        var findings = Findings(StoryRun.OnHoneypot("story", json: true));
        Assert.All(findings, f => Assert.Equal("root from 203.0.113.66", $"{f.GetProperty("who").GetString()} from {f.GetProperty("from").GetString()}"));
        Assert.Equal(["guessed_password", "logged_in", "looked_around", "made_hidden_place", "downloaded", "ran_download", "ran_from_hidden_place", "compiled", "removed_tools",
            "downloaded", "ran_download", "ran_document", "took_false_name", "took_orders", "flooded", "downloaded", "ran_download", "set_times_back", "replaced_tools",
            "locked_files", "opened_firewall", "read_passwords", "wiped_logs", "cleared_history"], findings.Select(f => f.GetProperty("kind").GetString()));
        var times = findings.Select(f => f.GetProperty("first").GetUInt64()).ToList();
        Assert.Equal(times.Order(), times);
    }

    [Theory]
    [InlineData("guessed_password", "T1110", 5, "root after 5 failures from 203.0.113.66")]
    [InlineData("made_hidden_place", "T1564.001", 1, "/usr/sbin/.shm")]
    [InlineData("ran_document", "T1036.008", 1, "perl .sloboz.pdf")]
    [InlineData("took_false_name", "T1036.005", 4, "/usr/local/apache/bin/httpd -DSSL is perl .sloboz.pdf")]
    [InlineData("took_orders", "T1071", 3, "@udp1 203.0.113.150 800 3")]
    [InlineData("flooded", "T1498", 20_484, "203.0.113.150 with 20,484 datagrams")]
    [InlineData("wiped_logs", "T1070.002", 7, "/var/log/wtmp, /var/log/lastlog")]
    public void A_finding_has_its_technique_its_count_and_what_it_was_about(string kind, string technique, int count, string what)
    {
        var finding = Findings(StoryRun.OnHoneypot("story", json: true)).First(f => f.GetProperty("kind").GetString() == kind);
        Assert.Equal(technique, finding.GetProperty("technique").GetString());
        Assert.Equal(count, finding.GetProperty("count").GetInt64());
        Assert.Contains(what, finding.GetProperty("what").GetString());
    }

    [Fact]
    public async Task Read_from_a_history_the_story_is_the_same()
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        var watch = new StoryWatch();
        watch.Begin(stream.State);
        while (stream.Next())
            watch.Add(stream.Current, stream.Current.Raw.Timestamp);
        using var run = HistoryRun.Start(Honeypot.History);
        await run.Completion;
        var (one, other) = (Lines(watch.Report()), Lines(run.Report));
        Assert.NotEmpty(one);
        Assert.Equal(string.Join(Environment.NewLine, one), string.Join(Environment.NewLine, other));
    }

    [Fact]
    public async Task The_filter_of_each_finding_finds_its_evidence()
    {
        using var run = HistoryRun.Start(Honeypot.History);
        await run.Completion;
        foreach (var finding in run.Report.Groups.SelectMany(g => g.Findings))
        {
            var filter = Filter.Parse($"evt.rawtime>={finding.Since} and evt.rawtime<={finding.Last} and {finding.Filter}", Honeypot.History.State);
            Assert.True(Found(Honeypot.History, filter, finding), $"{finding.Rule.Kind}: {finding.Filter}");
        }
    }

    [Theory]
    [InlineData("containers")]
    [InlineData("502Error")]
    [InlineData("curl_google")]
    [InlineData("files")]
    [InlineData("newest-shell")]
    [InlineData("newest-sockets")]
    [InlineData("newest-syscalls")]
    [InlineData("newest-webstack")]
    [InlineData("sample")]
    [InlineData("single_ipv6_conn")]
    [InlineData("sockets")]
    [InlineData("test_ipv6_client")]
    [InlineData("webstack")]
    public void A_healthy_capture_has_no_story(string name)
    {
        var path = Path.Combine(Repository.Root, "..", "shared", "parity", "captures", name + ".scap.gz");
        if (!File.Exists(path))
            path = Repository.Sample(name + ".scap.gz");
        if (!File.Exists(path))
            return;
        using var stream = EventStream.Open(path);
        Assert.Equal(Calm, StoryRun.Run(stream, "story", json: false, 100, []));
    }

    [Fact]
    public void An_administrator_who_installs_builds_and_edits_has_no_story()
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/apt-get", "apt-get", "install\0nginx").Clone(110, 111, "apt-get").Execve(111, "/usr/bin/dpkg", "dpkg", "--configure");
        Writes(capture, 111, "/lib/systemd/system/nginx.service");
        Writes(capture, 111, "/etc/cron.d/nginx");
        Command(capture, 112, "/usr/bin/wget", "wget", "http://198.51.100.9/tool.tgz");
        Fetches(capture, 112, "/home/tool.tgz");
        Command(capture, 113, "/usr/bin/make", "make");
        Command(capture, 114, "/usr/bin/vim", "vim", "/etc/crontab");
        Writes(capture, 114, "/etc/crontab");
        Removes(capture, 114, "/var/log/app.log.1");
        Assert.Equal(Calm, StoryRun.On(capture, "story"));
    }

    [Fact]
    public void A_program_run_from_a_hidden_folder_brings_what_was_ordinary_beside_it_to_light()
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/wget", "wget", "http://198.51.100.9/x");
        Fetches(capture, 110, "/tmp/.x/bot");
        Command(capture, 111, "/tmp/.x/bot", "/tmp/.x/bot");
        Command(capture, 112, "/usr/bin/vim", "vim", "/etc/crontab");
        Writes(capture, 112, "/etc/crontab");
        var findings = Findings(StoryRun.On(capture, "story", json: true));
        Assert.Equal(["logged_in", "downloaded", "ran_download", "ran_from_hidden_place", "added_cron_job"], findings.Select(f => f.GetProperty("kind").GetString()));
    }

    [Fact]
    public void A_shell_whose_input_and_output_are_a_connection_is_told_whoever_started_it()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(50, "worker"))
            .TcpSocket(50, 0).Connect(50, 0, "198.51.100.20:4000", "203.0.113.5:4444").Dup(50, 0, 1).Execve(50, "/bin/sh", "sh");
        var finding = Assert.Single(Findings(StoryRun.On(capture, "story", json: true)));
        Assert.Equal("reverse_shell", finding.GetProperty("kind").GetString());
        Assert.Contains("203.0.113.5:4444", finding.GetProperty("what").GetString());
    }

    [Fact]
    public void A_log_of_logins_is_wiped_by_emptying_it_but_not_by_touching_it()
    {
        const uint Write = 1 << 1, Create = 1 << 2, NonBlocking = 1 << 6, Truncate = 1 << 8;
        var capture = Session();
        capture.Openat(102, 3, "/var/log/wtmp", flags: Write | Create | NonBlocking).Close(102, 3);
        Assert.Equal(Calm, StoryRun.On(capture, "story"));
        capture = Session();
        capture.Openat(102, 3, "/var/log/wtmp", flags: Write | Create | Truncate).Close(102, 3);
        Assert.Contains("wiped logs: /var/log/wtmp", StoryRun.On(capture, "story"));
    }

    [Theory]
    [InlineData("/tmp/x", "/var/log/wtmp", "wiped logs: /var/log/wtmp")]
    [InlineData("/var/log/wtmp", "/data/wtmp", "wiped logs: /var/log/wtmp")]
    [InlineData("/tmp/x", "/data/wtmp", null)]
    public void A_log_is_wiped_through_a_link_too(string name, string real, string? told)
    {
        const uint Write = 1 << 1, Truncate = 1 << 8;
        var capture = Session();
        capture.Event(EventCode.SyscallOpenat_2E, 102, I64(-100), Text(name), U32(Write | Truncate), U32(0))
            .Opened(EventCode.SyscallOpenat_2X, 102, real, I64(3), I64(-100), Text(name), U32(Write | Truncate), U32(0), U32(0)).Close(102, 3);
        if (told is null)
            Assert.Equal(Calm, StoryRun.On(capture, "story"));
        else
            Assert.Contains(told, StoryRun.On(capture, "story"));
    }

    [Fact]
    public void A_shell_fed_by_a_download_through_a_pipe_runs_it()
    {
        var capture = Session();
        const ulong Pipe = 77;
        capture.Event(EventCode.SyscallPipeE, 102).Event(EventCode.SyscallPipeX, 102, I64(0), I64(5), I64(6), U64(Pipe));
        Command(capture, 110, "/usr/bin/curl", "curl", "http://198.51.100.9/x.sh");
        capture.TcpSocket(110, 3).Connect(110, 3, "198.51.100.20:4000", "198.51.100.9:80").Read(110, 3, "#!/bin/sh")
            .Event(EventCode.SyscallWriteE, 110, I64(6), U32(4)).Event(EventCode.SyscallWriteX, 110, I64(4), Calls.Bytes("#!/x"));
        capture.Clone(102, 111, "bash").Dup(111, 5, 0).Execve(111, "/bin/sh", "sh").Read(111, 0, "#!/x");
        Removes(capture, 102, "/var/log/wtmp");
        var finding = Findings(StoryRun.On(capture, "story", json: true)).Single(f => f.GetProperty("kind").GetString() == "ran_download");
        Assert.Contains("198.51.100.9:80 through a pipe", finding.GetProperty("what").GetString());
    }

    [Theory]
    [InlineData("/home/ls", "/usr/bin/ls", true), InlineData("/home/ls", "/bin/ps", true), InlineData("/home/ls", "/srv/bin/ls", true)]
    [InlineData("/home/notes", "/usr/bin/ls", false), InlineData("/home/ls", "/srv/bin/ps", false), InlineData("/home/ls", "/srv/ls", false)]
    public void A_tool_is_replaced_by_a_copy_of_a_download_too_though_no_bytes_of_that_are_seen(string from, string to, bool isTold)
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/wget", "wget", "http://198.51.100.9/ls");
        Fetches(capture, 110, "/home/ls");
        Command(capture, 111, "/usr/bin/cp", "cp", $"{from}\0{to}").Openat(111, 3, from, flags: 1);
        Writes(capture, 111, to);
        Command(capture, 112, to, "it");
        var isOwn = !to.StartsWith("/srv");
        Assert.Equal(isTold && isOwn, StoryRun.On(capture, "story").Contains("replaced system tools: " + to));
        // What is not grave by itself is told beside what is.
        Removes(capture, 102, "/var/log/wtmp");
        var story = StoryRun.On(capture, "story");
        Assert.Equal(isTold || isOwn, story.Contains("replaced system tools: " + to));
        Assert.Equal(from == "/home/ls", story.Contains("ran what was downloaded"));
    }

    [Fact]
    public void A_hostile_path_can_write_no_line_of_the_story()
    {
        var capture = Session();
        Removes(capture, 102, "/var/log/wtmp");
        Command(capture, 110, "/tmp/.\n=== Nobody\u001b[2J/x", "/tmp/.\n=== Nobody\u001b[2J/x");
        var text = StoryRun.On(capture, "story", width: 300);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain(text.Split('\n'), l => l.StartsWith("=== Nobody"));
    }

    [Fact]
    public void More_findings_than_there_is_room_for_are_counted()
    {
        var capture = Session();
        for (var i = 0; i < 250; i++)
            Command(capture, 200 + i, $"/tmp/.h{i}/x", $"/tmp/.h{i}/x");
        Assert.Contains("more things to follow or to tell are left out", StoryRun.On(capture, "story"));
    }

    static List<string> Lines(StoryReport report) => [.. report.Groups.SelectMany(g => g.Findings.Select(f =>
        $"{Encode(g.Who)} {Encode(g.From)} {g.Start} {g.End} {f.Rule.Kind} {f.Since} {f.First} {f.Last} {f.Count} {Encode(f.What)} {f.Filter}"))];

    static string Encode(byte[] text) => Convert.ToHexString(text);

    static bool Found(CaptureHistory history, Filter filter, StoryFinding finding)
    {
        var cursor = history.CreateCursor();
        for (var row = history.RowAfter(finding.Since - 1); row < history.Count && history.TimestampAt(row) <= finding.Last; row++)
            if (cursor.Load(row) && filter.Test(cursor.Event))
                return true;
        return false;
    }
}
