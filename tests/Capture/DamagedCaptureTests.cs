using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture;

public sealed class DamagedCaptureTests
{
    const int Header = 28;
    /// <summary>A write of 100 bytes: 8 + 2 + 26 + 4 + 8 + 100 + 4.</summary>
    const int BlockLength = 152;

    static ScapBuilder Writes(int count)
    {
        var builder = new ScapBuilder();
        for (var i = 0; i < count; i++)
            builder.Event(EventCode.SyscallWriteX, i, ScapBuilder.I64(100), new byte[100]);
        return builder;
    }

    [Fact]
    public void A_cut_anywhere_gives_the_events_before_it_and_says_where_it_is()
    {
        var whole = Writes(3).ToArray();
        Assert.Equal(Header + 3 * BlockLength, whole.Length);
        for (var cut = 16; cut <= whole.Length; cut++)
        {
            var (tids, losses, _) = Read(whole[..cut]);
            Assert.Equal(Math.Max(0, (cut - Header) / BlockLength), tids.Count);
            if (cut >= Header && (cut - Header) % BlockLength == 0)
            {
                Assert.Null(losses.Message);
                continue;
            }
            Assert.Equal(cut, losses.TruncatedAt);
            Assert.Contains($"cut short at offset {cut}", losses.Message);
            Assert.False(losses.Message!.Contains('\n'));
        }
    }

    [Fact]
    public void Megabytes_of_rubbish_without_a_block_end_the_reading_not_the_program()
    {
        var good = new ScapBuilder().Processes(Calls.Process(10, "app")).Look(10).ToArray();
        var rubbish = new byte[5 << 20];
        new Random(1).NextBytes(rubbish);
        using var stream = CSysdig.Model.Streaming.EventStream.Open(new MemoryStream([.. good, .. rubbish]));
        Assert.True(stream.Next());
        while (stream.Next())
        {
        }
        Assert.NotNull(stream.Reader.Losses.Message);
    }

    [Fact]
    public void A_cut_inside_a_table_gives_the_entries_before_it()
    {
        var whole = new ScapBuilder().Processes([.. Enumerable.Range(1, 9).Select(i => new ProcessEntry { Tid = i })]).ToArray();
        var (_, losses, tables) = Read(whole[..(whole.Length / 2)]);
        Assert.InRange(tables.Processes.Count, 3, 5);
        Assert.Equal(["section", "end"], tables.Calls);
        Assert.Contains("bytes of its last block are missing", losses.Message);
    }

    [Fact]
    public void Nothing_and_other_files_are_no_captures()
    {
        var whole = Writes(1).ToArray();
        Assert.Contains("is empty", Refusal([]));
        Assert.Contains("is not a capture", Refusal(whole[..15]));
        Assert.Contains("is not a capture", Refusal("hello, this is some text"u8.ToArray()));
        Assert.Contains("is not a capture", Refusal(ScapBuilder.Gzip("hello, this is some text"u8.ToArray())));
        Assert.Contains("version 2", Refusal(new ScapBuilder().ToArray().With(12, 2)));
        Assert.Contains("big-endian", Refusal(whole.With(8, 0x1A, 0x2B, 0x3C, 0x4D)));
        Assert.Contains("can't be read", Refusal([0x1F, 0x8B, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]));
    }

    [Fact]
    public void Files_that_cannot_be_opened_are_refused_in_one_line()
    {
        Assert.EndsWith("no such file", Assert.Throws<CaptureException>(() => ScapReader.Open("/no/such.scap", new RecordedTables())).Message);
        Assert.Contains("directory", Assert.Throws<CaptureException>(() => ScapReader.Open(Path.GetTempPath(), new RecordedTables())).Message);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(11u)]
    [InlineData(100u)]
    [InlineData(BlockLength + 4u)]
    [InlineData(60_000u)]
    [InlineData(100_000_000u)]
    [InlineData(uint.MaxValue)]
    public void A_wrong_block_length_costs_that_block_only(uint length)
    {
        var bytes = Writes(20).ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(Header + 5 * BlockLength + 4), length);
        var (tids, losses, _) = Read(bytes);
        Assert.Equal(Enumerable.Range(0, 20).Where(i => i != 5).Select(i => (long)i), tids);
        Assert.Equal(1, losses.DamagedBlocks);
        Assert.Contains($"{BlockLength} bytes in 1 place, the first at offset {Header + 5 * BlockLength}", losses.Message);
        Assert.Null(losses.TruncatedAt);
    }

    [Fact]
    public void A_wrong_trailing_length_costs_nothing()
    {
        var bytes = Writes(20).ToArray();
        bytes[Header + 6 * BlockLength - 3] ^= 0xFF;
        var (tids, losses, _) = Read(bytes);
        Assert.Equal(20, tids.Count);
        Assert.Equal(1, losses.DamagedBlocks);
    }

    [Fact]
    public void Overwritten_stretches_cost_the_events_in_them()
    {
        var bytes = Writes(30_000).ToArray();
        foreach (var at in new[] { 1000, 1_048_570, 3_000_000 })
            bytes.AsSpan(at, 5000).Fill(0xAA);
        var (tids, losses, _) = Read(bytes);
        Assert.InRange(tids.Count, 30_000 - 3 * (5000 / BlockLength + 2), 30_000 - 3 * (5000 / BlockLength));
        Assert.Contains("in 3 places", losses.Message);
    }

    [Theory]
    [InlineData(1u << 30)]
    [InlineData(65u)]
    [InlineData(50u)]
    public void An_event_that_claims_more_parameters_than_it_has_room_for_is_skipped(uint count)
    {
        var bytes = Writes(3).ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(Header + BlockLength + 10 + 22), count);
        var (tids, losses, _) = Read(bytes);
        // 50 lengths have room in 112 bytes: the event stands, with empty parameters.
        Assert.Equal(count == 50 ? [0L, 1L, 2L] : [0L, 2L], tids);
        Assert.Equal(count == 50 ? 0 : 1, losses.DamagedBlocks);
    }

    [Fact]
    public void Parameters_never_reach_beyond_their_event()
    {
        var bytes = Writes(1).ToArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(Header + 10 + 26), ushort.MaxValue);
        using var reader = ScapReader.Open(new MemoryStream(bytes), new RecordedTables());
        Assert.True(reader.Next());
        Assert.Equal(108, reader.Current.Param(0).Length);
        Assert.True(reader.Current.Param(1).IsEmpty);
        Assert.Equal(0, reader.Current.Int64(1));
    }

    [Fact]
    public void A_lying_length_takes_no_memory()
    {
        var liar = new ScapBuilder().Raw(new ScapBuilder.Body().U32((uint)BlockType.ProcessListV9).U32(127 << 20).U64(0).ToArray()).ToArray();
        var stream = new MeasuredStream(liar);
        using var reader = ScapReader.Open(stream, new RecordedTables());
        Assert.False(reader.Next());
        Assert.NotNull(reader.Losses.TruncatedAt);
        Assert.InRange(stream.LargestRequest, 1, 2 << 20);
    }

    /// <summary>Knows how large a buffer its reader has had.</summary>
    sealed class MeasuredStream(byte[] bytes) : MemoryStream(bytes)
    {
        public int LargestRequest { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            LargestRequest = Math.Max(LargestRequest, buffer.Length);
            return base.Read(buffer);
        }
    }

    [Fact]
    public async Task Garbage_that_resembles_blocks_is_stepped_over()
    {
        // Few byte values, so that types and lengths come up by chance at every distance.
        byte[] likely = [0, 0, 0, 2, 2, 0x16, 0x15, 12, 40, 0x0A, 0x0D, 0xFF];
        var events = Writes(2).ToArray()[Header..];
        var random = new Random(3);
        var reading = Task.Run(() =>
        {
            for (var i = 0; i < 3000; i++)
            {
                var garbage = new byte[random.Next(1, 120)];
                for (var j = 0; j < garbage.Length; j++)
                    garbage[j] = likely[random.Next(likely.Length)];
                var (tids, losses, _) = Read([.. new ScapBuilder().ToArray(), .. events, .. garbage, .. events, .. events]);
                // What lies nearer than a block's header to the damage may be lost with it.
                Assert.True(tids is [0, 1, .., 0, 1], $"garbage {Convert.ToHexString(garbage)}: {string.Join(' ', tids)}");
                Assert.NotNull(losses.Message);
            }
        });
        await reading.WaitAsync(TimeSpan.FromSeconds(60));
    }

    static string Refusal(byte[] bytes) =>
        Assert.Throws<CaptureException>(() => ScapReader.Open(new MemoryStream(bytes), new RecordedTables())).Message;

    static (List<long> Tids, CaptureLosses Losses, RecordedTables Tables) Read(byte[] bytes)
    {
        var tables = new RecordedTables();
        using var reader = ScapReader.Open(new MemoryStream(bytes), tables);
        var tids = new List<long>();
        while (reader.Next())
            tids.Add(reader.Current.Tid);
        return (tids, reader.Losses, tables);
    }
}

static class ByteArrays
{
    /// <summary>These bytes with some replaced.</summary>
    public static byte[] With(this byte[] bytes, int at, params byte[] replacement)
    {
        var copy = bytes.ToArray();
        replacement.CopyTo(copy, at);
        return copy;
    }
}
