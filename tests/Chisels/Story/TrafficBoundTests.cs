using CSysdig.Capture.Events;
using CSysdig.Model.Calls;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Rules;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>Floods, scans and chats: each bound with one below and one that reaches it.</summary>
public sealed class TrafficBoundTests
{
    const ulong Second = 1_000_000_000;

    [Theory]
    [Sides(nameof(FindingBounds.FloodDatagrams), 1999, 2000), Sides(nameof(FindingBounds.FloodBytes), 524, 525), Sides(nameof(FindingBounds.FloodAnswers), 19, 20)]
    [InlineData(1999, 1000, 0, false)]
    [InlineData(2000, 1000, 0, true)]
    [InlineData(2000, 524, 0, false)]
    [InlineData(2000, 525, 0, true)]
    [InlineData(2000, 1000, 19, true)]
    [InlineData(2000, 1000, 20, false)]
    public void Two_thousand_datagrams_in_a_second_and_a_mebibyte_without_answers_are_a_flood(int sent, int bytes, int answers, bool isFlood)
    {
        var flow = new Flow();
        for (var i = 0; i < answers; i++)
            Assert.False(Take(flow, 7, read: true, 10));
        var floods = false;
        for (var i = 0; i < sent; i++)
            floods = Take(flow, 7, read: false, bytes);
        Assert.Equal(isFlood, floods);
    }

    [Theory]
    [InlineData(Second - 1, true)]
    [InlineData(Second, false)]
    public void The_next_second_counts_anew(ulong later, bool isFlood)
    {
        var flow = new Flow();
        for (var i = 0; i < 1999; i++)
            Take(flow, Second, read: false, 1000);
        Assert.Equal(isFlood, Take(flow, Second + later, read: false, 1000));
    }

    [Theory]
    [Sides(nameof(FindingBounds.ScanPlaces), 49, 50), Sides(nameof(FindingBounds.ScanAnswers), 9, 10)]
    [InlineData(49, 0, false)]
    [InlineData(50, 0, true)]
    [InlineData(50, 9, true)]
    [InlineData(50, 10, false)]
    public void Fifty_places_of_which_less_than_one_in_five_answers_are_a_scan(int targets, int answers, bool scans)
    {
        var scanner = new Scanner(0);
        for (var i = 0; i < targets; i++)
            scanner.Try(new FdInfo { DestinationIp = [10, 0, 0, (byte)i], DestinationPort = 22, OpenedAt = i + 1 }, isOpen: i < answers);
        // The same place again is no other.
        scanner.Try(new FdInfo { DestinationIp = [10, 0, 0, 0], DestinationPort = 22, OpenedAt = 1 }, isOpen: false);
        Assert.Equal(scans, scanner.Scans);
        Assert.Equal(targets, scanner.Tries);
    }

    [Theory]
    [InlineData(4_096)]
    [InlineData(4_097)]
    public void So_many_places_are_told_apart(int targets)
    {
        var scanner = new Scanner(0);
        for (var i = 0; i < targets; i++)
            scanner.Try(new FdInfo { DestinationIp = [10, 0, 0, 1], DestinationPort = (ushort)i }, isOpen: false);
        Assert.Equal(4_096, scanner.Tries);
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void A_connection_is_looked_at_for_sixteen_calls(int before, bool isChat)
    {
        var talk = new Talk(0);
        Say(talk, read: false, "NICK x\r\n");
        for (var i = 1; i < before; i++)
            Say(talk, read: false, "zzz");
        Assert.Equal(isChat, Say(talk, read: false, "JOIN #x\r\n"));
    }

    [Theory]
    [InlineData(160)]
    [InlineData(161)]
    public void An_order_is_kept_to_160_bytes(int length)
    {
        var talk = new Talk(0);
        Say(talk, read: false, "NICK x\r\nUSER x\r\nJOIN #x\r\n");
        Say(talk, read: true, $":a!b@c PRIVMSG #x :{new string('o', length)}\r\n");
        Assert.Equal(160, talk.Order.Length);
    }

    [Theory]
    [InlineData(999, 2000, 0, 0, false)]
    [InlineData(1000, 2000, 0, 0, true)]
    [InlineData(1000, 1048, 0, 0, false)]
    [InlineData(1000, 1049, 0, 0, true)]
    [InlineData(1000, 2000, 9, 0, true)]
    [InlineData(1000, 2000, 10, 0, false)]
    [InlineData(1000, 2000, 1, 19_999, true)]
    [InlineData(1000, 2000, 1, 20_000, false)]
    public void A_session_floods_with_a_thousand_calls_and_a_mebibyte_that_nobody_answers(int calls, int bytes, int answers, int answered, bool isFlood)
    {
        var traffic = new Traffic(0, 1, []);
        for (var i = 0; i < calls; i++)
            traffic.Moved(isRead: false, bytes);
        for (var i = 0; i < answers; i++)
            traffic.Moved(isRead: true, i == 0 ? answered : 0);
        Assert.Equal(isFlood, traffic.IsFlood);
    }

    static bool Take(Flow flow, ulong time, bool read, int count) => WithCall(read, new byte[count], (in IoCall call) => flow.Take(call, time));

    static bool Say(Talk talk, bool read, string said) => WithCall(read, Calls.Bytes(said), (in IoCall call) => talk.Take(call));

    delegate bool Asks(in IoCall call);

    static readonly Dictionary<string, EventStream> s_streams = [];

    /// <summary>Asks about a call that moved these bytes.</summary>
    static bool WithCall(bool read, byte[] data, Asks ask)
    {
        lock (s_streams)
        {
            var key = $"{read} {data.Length} {System.Text.Encoding.Latin1.GetString(data)}";
            if (!s_streams.TryGetValue(key, out var stream))
            {
                var capture = new ScapBuilder().Processes(Calls.Process(10, "p"))
                    .Event(read ? EventCode.SyscallReadX : EventCode.SyscallWriteX, 10, I64(data.Length), data);
                s_streams.Add(key, stream = EventStream.Open(capture.ToStream()));
                Assert.True(stream.Next());
            }
            Assert.True(IoCall.TryRead(stream.Current, out var call));
            return ask(call);
        }
    }
}
