using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Calls;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Story.Rules;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>How many processes and connections the rules follow: each bound with the last that is followed and the first that no longer is.</summary>
public sealed class RuleRoomTests
{
    static ThreadInfo Of(long pid, long parent = 1) =>
        new() { Tid = pid, Pid = pid, Ptid = parent, Comm = "perl"u8.ToArray(), Exe = "perl"u8.ToArray(), ExePath = "/usr/bin/perl"u8.ToArray() };

    /// <summary>Stands at an event of a capture, whose thread and fd a test may choose.</summary>
    static EventStream At(ScapBuilder capture, EventCode code)
    {
        var stream = EventStream.Open(capture.ToStream());
        while (stream.Next())
            if (stream.Current.Code == code)
                return stream;
        throw new InvalidOperationException($"no {code}");
    }

    [Theory]
    [InlineData(20_000, true)]
    [InlineData(20_001, false)]
    public void So_many_servers_are_known(int servers, bool isKnown)
    {
        using var stream = At(new ScapBuilder().Processes(Calls.Process(5, "web")).Accept(5, 4, "203.0.113.66:40707", "198.51.100.20:80"), EventCode.SocketAccept_5X);
        var actors = new Actors(new SessionTable(), new FindingBook());
        for (var i = 1; i <= servers; i++)
            actors.Accepted(stream.Current, Of(i));
        actors.Ran(Of(50_000), servers);
        Assert.Equal(isKnown, actors.Of(Of(50_000)) is not null);
    }

    [Theory]
    [InlineData(20_000, true)]
    [InlineData(20_001, false)]
    public void And_so_many_programs_that_they_ran(int programs, bool isKnown)
    {
        using var stream = At(new ScapBuilder().Processes(Calls.Process(5, "web")).Accept(5, 4, "203.0.113.66:40707", "198.51.100.20:80"), EventCode.SocketAccept_5X);
        var actors = new Actors(new SessionTable(), new FindingBook());
        actors.Accepted(stream.Current, Of(5));
        for (var i = 1; i <= programs; i++)
            actors.Ran(Of(50_000 + i), 5);
        Assert.Equal(isKnown, actors.Of(Of(50_000 + programs)) is not null);
    }

    [Theory]
    [InlineData(20_000, 0)]
    [InlineData(20_001, 1)]
    public void So_many_connections_are_listened_to(int connections, int leftOut)
    {
        using var stream = At(new ScapBuilder().Processes(Calls.Process(5, "perl")).Read(5, 3), EventCode.SyscallReadX);
        var sockets = Sockets();
        Assert.True(IoCall.TryRead(stream.Current, out var call));
        for (var i = 1; i <= connections; i++)
            sockets.Move(stream.Current, Of(5), new FdInfo { OpenedAt = i, Flags = FdFlags.RoleClient, L4Proto = L4.Tcp }, call, 1);
        Assert.Equal(leftOut, sockets.LeftOut);
    }

    [Theory]
    [InlineData(20_000, true)]
    [InlineData(20_001, false)]
    public void So_many_senders_of_datagrams_are_counted_at_once(int senders, bool isFound)
    {
        const int Flood = 2_000, Size = 600;
        const byte Udp = 3;
        var capture = new ScapBuilder().Processes(Calls.Process(5, "perl"))
            .Event(EventCode.SyscallWriteE, 5, I64(3), U32(Size)).Event(EventCode.SyscallWriteX, 5, I64(Size), new byte[Size]);
        using var stream = At(capture, EventCode.SyscallWriteX);
        var book = new FindingBook();
        var sockets = Sockets(book);
        Assert.True(IoCall.TryRead(stream.Current, out var call));
        for (var i = 1; i < Flood; i++)
            sockets.Move(stream.Current, Of(5), Sender(1), call, 1);
        for (var i = 2; i <= senders; i++)
            sockets.Move(stream.Current, Of(5), Sender(i), call, 1);
        sockets.Move(stream.Current, Of(5), Sender(1), call, 1);
        Assert.Equal(isFound, book.Machine.Findings.Count == 1);

        static FdInfo Sender(int socket) => new() { OpenedAt = socket, L4Proto = Udp, DestinationIp = [203, 0, 113, 150] };
    }

    [Theory]
    [InlineData(200_000, 1)]
    [InlineData(200_001, 0)]
    public void Of_so_many_processes_it_is_known_what_they_were(int processes, int found)
    {
        var capture = new ScapBuilder().Processes(Calls.Process(5, "sh")).Execve(5, "/usr/bin/perl", "perl")
            .Event(EventCode.SyscallPrctlE, 5).Event(EventCode.SyscallPrctlX, 5, I64(0), U32(15), Text("kworker/1:2"), I64(0));
        using var stream = At(capture, EventCode.SyscallExecve_19X);
        var names = new NameWatch();
        for (var i = 1; i <= processes; i++)
        {
            stream.Current.Thread = Of(i);
            names.Add(stream.Current);
        }
        // Who is known already may become another program.
        stream.Current.Thread = Of(7);
        names.Add(stream.Current);
        while (stream.Next() && stream.Current.Code != EventCode.SyscallPrctlX)
        {
        }
        stream.Current.Thread = Of(processes);
        names.Add(stream.Current);
        Assert.Equal(found, names.All.Count);
    }

    static SocketRules Sockets(FindingBook? book = null)
    {
        book ??= new FindingBook();
        return new SocketRules(book, new Actors(new SessionTable(), book), new Downloads(), new NameWatch());
    }
}
