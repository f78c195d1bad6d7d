using CSysdig.Capture.Events;
using CSysdig.Model.State;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.State;

/// <summary>What the attack on the honeypot looked like at its moments.</summary>
public sealed class HoneypotStateTests
{
    const long Bot = 32603, Flooder = 32612;
    const long BotConnects = 68302, FirstDatagram = 70582;

    static readonly Lazy<MachineState> s_atEnd = new(() =>
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"), new StreamOptions { KeepHistory = true });
        while (stream.Next())
        {
        }
        return stream.State;
    });

    static MachineState AtEnd => s_atEnd.Value;

    static string NameAt(long tid, long fd, long number) => Sight.Text(AtEnd.Threads.Find(tid, number)!.Fds.Find(fd, number)!.Name);

    [Fact]
    public void The_bot_hides_behind_a_web_server_s_name_with_nothing_behind_it()
    {
        var thread = AtEnd.Threads.Info(Bot, BotConnects)!;
        Assert.Equal("/usr/local/apac", Sight.Text(thread.Comm));
        Assert.Equal("/usr/local/apache/bin/httpd -DSSL", Sight.Text(thread.Exe));
    }

    [Fact]
    public void The_bot_s_connection_has_no_name_before_it_connects()
    {
        Assert.Equal("", NameAt(Bot, 3, BotConnects - 23));
        Assert.Equal("198.51.100.20:36868->203.0.113.9:6667", NameAt(Bot, 3, BotConnects));
    }

    [Fact]
    public void The_bot_is_the_client_of_its_master()
    {
        var fd = AtEnd.Threads.Find(Bot, BotConnects)!.Fds.Find(3, BotConnects)!;
        Assert.True(fd.IsClient);
        Assert.False(fd.IsServer);
    }

    [Fact]
    public void A_flooding_socket_takes_its_port_with_the_second_datagram() =>
        Assert.Equal(["198.51.100.20:0->203.0.113.150:800", "198.51.100.20:37719->203.0.113.150:800"],
            [NameAt(Bot, 4, FirstDatagram), NameAt(Bot, 4, FirstDatagram + 1000)]);

    [Fact]
    public void Twenty_thousand_datagrams_are_a_handful_of_versions()
    {
        var ofFlood = AtEnd.FdVersions.Count(v => Sight.Text(v.Name).EndsWith("->203.0.113.150:800", StringComparison.Ordinal));
        Assert.InRange(ofFlood, 2, 12);
    }

    [Fact]
    public void Versions_stand_in_the_order_of_their_indices()
    {
        Assert.All(AtEnd.ThreadVersions, (v, i) => Assert.Equal(i, v.Version));
        Assert.All(AtEnd.FdVersions, (v, i) => Assert.Equal(i, v.Version));
    }

    [Fact]
    public void The_flooder_is_the_bot_s_child() => Assert.Equal(Bot, AtEnd.Threads.Info(Flooder, 70605)!.Ptid);

    [Fact]
    public void Without_history_state_does_not_grow_with_the_capture()
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        while (stream.Next())
        {
        }
        Assert.Empty(stream.State.ThreadVersions);
        Assert.Empty(stream.State.FdVersions);
    }

    [Fact]
    public void An_exit_knows_its_enter_event_where_fields_ask_for_it()
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        while (stream.Next())
            if (stream.Current is { Raw.Code: EventCode.SocketSendtoX } e)
            {
                Assert.Equal(EventCode.SocketSendtoE, e.Enter!.Code);
                Assert.InRange(e.EnterNumber, 1, e.Number - 1);
                Assert.Equal(e.Raw.Timestamp - e.Enter.Timestamp, e.Latency);
                return;
            }
        Assert.Fail("no sendto was seen");
    }
}
