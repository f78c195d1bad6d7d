using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture;

public sealed class ScapReaderTests
{
    [Fact]
    public void The_honeypot_capture_reads_to_its_end()
    {
        var tables = new RecordedTables();
        using var reader = ScapReader.Open(Repository.Sample("honeypot.scap.gz"), tables);
        long events = 0;
        ulong last = 0;
        while (reader.Next())
        {
            Assert.Equal(++events, reader.Current.Number);
            last = Math.Max(last, reader.Current.Timestamp);
        }
        Assert.Equal(148664, events);
        Assert.Null(reader.Losses.Message);
        Assert.Equal(0, reader.Losses.DamagedBlocks);
        Assert.Empty(reader.Losses.UnknownEvents);
        Assert.Equal(["section", "end"], tables.Calls);
        Assert.Single(tables.Processes);
        Assert.Contains(tables.Users, u => u.Uid == 0 && u.Name.AsSpan().SequenceEqual("root"u8));
        Assert.Equal(reader.BytesTotal, reader.BytesRead);
    }

    [Fact]
    public void An_event_has_what_its_block_says()
    {
        var reader = Open(new ScapBuilder().Event(BlockType.EventFlagsV2, EventCode.SyscallOpenX, 42, 3, 7,
            ScapBuilder.I64(5), ScapBuilder.Text("/etc/passwd"), ScapBuilder.U32(1)));
        Assert.True(reader.Next());
        var e = reader.Current;
        Assert.Equal((EventCode.SyscallOpenX, 42L, 3, 7u, 3), (e.Code, e.Tid, e.Cpu, e.DumpFlags, e.ParamCount));
        Assert.Equal(1_700_000_000_000_000_000ul, e.Timestamp);
        Assert.Equal(5, e.Int64(0));
        Assert.Equal("/etc/passwd"u8, e.Text(1));
        Assert.Equal(1u, e.UInt32(2));
        Assert.True(e.Param(3).IsEmpty);
        Assert.False(reader.Next());
        Assert.False(reader.Next());
    }

    [Theory]
    [InlineData(BlockType.Event, 0u)]
    [InlineData(BlockType.EventInt, 0u)]
    [InlineData(BlockType.EventFlags, 9u)]
    [InlineData(BlockType.EventV2, 0u)]
    [InlineData(BlockType.EventV2Large, 0u)]
    [InlineData(BlockType.EventFlagsV2, 9u)]
    [InlineData(BlockType.EventFlagsV2Large, 9u)]
    public void Every_kind_of_event_block_reads_the_same(BlockType type, uint flags)
    {
        var reader = Open(new ScapBuilder().Event(type, EventCode.SyscallReadX, 7, 2, flags, ScapBuilder.I64(3), [1, 2, 3]));
        Assert.True(reader.Next());
        Assert.Equal((2, 2, flags), (reader.Current.ParamCount, reader.Current.Cpu, reader.Current.DumpFlags));
        Assert.Equal([1, 2, 3], reader.Current.Param(1).ToArray());
    }

    [Fact]
    public void Old_events_of_every_type_get_their_parameter_count_from_their_lengths()
    {
        foreach (var info in EventTable.All.ToArray().Where(e => !e.Has(EventFlags.LargePayload)))
            for (var count = 0; count <= info.Params.Length; count++)
            {
                var parameters = Enumerable.Range(0, count).Select(i => new byte[i * 3 % 11]).ToArray();
                var reader = Open(new ScapBuilder().Event(BlockType.Event, info.Code, 1, 0, 0, parameters));
                Assert.True(reader.Next(), $"{info.Id} with {count}");
                Assert.Equal(count, reader.Current.ParamCount);
            }
    }

    [Fact]
    public void An_old_notification_counts_three_bytes_too_many()
    {
        // As sysdig before 0.27 wrote it: the event's length says 3 more than its parameters have.
        var body = new ScapBuilder.Body().U16(0).U64(1).U64(2).U32(22 + 4 + 4 + 3).U16((ushort)EventCode.NotificationE)
            .U16(2).U16(2).Raw("a\0b\0"u8.ToArray()).Raw(0, 0, 0);
        var reader = Open(new ScapBuilder().Block(BlockType.Event, body));
        Assert.True(reader.Next());
        Assert.Equal("b"u8, reader.Current.Text(1));
    }

    [Fact]
    public void Large_payload_events_have_wide_lengths()
    {
        var json = new byte[300_000];
        json.AsSpan().Fill((byte)'x');
        var reader = Open(new ScapBuilder().Event(BlockType.EventV2Large, EventCode.ContainerJson_2E, 1, 0, 0, json));
        Assert.True(reader.Next());
        Assert.Equal(300_000, reader.Current.Param(0).Length);
    }

    [Fact]
    public void A_block_larger_than_a_batch_is_read()
    {
        var builder = new ScapBuilder().Event(EventCode.GenericE, 1);
        builder.Event(BlockType.EventV2Large, EventCode.PlugineventE, 1, 0, 0, ScapBuilder.U32(1), new byte[17 << 20]);
        var reader = Open(builder.Event(EventCode.GenericX, 1));
        Assert.True(reader.Next());
        Assert.True(reader.Next());
        Assert.Equal(17 << 20, reader.Current.Param(1).Length);
        Assert.True(reader.Next());
        Assert.Equal(EventCode.GenericX, reader.Current.Code);
        Assert.False(reader.Next());
        Assert.Null(reader.Losses.Message);
    }

    [Fact]
    public void Unknown_events_and_blocks_are_skipped_counted_and_not_numbered()
    {
        var unknown = (EventCode)EventTable.Count;
        var reader = Open(new ScapBuilder().Event(unknown, 1).Event((EventCode)60000, 1).Event(unknown, 1)
            .Block((BlockType)0x7777, new ScapBuilder.Body().U64(1)).Event(EventCode.GenericE, 1));
        Assert.True(reader.Next());
        Assert.Equal(1, reader.Current.Number);
        Assert.False(reader.Next());
        Assert.Equal([new((ushort)unknown, 2), new(60000, 1)], reader.Losses.UnknownEvents);
        Assert.Equal([new(0x7777, 1)], reader.Losses.UnknownBlocks);
        Assert.Null(reader.Losses.Message);
    }

    [Fact]
    public void An_appended_capture_begins_a_section_and_numbers_go_on()
    {
        var tables = new RecordedTables();
        var one = new ScapBuilder().Processes(new ProcessEntry { Tid = 1 }).Event(EventCode.GenericE, 1).ToArray();
        using var reader = ScapReader.Open(new MemoryStream([.. one, .. one]), tables);
        Assert.True(reader.Next());
        Assert.Equal(["section", "end"], tables.Calls);
        Assert.True(reader.Next());
        Assert.Equal(2, reader.Current.Number);
        Assert.Equal(["section", "end", "section", "end"], tables.Calls);
    }

    [Fact]
    public void A_capture_without_events_still_ends_its_tables()
    {
        var tables = new RecordedTables();
        using var reader = ScapReader.Open(new ScapBuilder().Machine("db1").ToStream(), tables);
        Assert.False(reader.Next());
        Assert.Equal("db1", tables.Machine!.HostName);
        Assert.Equal(["section", "end"], tables.Calls);
    }

    [Fact]
    public void Account_events_of_old_captures_are_table_entries_without_a_number()
    {
        var process = new ScapBuilder.Body().Raw(ScapTables.ProcessBefore010(new ProcessEntry { Tid = 1 }));
        var user = new[] { ScapBuilder.U32(1000), ScapBuilder.U32(100), ScapBuilder.Text("alice"), ScapBuilder.Text("/home/alice"), ScapBuilder.Text("/bin/sh"), ScapBuilder.Text("") };
        var tables = new RecordedTables();
        using var old = ScapReader.Open(new ScapBuilder().Block(BlockType.ProcessListV9, process)
            .Event(EventCode.UserAddedE, 1, user).Event(EventCode.GenericE, 1).ToStream(), tables);
        Assert.True(old.Next());
        Assert.Equal((EventCode.GenericE, 1L), (old.Current.Code, old.Current.Number));
        Assert.Equal("alice"u8, Assert.Single(tables.Users).Name);

        var today = Open(new ScapBuilder().Processes(new ProcessEntry { Tid = 1 }).Event(EventCode.UserAddedE, 1, user));
        Assert.True(today.Next());
        Assert.Equal(EventCode.UserAddedE, today.Current.Code);
    }

    [Fact]
    public void Kept_events_load_again_when_the_reader_has_moved_on()
    {
        var kept = new List<(EventBatch Batch, int Position, long Tid, ulong Time)>();
        using var reader = ScapReader.Open(Repository.Sample("honeypot.scap.gz"), new RecordedTables());
        reader.BatchPassed = _ => { };
        while (reader.Next())
            if (reader.Current.Number % 1000 == 0)
                kept.Add((reader.CurrentBatch, reader.CurrentPosition, reader.Current.Tid, reader.Current.Timestamp));
        var again = new RawEvent();
        foreach (var (batch, position, tid, time) in kept)
        {
            Assert.True(ScapReader.TryLoad(batch.Bytes, batch.Length, position, again));
            Assert.Equal((tid, time), (again.Tid, again.Timestamp));
            Assert.False(ScapReader.TryLoad(batch.Bytes, batch.Length, batch.Length - 1, again));
            Assert.False(ScapReader.TryLoad(batch.Bytes, batch.Length, -1, again));
        }
        Assert.Equal(148, kept.Count);
    }

    [Fact]
    public void Disposing_early_ends_the_reading_thread()
    {
        var endless = new EndlessStream(new ScapBuilder().ToArray(), new ScapBuilder().Event(EventCode.GenericE, 1).ToArray()[28..]);
        var reader = ScapReader.Open(endless, new RecordedTables());
        for (var i = 0; i < 100_000; i++)
            Assert.True(reader.Next());
        reader.Dispose();
        Assert.True(SpinWait.SpinUntil(() => endless.IsDisposed, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void A_slow_pipe_shows_its_events_as_they_come()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        using var input = new System.IO.Pipes.AnonymousPipeClientStream(pipe.GetClientHandleAsString());
        pipe.Write(new ScapBuilder().Event(EventCode.GenericE, 1).ToArray());
        using var reader = ScapReader.Open(input, new RecordedTables());
        Assert.True(reader.Next());
        pipe.Write(new ScapBuilder().Event(EventCode.GenericX, 2).ToArray()[28..]);
        Assert.True(reader.Next());
        Assert.Equal(2, reader.Current.Tid);
        pipe.Dispose();
        Assert.False(reader.Next());
        Assert.Null(reader.Losses.Message);
        Assert.Equal(-1, reader.BytesTotal);
    }

    static ScapReader Open(ScapBuilder builder) => ScapReader.Open(builder.ToStream(), new RecordedTables());
}
