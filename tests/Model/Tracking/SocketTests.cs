using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Tracking;

/// <summary>Sockets learn their ends, and who is the server.</summary>
public sealed class SocketTests
{
    const long InProgress = -115, Refused = -111, TimedOut = -110;
    const string Here = "192.0.2.1:40000", There = "198.51.100.7:443";

    static ScapBuilder WithClient() => new ScapBuilder().Processes(Process(10, "client"));

    [Fact]
    public void A_connected_socket_is_a_client()
    {
        var connect = Sight.Of(WithClient().TcpSocket(10, 3).Connect(10, 3, Here, There)).Last(10);
        Assert.Equal("192.0.2.1:40000->198.51.100.7:443", connect.Name);
        Assert.True(connect.Fd!.IsClient);
        Assert.True(connect.Fd.Flags.HasFlag(FdFlags.Connected));
    }

    [Theory]
    [InlineData(false, FdFlags.Pending)]
    [InlineData(true, FdFlags.Connected)]
    public void A_connect_in_progress_is_done_when_data_comes_and_in_sysdig_at_once(bool compat, FdFlags before)
    {
        const FdFlags States = FdFlags.Pending | FdFlags.Failed | FdFlags.Connected;
        var seen = Sight.Of(WithClient().TcpSocket(10, 3).Connect(10, 3, Here, There, InProgress).Read(10, 3), compat: compat);
        var connect = seen.Last(EventCode.SocketConnectX);
        Assert.Equal(("192.0.2.1:40000->198.51.100.7:443", before), (connect.Name, connect.Fd!.Flags & States));
        Assert.Equal(FdFlags.Connected, seen.Last(10).Fd!.Flags & States);
    }

    [Theory]
    [InlineData(Refused)]
    [InlineData(TimedOut)]
    public void A_connect_that_fails_keeps_the_address_it_was_for(long result)
    {
        var closed = Sight.Of(WithClient().TcpSocket(10, 3).Connect(10, 3, Here, There, result).Close(10, 3)).Last(10);
        Assert.Equal("192.0.2.1:40000->198.51.100.7:443", closed.Name);
        Assert.True(closed.Fd!.IsClient);
        Assert.False(closed.Fd.Flags.HasFlag(FdFlags.Connected));
    }

    [Fact]
    public void In_sysdig_a_refused_connect_makes_no_client()
    {
        var connect = Sight.Of(WithClient().TcpSocket(10, 3).Connect(10, 3, Here, There, Refused), compat: true).Last(10);
        Assert.False(connect.Fd!.HasRole);
        Assert.Equal("", connect.Name);
    }

    [Fact]
    public void An_accepted_socket_is_a_server_and_names_the_client_first()
    {
        var accept = Sight.Of(WithClient().TcpSocket(10, 3).Accept(10, 4, "198.51.100.7:50000", "192.0.2.1:22")).Last(10);
        Assert.Equal("198.51.100.7:50000->192.0.2.1:22", accept.Name);
        Assert.True(accept.Fd!.IsServer);
    }

    [Fact]
    public void A_bound_socket_is_named_by_its_address()
    {
        var bind = Sight.Of(WithClient().TcpSocket(10, 3).Bind(10, 3, "0.0.0.0:80")).Last(10);
        Assert.Equal("0.0.0.0:80", bind.Name);
        Assert.Equal(FdType.IPv4Server, bind.Fd!.Type);
    }

    [Fact]
    public void The_sender_of_a_first_datagram_is_the_client()
    {
        var sent = Sight.Of(WithClient().UdpSocket(10, 3).Sendto(10, 3, "192.0.2.1:0", "198.51.100.7:53")).Last(10);
        Assert.Equal("192.0.2.1:0->198.51.100.7:53", sent.Name);
        Assert.True(sent.Fd!.IsClient);
        Assert.Equal(3, sent.Fd.L4Proto);
    }

    [Fact]
    public void A_socket_that_goes_on_sending_to_one_address_makes_no_version_and_no_text_for_each_datagram()
    {
        var capture = WithClient().UdpSocket(10, 3);
        for (var i = 0; i < 2; i++)
            capture.Sendto(10, 3, "192.0.2.1:4000", "198.51.100.7:53");
        Sight.Of(capture, out var after2);
        for (var i = 0; i < 100; i++)
            capture.Sendto(10, 3, "192.0.2.1:4000", "198.51.100.7:53");
        Sight.Of(capture, out var after102);
        Assert.Equal(after2.FdVersions.Count, after102.FdVersions.Count);
    }

    [Theory]
    [InlineData(EventCode.SyscallGetcwdE, false, "192.0.2.1:4000->198.51.100.8:53")]
    [InlineData(EventCode.SyscallGetcwdE, true, "192.0.2.1:4000->198.51.100.7:53")]
    [InlineData(EventCode.SyscallDup2E, true, "192.0.2.1:4000->198.51.100.8:53")]
    public void A_datagram_socket_takes_the_name_of_a_new_peer_and_keeps_the_first_in_sysdig_0_29_3(EventCode ofThatAge, bool compat, string expected)
    {
        var sent = Sight.Of(WithClient().Event(ofThatAge, 10, I64(9)).UdpSocket(10, 3)
            .Sendto(10, 3, "192.0.2.1:4000", "198.51.100.7:53").Sendto(10, 3, "192.0.2.1:4000", "198.51.100.8:53"), compat: compat).FindAll(s => s.Code == EventCode.SocketSendtoX);
        Assert.Equal("192.0.2.1:4000->198.51.100.7:53", sent[0].Name);
        Assert.Equal(expected, sent[1].Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_socket_that_was_bound_to_any_port_takes_the_name_of_the_first_datagram(bool compat) =>
        Assert.Equal("198.51.100.7:53->192.0.2.1:4000", Sight.Of(WithClient().UdpSocket(10, 3).Bind(10, 3, "192.0.2.1:0")
            .Recvfrom(10, 3, "198.51.100.7:53", "192.0.2.1:4000"), compat: compat).Last(10).Name);

    [Fact]
    public void A_mapped_address_is_an_ipv4_one()
    {
        var accept = Sight.Of(WithClient().Accept(10, 4, "[::ffff:198.51.100.7]:50000", "[::ffff:192.0.2.1]:22")).Last(10);
        Assert.Equal("198.51.100.7:50000->192.0.2.1:22", accept.Name);
        Assert.Equal(FdType.IPv4, accept.Fd!.Type);
    }

    [Fact]
    public void An_ipv6_connection_is_named_in_full()
    {
        var accept = Sight.Of(WithClient().Accept(10, 4, "[2001:db8::7]:50000", "[2001:db8::1]:22")).Last(10);
        Assert.Equal("2001:db8::7:50000->2001:db8::1:22", accept.Name);
        Assert.Equal(FdType.IPv6, accept.Fd!.Type);
    }

    [Fact]
    public void A_unix_socket_is_named_by_its_ends_and_its_path()
    {
        const uint unixFamily = 1, stream = 1;
        var capture = WithClient()
            .Event(EventCode.SocketSocketE, 10, U32(unixFamily), U32(stream), U32(0))
            .Event(EventCode.SocketSocketX, 10, I64(3))
            .Event(EventCode.SocketConnectE, 10, I64(3))
            .Event(EventCode.SocketConnectX, 10, I64(0), UnixTuple(0xabc0, 0xdef0, "/run/db.sock"));
        var connect = Sight.Of(capture).Last(10);
        Assert.Equal("abc0->def0 /run/db.sock", connect.Name);
        Assert.Equal((0xabc0UL, 0xdef0UL), (connect.Fd!.UnixSource, connect.Fd.UnixDestination));
    }

    [Fact]
    public void Both_ends_of_a_socketpair_know_each_other()
    {
        const uint unixFamily = 1, stream = 1;
        var capture = WithClient()
            .Event(EventCode.SocketSocketpairE, 10, U32(unixFamily), U32(stream), U32(0))
            .Event(EventCode.SocketSocketpairX, 10, I64(0), I64(5), I64(6), U64(0x10), U64(0x20))
            .Look(10);
        Sight.Of(capture, out var state);
        var fds = state.Threads.Find(10)!.Fds;
        Assert.Equal((0x10UL, 0x20UL), (fds.Find(5)!.UnixSource, fds.Find(5)!.UnixDestination));
        Assert.Equal(FdType.Unix, fds.Find(6)!.Type);
    }

    [Fact]
    public void An_old_event_keeps_the_name_from_before_the_connect()
    {
        var seen = Sight.Of(WithClient().TcpSocket(10, 3).Connect(10, 3, Here, There).Read(10, 3));
        Assert.Equal("", seen.Last(EventCode.SocketSocketX).Name);
        Assert.Equal("192.0.2.1:40000->198.51.100.7:443", seen.Last(EventCode.SyscallReadE).Name);
    }
}
