using CSysdig.Capture.Compression;
using CSysdig.Capture.Events;
using CSysdig.Capture.Older;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;
using static CSysdig.Capture.Events.EventCode;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Capture.Older;

/// <summary>Events of today as sysdig 0.29.3 would have recorded them; no real one is needed.</summary>
public sealed class OlderSourceTests
{
    const long Tid = 42;

    sealed record Seen(EventCode Code, ulong Time, byte[][] Params);

    /// <summary>A capture that shows itself as one of exits alone.</summary>
    static ScapBuilder ExitsOnly() => new ScapBuilder().Block(BlockType.Origin, new Body().U32((uint)Generation.ExitOnly)).Processes(Calls.Process(Tid, "it"));

    static ScapBuilder Pairs() => new ScapBuilder().Block(BlockType.Origin, new Body().U32((uint)Generation.LaterEnterExit)).Processes(Calls.Process(Tid, "it"));

    static List<Seen> Read(ScapBuilder capture, out string? leftOut) => Read(capture, new RecordedTables(), out leftOut);

    static List<Seen> Read(ScapBuilder capture, ICaptureTables tables, out string? leftOut)
    {
        var source = new OlderSource(new BatchPump(CaptureSource.Open(capture.ToStream())));
        using var reader = ScapReader.Open(source, tables);
        var events = new List<Seen>();
        while (reader.Next())
            events.Add(new Seen(reader.Current.Code, reader.Current.Timestamp, [.. Enumerable.Range(0, reader.Current.ParamCount).Select(i => reader.Current.Param(i).ToArray())]));
        leftOut = source.LeftOut;
        return events;
    }

    static List<EventCode> Codes(ScapBuilder capture, out string? leftOut) => [.. Read(capture, out leftOut).Select(e => e.Code)];

    [Fact]
    public void An_exit_tells_its_beginning_by_the_names_of_its_parameters()
    {
        var events = Read(ExitsOnly().Event(SyscallReadX, Tid, I64(5), Text("hello"), I64(3), U32(100)), out var leftOut);
        Assert.Equal([SyscallReadE, SyscallReadX], events.Select(e => e.Code));
        Assert.Equal([I64(3), U32(100)], events[0].Params);
        Assert.Equal([I64(5), Text("hello")], events[1].Params);
        Assert.Equal(events[1].Time, events[0].Time);
        Assert.Null(leftOut);
    }

    [Fact]
    public void A_call_whose_beginning_was_told_gets_no_other()
    {
        var events = Read(Pairs().Event(SyscallReadE, Tid, I64(3), U32(100)).Event(SyscallReadX, Tid, I64(5), Text("hello"), I64(3), U32(100))
            .Event(SyscallReadX, Tid, I64(5), Text("again"), I64(4), U32(7)), out _);
        Assert.Equal([SyscallReadE, SyscallReadX, SyscallReadE, SyscallReadX], events.Select(e => e.Code));
        Assert.NotEqual(events[0].Time, events[1].Time);
        Assert.Equal([I64(4), U32(7)], events[2].Params);
    }

    [Fact]
    public void A_beginning_that_lacks_a_path_waits_for_the_end()
    {
        byte[][] ended = [I64(3), I64(-100), Text("/etc/passwd"), U32(1), U32(0), U32(0xFE00), I64(9)];
        var events = Read(Pairs().Event(SyscallOpenat_2E, Tid, I64(-100), [], U32(1), U32(0)).Event(SyscallOpenat_2X, Tid, ended), out _);
        Assert.Equal([SyscallOpenat_2E, SyscallOpenat_2X], events.Select(e => e.Code));
        Assert.Equal(ended[1..5], events[0].Params);
        Assert.Equal(ended[..6], events[1].Params);
    }

    [Fact]
    public void The_exit_of_a_capture_of_pairs_that_lacks_its_beginning_gets_none() =>
        Assert.Equal([SyscallReadX], Codes(Pairs().Event(SyscallReadX, Tid, I64(5), Text("hello")), out _));

    [Fact]
    public void A_child_comes_out_of_a_call_that_it_did_not_go_into()
    {
        byte[][] told = [.. EventTable.Get(SyscallClone_20X).Params.Select(_ => I64(0))];
        Assert.Equal([SyscallClone_20X], Codes(ExitsOnly().Event(SyscallClone_20X, Tid, told), out _));
        told[0] = I64(43);
        Assert.Equal([SyscallClone_20E, SyscallClone_20X], Codes(ExitsOnly().Event(SyscallClone_20X, Tid, told), out _));
    }

    [Fact]
    public void A_newer_type_is_the_older_one_of_the_same_call()
    {
        var events = Read(ExitsOnly().Event(SyscallDup2X, Tid, I64(7), I64(3), I64(7)), out _);
        Assert.Equal([SyscallDupE, SyscallDupX], events.Select(e => e.Code));
        Assert.Equal([I64(3)], events[0].Params);
        Assert.Equal([I64(7)], events[1].Params);
    }

    [Fact]
    public void A_number_is_as_wide_as_it_was()
    {
        var events = Read(ExitsOnly().Event(SyscallEventfd2X, Tid, I64(7), [0x04, 0x10], I64(9)), out _);
        Assert.Equal([I64(9), U32(0x1004)], events[0].Params);
    }

    [Fact]
    public void A_newer_type_without_an_older_one_is_a_call_by_its_number()
    {
        var events = Read(ExitsOnly().Event(SyscallNewfstatatX, Tid, I64(0), I64(3), Text("x"), U32(0)), out _);
        Assert.Equal([GenericE, GenericX], events.Select(e => e.Code));
        Assert.Equal("newfstatat", Syscalls.Name(BitConverter.ToUInt16(events[1].Params[0])));
        Assert.Equal([events[1].Params[0], [6, 1]], events[0].Params);
    }

    [Fact]
    public void Calls_that_have_no_number_there_are_left_out_and_counted()
    {
        var capture = ExitsOnly().Event(GenericX, Tid, U16(OlderType.LastCall), U16(1)).Event(GenericX, Tid, U16(OlderType.LastCall + 1), U16(2))
            .Event(SyscallMemfdCreateX, Tid, I64(3), Text("m"), U32(0)).Event((EventCode)EventTable.Count, Tid);
        Assert.Equal([GenericE, GenericX], Codes(capture, out var leftOut));
        Assert.Equal($"3 events that sysdig 0.29.3 can't read were left out: 1 memfd_create, 1 of type {EventTable.Count}, 1 open_by_handle_at", leftOut);
    }

    [Fact]
    public void A_connection_that_failed_has_the_end_that_was_asked_for()
    {
        byte[] address = [2, 10, 0, 0, 2, 80, 0];
        var events = Read(ExitsOnly().Event(SocketConnectX, Tid, I64(-111), [], I64(3), address), out _);
        Assert.Equal([I64(3), address], events[0].Params);
        Assert.Equal([I64(-111), [2, 0, 0, 0, 0, 0, 0, .. address[1..]]], events[1].Params);
    }

    [Fact]
    public void A_list_of_fds_has_a_count_though_it_be_empty()
    {
        var events = Read(ExitsOnly().Event(SyscallPollX, Tid, I64(-14), [], I64(5)), out _);
        Assert.Equal([[0, 0], I64(5)], events[0].Params);
        Assert.Equal([I64(-14), [0, 0]], events[1].Params);
    }

    [Fact]
    public void What_bpf_returns_says_whether_it_is_an_fd()
    {
        var events = Read(ExitsOnly().Event(SyscallBpf_2X, Tid, I64(7), U32(5)).Event(SyscallBpf_2X, Tid, I64(0), U32(2)), out _);
        Assert.Equal([0, .. I64(7)], events[1].Params[0]);
        Assert.Equal([1, .. I64(0)], events[3].Params[0]);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(4, true)]
    public void A_block_is_no_longer_than_the_older_reader_takes(int more, bool isCut)
    {
        // With the head and tail of an exit event with two parameters the block has the longest length.
        var data = new byte[OlderEvents.LongestBlock - 8 - 2 - 26 - 2 * 2 - 8 - 4 + more];
        var events = Read(Pairs().Event(SyscallReadE, Tid, I64(3), U32(1)).Event(SyscallReadX, Tid, I64(data.Length), data), out _);
        Assert.Equal(isCut, events[1].Params[1].Length < data.Length);
    }

    [Fact]
    public void What_is_too_long_and_can_not_be_cut_is_left_out()
    {
        Assert.Empty(Codes(ExitsOnly().Event(BlockType.EventV2Large, ContainerJson_2E, -1, 0, 0, new byte[OlderEvents.LongestBlock]).Event((EventCode)EventTable.Count, Tid), out var leftOut));
        Assert.Contains("1 too long", leftOut);
    }

    [Fact]
    public void A_capture_of_that_age_stays_as_it_is()
    {
        var old = new ScapBuilder().Processes(Calls.Process(Tid, "it")).Fds(Tid, Calls.File(3, "/tmp/x")).Read(Tid, 3).Dup(Tid, 3, 4);
        var source = new OlderSource(new BatchPump(CaptureSource.Open(old.ToStream())));
        var bytes = new List<byte>();
        while (source.Take() is { } batch)
            bytes.AddRange(batch.Bytes[..batch.Length]);
        Assert.Equal(old.ToArray(), bytes);
    }

    [Fact]
    public void Accounts_that_came_as_events_stand_in_the_tables()
    {
        var tables = new RecordedTables();
        var capture = ExitsOnly().Accounts(2, [new UserEntry(0, 0, Calls.Bytes("root"), [], [])], [])
            .Event(UserAddedE, -1, U32(1000), U32(1000), Text("alice"), Text("/home/alice"), Text("/bin/sh"), Text(""))
            .Event(GroupAddedE, -1, U32(7), Text("lp"), Text("")).Event(SyscallGetcwdX, Tid, I64(1), Text("/"));
        Assert.Equal([SyscallGetcwdE, SyscallGetcwdX], Read(capture, tables, out var leftOut).Select(e => e.Code));
        Assert.Equal(["root", "alice"], tables.Users.Select(u => System.Text.Encoding.UTF8.GetString(u.Name)));
        Assert.Equal(7u, Assert.Single(tables.Groups).Gid);
        Assert.Null(leftOut);
    }

    [Fact]
    public void Files_of_a_type_that_is_newer_are_of_none()
    {
        var tables = new RecordedTables();
        Read(ExitsOnly().Fds(Tid, Calls.File(3, "/tmp/x"), new FdEntry { Fd = 4, Type = FdType.MemFd, Name = Calls.Bytes("m") }), tables, out _);
        Assert.Equal([FdType.FileV2, FdType.Unsupported], tables.Fds.Select(f => f.Fd.Type));
    }

    [Fact]
    public void Every_parameter_of_a_beginning_comes_from_the_end_but_for_known_ones()
    {
        // What today's exits do not tell is 0, and of an execveat the current directory: its path is whole.
        string[] untold = ["fstat64 fd", "umount flags", "execveat dirfd", "execveat flags"];
        foreach (var type in EventTable.All.ToArray().Where(t => t.IsEnter is false && !t.Has(EventFlags.OldVersion)))
        {
            if (OlderType.All[(int)type.Code]?.Enter is not { } enter || enter.Code == GenericE)
                continue;
            var names = EventTable.Get(enter.Code).Params;
            for (var i = 0; i < enter.Params.Length; i++)
                Assert.True(enter.Params[i].Source >= 0 || untold.Contains($"{EventTable.Get(enter.Code).Name} {names[i].Name}"), $"{type.Id} {names[i].Name}");
        }
    }
}
