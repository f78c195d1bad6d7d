using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.State;

/// <summary>An old event keeps the names of its time.</summary>
public sealed class HistoryOfNamesTests
{
    // scap_l4_proto: unknown, none, TCP, UDP.
    const byte UdpOfCaptures = 3;

    static EventStream Honeypot(bool keep = true) => EventStream.Open(Repository.Sample("honeypot.scap.gz"), new StreamOptions { KeepHistory = keep });

    static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    [Fact]
    public void The_bot_was_a_shell_before_it_was_perl()
    {
        using var stream = Honeypot();
        long asShell = 0, asPerl = 0;
        while (stream.Next())
            if (stream.Current is { Thread: { Tid: 32602 } thread, Number: var number })
                switch (Text(thread.Comm))
                {
                    case "bash": asShell = number; break;
                    case "perl": asPerl = number; break;
                }
        Assert.InRange(asShell, 1, asPerl - 1);
        var state = stream.State;
        Assert.Equal("bash", Text(state.Threads.Info(32602, asShell)!.Comm));
        Assert.Equal("perl", Text(state.Threads.Info(32602, asPerl)!.Comm));
        Assert.Equal("perl .sloboz.pdf", Text(state.Threads.Info(32602, asPerl)!.CommandLine));
    }

    [Fact]
    public void The_flood_has_its_tuple_and_the_host_as_client()
    {
        using var stream = Honeypot(keep: false);
        var datagrams = 0;
        while (stream.Next())
            if (stream.Current is { Raw.Code: EventCode.SocketSendtoX, Fd: { } fd } && Text(fd.Name).EndsWith("->203.0.113.150:800", StringComparison.Ordinal))
            {
                datagrams++;
                Assert.Equal((FdType.IPv4, UdpOfCaptures), (fd.Type, fd.L4Proto));
                Assert.False(fd.IsServer);
            }
        Assert.InRange(datagrams, 20_000, 22_000);
    }

    [Fact]
    public void An_attacker_s_login_is_served_by_the_host()
    {
        using var stream = Honeypot(keep: false);
        while (stream.Next())
            if (stream.Current is { Raw.Code: EventCode.SocketAccept_5X, Fd: { } fd })
            {
                Assert.True(fd.IsServer);
                Assert.EndsWith("->198.51.100.20:22", Text(fd.Name));
                return;
            }
        Assert.Fail("no accept was seen");
    }

    [Fact]
    public void A_process_id_used_again_leads_to_who_had_it_then()
    {
        var first = new ProcessEntry { Tid = 5, Pid = 5, Ptid = 1, VTid = 5, VPid = 5, Comm = "first"u8.ToArray(), Exe = "first"u8.ToArray() };
        var shell = new ProcessEntry { Tid = 2, Pid = 2, Ptid = 1, VTid = 2, VPid = 2, Comm = "shell"u8.ToArray(), Exe = "shell"u8.ToArray() };
        var capture = new ScapBuilder().Processes(first, shell)
            .Event(EventCode.SyscallGetcwdE, 5)
            .Event(EventCode.Procexit_1E, 5, I64(0))
            .Event(EventCode.SyscallGetcwdE, 2)
            .Event(EventCode.SyscallGetcwdE, 2);
        using var stream = EventStream.Open(new MemoryStream(capture.ToArray()), new StreamOptions { KeepHistory = true });
        while (stream.Next())
        {
        }
        Assert.Equal("first", Text(stream.State.Threads.Info(5, 1)!.Comm));
        Assert.Null(stream.State.Threads.Info(5, 4));
        Assert.Equal("shell", Text(stream.State.Threads.Info(2, 4)!.Comm));
    }
}
