using System.Net;
using System.Net.Sockets;
using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels;

public sealed class TracersToStatsdTests
{
    static ScapBuilder Write(ScapBuilder b, string text) => b
        .Event(EventCode.SyscallWriteE, 10, I64(1), U32((uint)text.Length))
        .Event(EventCode.SyscallWriteX, 10, I64(text.Length), Calls.Bytes(text));

    [Fact]
    public async Task A_span_is_sent_when_it_ends()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)server.Client.LocalEndPoint!).Port;
        var capture = new ScapBuilder().Processes(Calls.Process(10, "app")).Fds(10, Calls.File(1, "/dev/null"));
        Write(Write(Write(Write(capture, ">:t:web.get|x::"), "<:11:web.get|x::"), "noise"), "<:10:web.get|x::");
        var chisel = ChiselCatalog.Find("tracers_2_statsd").Create(new ChiselSetup(["127.0.0.1", port.ToString(System.Globalization.CultureInfo.InvariantCulture)], false, false, false));
        using var stream = EventStream.Open(capture.ToStream());
        chisel.Begin(stream);
        var text = new Utf8Writer();
        while (stream.Next())
            chisel.Add(stream.Current, text);
        chisel.End(text);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var message = Encoding.UTF8.GetString((await server.ReceiveAsync(patience.Token)).Buffer);
        Assert.Matches("^web[.]get_x:[0-9.e-]+[|]ms$", message);
        Assert.Equal(0, server.Available);
        Assert.Equal($"1 durations were sent to 127.0.0.1:{port}", chisel.Remark);
    }

    [Theory]
    [InlineData("nowhere", "8125")]
    [InlineData("127.0.0.1", "0")]
    [InlineData("127.0.0.1", "70000")]
    public void A_server_that_can_not_be_is_refused(string address, string port) =>
        Assert.Throws<ChiselException>(() => ChiselText.Of("tracers_2_statsd", arguments: $"{address}|{port}"));
}
