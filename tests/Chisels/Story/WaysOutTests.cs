using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Rules;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.Chisels.Story.Intrusion;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>What is taken away otherwise than by a connection of its own: over the login, the shell that was given away, web services, datagrams, names.</summary>
public sealed class WaysOutTests
{
    const ulong Pipe = 77;

    [Theory]
    [Sides(nameof(FindingBounds.SentBytes), 255, 256)]
    [InlineData("sftp-server", "/etc/shadow", 255, null)]
    [InlineData("sftp-server", "/etc/shadow", 256, "sent out the way they came: passwords to 203.0.113.66 port 40707 by sftp-server, 256 bytes")]
    [InlineData("scp", "/root/.ssh/id_rsa", 256, "sent out the way they came: keys to 203.0.113.66 port 40707 by scp, 256 bytes")]
    [InlineData("tar", "/home/alice/letter", 256, "sent out the way they came: homes to 203.0.113.66 port 40707 by tar, 256 bytes")]
    [InlineData("sftp-server", "/home/alice/letter", 256, null)]
    public void What_goes_back_over_the_login_is_told_beside_what_is_grave(string program, string path, int bytes, string? told)
    {
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, "sshd"))
            .Accept(100, 4, "203.0.113.66:40707", "198.51.100.20:22").Clone(100, 101, "sshd")
            .Event(EventCode.SyscallPipeE, 101).Event(EventCode.SyscallPipeX, 101, I64(0), I64(5), I64(6), U64(Pipe)).Clone(101, 102, "sshd")
            .Event(EventCode.SyscallSetsidE, 102).Event(EventCode.SyscallSetsidX, 102, I64(102)).Dup(102, 6, 1).Execve(102, "/bin/bash", "bash");
        Command(capture, 110, $"/usr/bin/{program}", program).Openat(110, 3, path).Read(110, 3).Write(110, 1, new string('x', bytes - 1)).Write(110, 1, "x");
        Assert.Empty(Findings(capture));
        Assert.Equal(told is null ? [] : [told], Findings(capture.BringToLight()).Where(f => Kind(f) == "sent_back").Select(What));
    }

    [Fact]
    public void What_goes_through_the_shell_that_was_given_away_goes_the_way_they_came()
    {
        var capture = Session();
        capture.Clone(102, 110, "bash").TcpSocket(110, 0).Connect(110, 0, "198.51.100.20:4000", "203.0.113.5:4444").Dup(110, 0, 1).Execve(110, "/bin/sh", "sh")
            .Clone(110, 111, "sh").Execve(111, "/bin/cat", "cat", "/etc/shadow").Openat(111, 3, "/etc/shadow").Read(111, 3).Write(111, 1, new string('x', 300));
        Assert.Equal("sent out the way they came: passwords to 203.0.113.5 port 4444 by cat, 300 bytes", What(Only(capture, "sent_back")));
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: api.telegram.org\r\n", "", "api.telegram.org")]
    [InlineData("POST / HTTP/1.1\r\nHost: cdn.discord.com:443\r\n", "", "discord.com")]
    [InlineData("x", "-T\0/tmp/x\0https://transfer.sh/x", "transfer.sh")]
    [InlineData("POST / HTTP/1.1\r\nHost: nottransfer.sh\r\n", "-T\0/tmp/x\0http://nottransfer.sh/", null)]
    [InlineData("POST / HTTP/1.1\r\nHost: www.example\r\n", "", null)]
    public void A_web_service_is_known_by_the_name_of_its_host(string said, string args, string? service)
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/curl", "curl", args).Openat(110, 3, "/root/.aws/credentials").Read(110, 3)
            .TcpSocket(110, 7).Connect(110, 7, "198.51.100.20:4000", "203.0.113.9:443").Write(110, 7, said).Write(110, 7, new string('x', 300));
        Assert.Empty(Findings(capture));
        var told = Findings(capture.BringToLight()).Single(f => Kind(f) is "sent_out" or "sent_to_service");
        Assert.Equal(service is null ? "sent_out" : "sent_to_service", Kind(told));
        Assert.Contains(service is null ? " to 203.0.113.9 port" : $" to {service} at 203.0.113.9 port", What(told));
    }

    [Theory]
    [InlineData("paste.ee", "paste.ee")]
    [InlineData("paste.eu", null)]
    public void And_by_the_greeting_of_TLS(string host, string? service)
    {
        byte[] name = [0, 0, .. Long(host.Length + 5), .. Long(host.Length + 3), 0, .. Long(host.Length), .. Encoding.ASCII.GetBytes(host)];
        byte[] extensions = [0, 11, 0, 2, 1, 0, .. name];
        byte[] hello = [22, 3, 1, 1, 0, 1, 0, 1, 0, 3, 3, .. new byte[32], 4, 1, 2, 3, 4, 0, 2, 0x13, 1, 1, 0, .. Long(extensions.Length), .. extensions];
        var asked = WebServices.Asked(hello);
        Assert.Equal(service ?? "", Encoding.ASCII.GetString(asked));
        for (var length = 0; length < hello.Length; length++)
            Assert.True(WebServices.Asked(hello.AsSpan(0, length)).IsEmpty);

        static byte[] Long(int value) => [(byte)(value >> 8), (byte)value];
    }

    [Theory]
    [Sides(nameof(FindingBounds.SentBytes), 255, 256)]
    [InlineData(255, "203.0.113.9:9999", false)]
    [InlineData(256, "203.0.113.9:9999", true)]
    [InlineData(256, "203.0.113.9:53", false)]
    [InlineData(256, "127.0.0.1:9999", false)]
    public void Datagrams_of_a_process_that_read_passwords_are_a_theft(int bytes, string to, bool isTold)
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/nc", "nc").Openat(110, 3, "/etc/shadow").Read(110, 3).UdpSocket(110, 7).Connect(110, 7, "198.51.100.20:4000", to)
            .Write(110, 7, new string('x', bytes - 1)).Write(110, 7, "x");
        Assert.Equal(isTold ? ["sent out by datagrams: passwords to 203.0.113.9 port 9999 by nc, 256 bytes"] : [], Findings(capture).Where(f => Kind(f) == "sent_by_datagrams").Select(What));
    }

    [Theory]
    [Sides(nameof(FindingBounds.QueriedNames), 19, 20), Sides(nameof(FindingBounds.QueriedBytes), 39, 40)]
    [InlineData(19, 40, 0, false)]
    [InlineData(20, 40, 0, true)]
    [InlineData(20, 39, 0, false)]
    [InlineData(19, 40, 5, false)]
    public void Names_too_long_and_too_many_to_be_anybodys_are_what_is_sent(int names, int length, int again, bool isTold)
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/x", "x").UdpSocket(110, 7).Connect(110, 7, "198.51.100.20:4000", "203.0.113.53:53");
        for (var i = 0; i < names; i++)
            Asks(capture, i, length);
        for (var i = 0; i < again; i++)
            Asks(capture, 0, length);
        // Another domain's are not counted with them.
        for (var i = 0; i < 19; i++)
            Asks(capture, i, 50, "b");
        Assert.Equal(isTold ? ["sent out by datagrams: names below a.example, 800 bytes"] : [], Findings(capture).Select(What).Where(w => w.StartsWith("sent")));
    }

    [Fact]
    public void A_message_that_is_no_query_breaks_nothing()
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/x", "x").UdpSocket(110, 7).Connect(110, 7, "198.51.100.20:4000", "203.0.113.53:53");
        for (var i = 0; i < 300; i++)
            capture.Write(110, 7, new string((char)(i % 32), i));
        Assert.Empty(Findings(capture));
    }

    static void Asks(ScapBuilder b, int number, int length, string domain = "a") =>
        b.Write(110, 7, $"{new string('\u0001', 12)}{(char)length}{number.ToString("D2") + new string('d', length - 2)}\u0001{domain}\u0007example\0\0\u0001\0\u0001");
}
