using CSysdig.Capture.Compression;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture.Writing;

public sealed class ScapWriterEventsTests
{
    /// <summary>Reads the events of a capture and writes each in another way.</summary>
    static List<RawEvent> Rewrite(ScapBuilder source, Action<ScapWriterEvents, ScapReader> write)
    {
        var target = new MemoryStream();
        using var writer = ScapWriter.Create(target, "it", CaptureCompression.None);
        writer.Write(new ScapBuilder().ToArray());
        var events = new ScapWriterEvents(writer);
        using (var reader = ScapReader.Open(source.ToStream(), new RecordedTables()))
            while (reader.Next())
                write(events, reader);
        writer.Close();
        var result = new List<RawEvent>();
        using var again = ScapReader.Open(new MemoryStream(target.ToArray()), new RecordedTables());
        while (again.Next())
        {
            var copy = new RawEvent();
            copy.CopyFrom(again.Current);
            result.Add(copy);
        }
        Assert.Equal(0, again.Losses.DamagedBlocks);
        return result;
    }

    [Theory]
    [InlineData(BlockType.Event)]
    [InlineData(BlockType.EventInt)]
    [InlineData(BlockType.EventV2)]
    [InlineData(BlockType.EventV2Large)]
    [InlineData(BlockType.EventFlags)]
    [InlineData(BlockType.EventFlagsV2)]
    [InlineData(BlockType.EventFlagsV2Large)]
    public void A_hidden_event_keeps_its_bytes_and_is_flagged(BlockType type)
    {
        var source = new ScapBuilder().Event(type, EventCode.SyscallCloseX, 42, 3, 2, ScapBuilder.I64(-9));
        var e = Assert.Single(Rewrite(source, (events, reader) => events.Hidden(reader.CurrentBlock)));
        var flagged = type is BlockType.EventFlags or BlockType.EventFlagsV2 or BlockType.EventFlagsV2Large;
        Assert.Equal((flagged ? 3u : 1u, 3, 42L, EventCode.SyscallCloseX, -9L), (e.DumpFlags, e.Cpu, e.Tid, e.Code, e.Int64(0)));
    }

    [Theory]
    [InlineData(BlockType.Event)]
    [InlineData(BlockType.EventV2)]
    [InlineData(BlockType.EventFlagsV2)]
    public void Buffers_are_cut_and_all_else_stays(BlockType type)
    {
        var data = Enumerable.Range(0, 200).Select(i => (byte)i).ToArray();
        var source = new ScapBuilder().Event(type, EventCode.SocketRecvfromX, 42, 1, 0, ScapBuilder.I64(200), data, [1, 2, 3]);
        var e = Assert.Single(Rewrite(source, (events, reader) => events.Cut(reader.Current, reader.CurrentBlock, 7)));
        Assert.Equal(200, e.Int64(0));
        Assert.Equal(data[..7], e.Param(1).ToArray());
        Assert.Equal((byte[])[1, 2, 3], e.Param(2).ToArray());
        Assert.Equal(3, e.ParamCount);
    }

    [Fact]
    public void A_length_of_zero_leaves_no_buffer()
    {
        var source = new ScapBuilder().Event(EventCode.SyscallReadX, 42, ScapBuilder.I64(3), [1, 2, 3]);
        var e = Assert.Single(Rewrite(source, (events, reader) => events.Cut(reader.Current, reader.CurrentBlock, 0)));
        Assert.Equal((3L, 0), (e.Int64(0), e.Param(1).Length));
    }

    [Fact]
    public void What_is_no_buffer_or_is_short_enough_stays_as_it_is()
    {
        var source = new ScapBuilder()
            .Event(EventCode.SyscallWriteX, 1, ScapBuilder.I64(3), [1, 2, 3])
            .Event(EventCode.SyscallOpenX, 1, ScapBuilder.I64(3), ScapBuilder.Text("/a/long/path"), ScapBuilder.U32(1), ScapBuilder.U32(0));
        var originals = new List<byte[]>();
        var events = Rewrite(source, (to, reader) =>
        {
            originals.Add(reader.Current.Bytes.ToArray());
            to.Cut(reader.Current, reader.CurrentBlock, 3);
        });
        Assert.Equal(originals, events.Select(e => e.Bytes.ToArray()));
    }

    [Fact]
    public void An_event_of_our_own_making_reads_as_any_other()
    {
        var e = Assert.Single(Rewrite(new ScapBuilder().Event(EventCode.SyscallCloseE, 1, ScapBuilder.I64(1)), (events, _) =>
            events.Made(EventCode.SocketSocketX, 123, 45, ScapBuilder.I64(6), ScapBuilder.U32(2))));
        Assert.Equal((1u, 123UL, 45L, 6L, 2u, 2), (e.DumpFlags, e.Timestamp, e.Tid, e.Int64(0), e.UInt32(1), e.ParamCount));
    }
}
