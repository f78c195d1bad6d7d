using CSysdig.Model.Story.Findings;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.Chisels.Story.Intrusion;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>What a machine that was taken over is used for: coins and mail.</summary>
public sealed class HireTests
{
    [Theory]
    [InlineData("{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"login\",\"params\":{\"login\":\"48abc.w1\",\"pass\":\"x\",\"agent\":\"XMRig\"}}\n", "mined: 203.0.113.9 port 3333 for 48abc.w1")]
    [InlineData("{\"id\": 2, \"method\": \"mining.authorize\", \"params\": [\"bc1q.w1\", \"x\"]}\n", "mined: 203.0.113.9 port 3333 for bc1q.w1")]
    [InlineData("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": [\"miner/1\"]}\n", "mined: 203.0.113.9 port 3333")]
    [InlineData("{\"method\":\"login\",\"user\":\"alice\"}", null)]
    [InlineData("{\"method\":\"logins\",\"pass\":\"x\"}", null)]
    public void A_miner_is_told_by_how_it_asks_its_pool(string line, string? told)
    {
        var capture = Alone().TcpSocket(50, 3).Connect(50, 3, "198.51.100.20:4000", "203.0.113.9:3333").Write(50, 3, line);
        Assert.Equal(told is null ? [] : [told], Findings(capture).Select(What));
    }

    [Fact]
    public void And_by_its_arguments()
    {
        var capture = Session();
        Command(capture, 110, "/usr/bin/x", "x", "-o\0stratum+tcp://pool:3333");
        Assert.Equal("mined: x -o stratum+tcp://pool:3333", What(Only(capture, "mined")));
    }

    [Theory]
    [Sides(nameof(FindingBounds.MailRecipients), 99, 100), Sides(nameof(FindingBounds.MailServers), 9, 10)]
    [InlineData(100, 10, "perl", true)]
    [InlineData(99, 10, "perl", false)]
    [InlineData(100, 9, "perl", false)]
    [InlineData(100, 10, "smtp", false)]
    public void Mail_to_many_at_many_servers_is_told_unless_it_is_a_mail_servers(int recipients, int servers, string program, bool isTold)
    {
        var capture = Alone(program);
        for (var i = 0; i < servers; i++)
            capture.TcpSocket(50, 3).Connect(50, 3, "198.51.100.20:4000", $"203.0.113.{i + 1}:25").Write(50, 3, "RCPT TO:<a@example>\r\n").Close(50, 3);
        capture.TcpSocket(50, 3).Connect(50, 3, "198.51.100.20:4000", "203.0.113.1:25");
        for (var i = servers; i < recipients - 1; i++)
            capture.Write(50, 3, "rcpt to:<a@example>\r\n");
        capture.Write(50, 3, "MAIL FROM:<b@example>\r\nRCPT TO:<a@example>\r\n");
        Assert.Equal(isTold ? [$"sent mail in numbers: {recipients} recipients at {servers} servers and more"] : [], Findings(capture).Select(What));
    }

    static ScapBuilder Alone(string program = "x") => new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(50, program));
}
