using System.Globalization;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>messages.py: calls that move several datagrams at once.</summary>
public sealed class MessagesTests
{
    /// <summary>What messages.py says of itself: fds, ports, and what its calls returned.</summary>
    sealed record Said(int Sender, int Receiver, int SenderPort, int FirstPort, int SecondPort, int Pair, int Many, int Received, int Nothing, int Alone, int Refused)
    {
        public static Said Of(string line)
        {
            var n = line.Split(' ').Select(w => int.Parse(w, CultureInfo.InvariantCulture)).ToArray();
            return new Said(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10]);
        }
    }

    [SkippableFact]
    public void Each_message_is_an_event_with_its_own_bytes_peer_and_length()
    {
        LiveMachine.Need("python3");
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        var said = Said.Of(Recording.Of(capture, [], "python3", Recording.Script("messages.py")));
        Assert.Equal((2, 100, 101, -1, -1, -1), (said.Pair, said.Many, said.Received, said.Nothing, said.Alone, said.Refused));

        var (from, first, second) = ($"127.0.0.1:{said.SenderPort}", $"127.0.0.1:{said.FirstPort}", $"127.0.0.1:{said.SecondPort}");
        var sent = Recording.Lines(capture, "%evt.args", "proc.name=python3 and evt.type=sendmmsg");
        string Sent(string data, string to) => $"res={data.Length} fd={said.Sender}(<4u>{from}->{to}) size={data.Length} data={data} tuple={from}->{to}";
        Assert.Equal([Sent("for the first", first), Sent("second", second)], sent[..2]);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => Sent($"number {i}", second)), sent[2..102]);
        Assert.Matches(@"^res=-\d+\(E\w+\) ", Assert.Single(sent[102..]));

        var received = Recording.Lines(capture, "%evt.args", "proc.name=python3 and evt.type=recvmmsg");
        string Received(string data) => $"res={data.Length} fd={said.Receiver}(<4u>{from}->{second}) size={data.Length} data={data} tuple={from}->{second} msgcontrol=NULL";
        Assert.Equal([Received("second"), .. Enumerable.Range(0, 100).Select(i => Received($"number {i}"))], received[..101]);
        // What failed has left the memory as it was, and that says nothing of the socket.
        Assert.Matches(@"^res=-11\(EAGAIN\) fd=\d+\(.*\) size=0 data=NULL tuple=\S+ msgcontrol=NULL$", Assert.Single(received[101..]));
        Assert.Matches(@"^res=-11\(EAGAIN\) size=0 data=NULL tuple=\S+ msgcontrol=NULL fd=", Assert.Single(Recording.Lines(capture, "%evt.args", "proc.name=python3 and evt.type=recvmsg and evt.failed=true")));
    }

    [SkippableFact]
    public void For_sysdig_of_before_a_call_is_one_however_many_messages_it_has()
    {
        LiveMachine.Need("python3");
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        Recording.Of(capture, ["--compat", "0.29"], "python3", Recording.Script("messages.py"));
        Assert.Equal(["> ", "< ", "> ", "< ", "> ", "< "], Recording.Lines(capture, "%evt.dir %evt.args", "proc.name=python3 and evt.type=sendmmsg"));
        Assert.Equal(["> ", "< ", "> ", "< "], Recording.Lines(capture, "%evt.dir %evt.args", "proc.name=python3 and evt.type=recvmmsg"));
    }
}
