using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Tracking;

/// <summary>Which side of a connection a process is, and so which address is the client's.</summary>
public sealed class ServerRoleTests
{
    const string Here = "192.0.2.1:53", There = "198.51.100.7:5000";
    const string Here6 = "[2001:db8::1]:53", There6 = "[2001:db8::7]:5000";

    static ScapBuilder WithServer() => new ScapBuilder().Processes(Process(10, "server"));

    static ScapBuilder Datagram6(ScapBuilder capture) =>
        capture.Event(EventCode.SocketSocketE, 10, U32(10), U32(2), U32(0)).Event(EventCode.SocketSocketX, 10, I64(3));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_reads_first_is_the_server(bool compat)
    {
        var read = Sight.Of(WithServer().UdpSocket(10, 3).Recvfrom(10, 3, There, Here), compat: compat)[^1];
        Assert.Equal(("198.51.100.7:5000->192.0.2.1:53", true), (read.Name, read.Fd!.IsServer));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_writes_first_is_the_client(bool compat)
    {
        var sent = Sight.Of(WithServer().UdpSocket(10, 3).Sendto(10, 3, Here, There), compat: compat)[^1];
        Assert.Equal(("192.0.2.1:53->198.51.100.7:5000", true), (sent.Name, sent.Fd!.IsClient));
    }

    [Fact]
    public void A_server_s_answer_goes_to_the_client_that_stands_first()
    {
        var sent = Sight.Of(WithServer().UdpSocket(10, 3).Recvfrom(10, 3, There, Here).Sendto(10, 3, Here, "198.51.100.8:6000"))[^1];
        Assert.Equal(("198.51.100.8:6000->192.0.2.1:53", true), (sent.Name, sent.Fd!.IsServer));
    }

    [Theory]
    [InlineData(53, true)]
    [InlineData(54, false)]
    public void Who_sends_from_a_port_at_which_it_listens_is_the_server(int listens, bool isServer)
    {
        var sent = Sight.Of(WithServer().TcpSocket(10, 4).Bind(10, 4, $"0.0.0.0:{listens}").UdpSocket(10, 3).Sendto(10, 3, Here, There))[^1];
        Assert.Equal(isServer, sent.Fd!.IsServer);
        Assert.Equal(isServer ? "198.51.100.7:5000->192.0.2.1:53" : "192.0.2.1:53->198.51.100.7:5000", sent.Name);
    }

    [Fact]
    public void It_is_the_same_for_ipv6()
    {
        var read = Sight.Of(Datagram6(WithServer()).Recvfrom(10, 3, There6, Here6))[^1];
        Assert.Equal(("2001:db8::7:5000->2001:db8::1:53", true), (read.Name, read.Fd!.IsServer));
        var sent = Sight.Of(Datagram6(WithServer()).Sendto(10, 3, Here6, There6))[^1];
        Assert.Equal(("2001:db8::1:53->2001:db8::7:5000", true), (sent.Name, sent.Fd!.IsClient));
    }

    [Fact]
    public void Who_connects_from_a_bound_port_is_the_client_all_the_same()
    {
        var read = Sight.Of(WithServer().TcpSocket(10, 3).Bind(10, 3, "192.0.2.1:53").Connect(10, 3, Here, There).Read(10, 3))[^1];
        Assert.Equal(("192.0.2.1:53->198.51.100.7:5000", true, false), (read.Name, read.Fd!.IsClient, read.Fd.IsServer));
    }

    [Theory]
    [InlineData(FdType.IPv4Server, FdType.IPv4, "198.51.100.7:5000->192.0.2.1:53")]
    [InlineData(FdType.IPv6Server, FdType.IPv6, "2001:db8::7:5000->2001:db8::1:53")]
    public void Of_connections_in_the_tables_the_side_at_whose_port_somebody_listens_is_the_server(FdType listening, FdType type, string name)
    {
        var isV4 = type == FdType.IPv4;
        byte[] here = isV4 ? [192, 0, 2, 1] : Address(Here6)[1..17], there = isV4 ? [198, 51, 100, 7] : Address(There6)[1..17];
        var capture = WithServer().Fds(10,
            new FdEntry { Fd = 3, Type = listening, SourceIp = new byte[here.Length], SourcePort = 53, L4Proto = 2 },
            new FdEntry { Fd = 4, Type = type, SourceIp = here, SourcePort = 53, DestinationIp = there, DestinationPort = 5000, L4Proto = 2 },
            new FdEntry { Fd = 5, Type = type, SourceIp = here, SourcePort = 54, DestinationIp = there, DestinationPort = 5000, L4Proto = 2 })
            .Read(10, 4).Read(10, 5);
        var seen = Sight.Of(capture);
        Assert.Equal((name, true), (seen[1].Name, seen[1].Fd!.IsServer));
        Assert.True(seen[3].Fd!.IsClient);
    }
}
