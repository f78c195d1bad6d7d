using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Tracking;

/// <summary>A socket of IPv6 that talks to an IPv4 address (<c>::ffff:a.b.c.d</c>) is a connection as any other.</summary>
public sealed class MappedSocketTests
{
    const string Here = "[::ffff:10.0.0.1]:40000", There = "[::ffff:142.251.127.102]:443", Name = "10.0.0.1:40000->142.251.127.102:443";
    const uint Internet6 = 10, Tcp = 1, Udp = 2;
    const byte IsTcp = 2, IsUdp = 3;

    static ScapBuilder WithSocket(uint type) => new ScapBuilder().Processes(Process(10, "app"))
        .Event(EventCode.SocketSocketE, 10, U32(Internet6), U32(type), U32(0)).Event(EventCode.SocketSocketX, 10, I64(3));

    static ScapBuilder NewestWithSocket(uint type) => new ScapBuilder().Processes(Process(10, "app")).LookNewest(10)
        .Event(EventCode.SocketSocketX, 10, I64(3), U32(Internet6), U32(type), U32(0), U32(0));

    static ScapBuilder ConnectNewest(ScapBuilder capture, long result = 0, byte[]? tuple = null) => capture
        .Event(EventCode.SocketConnectX, 10, I64(result), tuple ?? Tuple(Here, There), I64(3), Address(There))
        .Event(EventCode.SyscallWriteX, 10, I64(2), Bytes("hi"), I64(3), U32(2));

    [Theory]
    [InlineData(Tcp, IsTcp)]
    [InlineData(Udp, IsUdp)]
    public void Its_name_and_protocol_are_known_from_enter_and_exit_events(uint type, byte protocol) =>
        IsConnection(Sight.Of(WithSocket(type).Connect(10, 3, Here, There).Read(10, 3))[^1], protocol);

    [Theory]
    [InlineData(Tcp, IsTcp)]
    [InlineData(Udp, IsUdp)]
    public void Its_name_and_protocol_are_known_from_exits_alone(uint type, byte protocol) =>
        IsConnection(Sight.Of(ConnectNewest(NewestWithSocket(type)))[^1], protocol);

    [Fact]
    public void In_sysdig_it_is_unknown() => Assert.Equal("<unknown>", Sight.Of(ConnectNewest(NewestWithSocket(Tcp)), compat: true)[^1].Name);

    [Theory]
    [InlineData("[::ffff:10.0.0.1]:40000")]
    [InlineData("[::]:40000")]
    public void One_that_is_bound_and_sends_knows_whom_it_sends_to(string bound)
    {
        var sent = Sight.Of(WithSocket(Udp).Bind(10, 3, bound).Sendto(10, 3, Here, There)).FindLast(s => s.Code == EventCode.SocketSendtoX)!;
        Assert.Equal((FdType.IPv4, IsUdp), (sent.Fd!.Type, sent.Fd.L4Proto));
        Assert.Contains("142.251.127.102:443", sent.Name);
    }

    [Fact]
    public void A_datagram_that_comes_from_one_names_its_sender_first()
    {
        var read = Sight.Of(WithSocket(Udp).Bind(10, 3, "[::]:443").Recvfrom(10, 3, Here, There))[^1];
        Assert.Equal((Name, IsUdp), (read.Name, read.Fd!.L4Proto));
        Assert.True(read.Fd.IsServer);
    }

    [Fact]
    public void A_bound_socket_that_hears_from_ipv6_has_both_ends()
    {
        var read = Sight.Of(WithSocket(Udp).Bind(10, 3, "[::]:53").Recvfrom(10, 3, "[2001:db8::7]:5000", "[2001:db8::1]:53"))[^1];
        Assert.Equal(("2001:db8::7:5000->2001:db8::1:53", FdType.IPv6, IsUdp), (read.Name, read.Fd!.Type, read.Fd.L4Proto));
    }

    [Theory]
    [InlineData("[::]:80", FdType.IPv6Server, ":::80")]
    [InlineData("[::ffff:10.0.0.1]:80", FdType.IPv4Server, "10.0.0.1:80")]
    public void A_bound_one_is_of_the_family_of_its_address(string address, FdType type, string name)
    {
        var bound = Sight.Of(WithSocket(Tcp).Bind(10, 3, address))[^1];
        Assert.Equal((type, name, IsTcp), (bound.Fd!.Type, bound.Name, bound.Fd.L4Proto));
    }

    [Theory]
    [InlineData(-111)]
    [InlineData(-115)]
    [InlineData(-110)]
    public void A_connect_that_fails_keeps_the_address_also_where_the_driver_gives_no_tuple(long result)
    {
        var write = Sight.Of(ConnectNewest(NewestWithSocket(Tcp), result, []))[^1];
        Assert.Equal("0.0.0.0:0->142.251.127.102:443", write.Name);
        Assert.Equal([142, 251, 127, 102], write.Fd!.DestinationIp);
        Assert.True(write.Fd.IsClient);
    }

    static void IsConnection(Sight at, byte protocol)
    {
        Assert.Equal((Name, FdType.IPv4, protocol, true), (at.Name, at.Fd!.Type, at.Fd.L4Proto, at.Fd.IsClient));
        Assert.Equal([10, 0, 0, 1, 142, 251, 127, 102], at.Fd.SourceIp.Concat(at.Fd.DestinationIp));
        Assert.Equal((40000, 443), (at.Fd.SourcePort, at.Fd.DestinationPort));
    }
}
