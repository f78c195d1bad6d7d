using System.IO.Compression;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture;

public sealed class CompressionTests
{
    static readonly byte[] s_capture = Build();

    static byte[] Build()
    {
        var builder = new ScapBuilder();
        var random = new Random(1);
        for (var i = 0; i < 5000; i++)
        {
            var data = new byte[random.Next(100)];
            random.NextBytes(data);
            builder.Event(EventCode.SyscallWriteX, i, ScapBuilder.I64(data.Length), data);
        }
        return builder.ToArray();
    }

    [Fact]
    public void Gzip_reads_as_plain() => Assert.Equal(5000, Read(ScapBuilder.Gzip(s_capture)).Events);

    [Fact]
    public void Zstd_reads_as_plain() => Assert.Equal(5000, Read(ScapBuilder.Zstd(s_capture)).Events);

    [Fact]
    public void Members_of_gzip_follow_each_other_wherever_they_are_split()
    {
        byte[] packed = [.. ScapBuilder.Gzip(s_capture[..1001]), .. ScapBuilder.Gzip(s_capture[1001..70000]), .. ScapBuilder.Gzip(s_capture[70000..])];
        var (events, losses) = Read(packed);
        Assert.Equal(5000, events);
        Assert.Null(losses.Message);
    }

    [Fact]
    public void Frames_of_zstd_follow_each_other()
    {
        byte[] skippable = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        byte[] packed = [.. skippable, .. ScapBuilder.Zstd(s_capture[..1001]), .. skippable, .. ScapBuilder.Zstd(s_capture[1001..])];
        var (events, losses) = Read(packed);
        Assert.Equal(5000, events);
        Assert.Null(losses.Message);
    }

    [Theory]
    [InlineData(27, null)]
    [InlineData(28, "a window of more than 128 MiB")]
    public void A_window_that_takes_too_much_memory_is_called_what_it_is(int log, string? says)
    {
        var start = s_capture[..100_000];
        var length = start.Length << 3 | 1;
        byte[] packed = [0x28, 0xB5, 0x2F, 0xFD, 0, (byte)(log - 10 << 3), (byte)length, (byte)(length >> 8), (byte)(length >> 16), .. start];
        if (says is null)
            Assert.InRange(Read(packed).Events, 1, 5000);
        else
            Assert.Contains(says, Assert.Throws<CaptureException>(() => Read(packed)).Message);
    }

    [Fact]
    public void Garbage_after_gzip_is_no_loss()
    {
        var (events, losses) = Read([.. ScapBuilder.Gzip(s_capture), 0, 0, 0, 0, 1, 2, 3]);
        Assert.Equal(5000, events);
        Assert.Null(losses.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Compressed_data_cut_short_gives_what_came_before(bool gzip)
    {
        var packed = gzip ? ScapBuilder.Gzip(s_capture) : ScapBuilder.Zstd(s_capture);
        var (events, losses) = Read(packed[..(packed.Length / 2)]);
        // zstd gives its blocks of up to 128 KiB whole or not at all.
        Assert.InRange(events, gzip ? 2400 : 1000, 2600);
        Assert.NotNull(losses.TruncatedAt);
        Assert.Contains("its compressed data is cut short", losses.Message);
    }

    [Fact]
    public void Gzip_cut_short_is_told_whatever_the_process_inflated_before()
    {
        using (var other = new GZipStream(new MemoryStream(ScapBuilder.Gzip(s_capture)), CompressionMode.Decompress))
            other.CopyTo(Stream.Null);
        var packed = ScapBuilder.Gzip(s_capture);
        Assert.Contains("its compressed data is cut short", Read(packed[..(packed.Length / 2)]).Losses.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Damaged_compressed_data_gives_what_came_before(bool gzip)
    {
        var packed = gzip ? ScapBuilder.Gzip(s_capture) : ScapBuilder.Zstd(s_capture);
        packed.AsSpan(packed.Length / 2, 64).Fill(0xFF);
        var (events, losses) = Read(packed);
        Assert.InRange(events, gzip ? 2000 : 1000, 4999);
        Assert.Contains("damaged", losses.Message);
    }

    static (long Events, CaptureLosses Losses) Read(byte[] bytes)
    {
        using var reader = ScapReader.Open(new MemoryStream(bytes), new RecordedTables());
        long events = 0;
        while (reader.Next())
            events++;
        return (events, reader.Losses);
    }
}
