using System.IO.Compression;
using CSysdig.Capture.Compression;

namespace CSysdig.Tests.Capture;

public sealed class PackedPositionTests
{
    const int OutputSize = 16384;
    /// <summary>A symbol that is read ahead, with the header of a block before it, is no longer.</summary>
    const int LongestAhead = 300;

    static readonly byte[] s_data = Data();

    static byte[] Data()
    {
        var random = new Random(7);
        var data = new byte[400_000];
        for (var i = 0; i < data.Length; i++)
            data[i] = i > 5000 && random.Next(40) > 0 ? data[i - 1 - i / 1000 % 4000] : (byte)random.Next(i % 90_000 < 45_000 ? 12 : 256);
        return data;
    }

    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.SmallestSize)]
    [InlineData(CompressionLevel.NoCompression)]
    public void It_is_what_an_inflater_needs_for_the_same_bytes_and_a_symbol_more(CompressionLevel level)
    {
        var packed = Gzip(s_data, level);
        using var position = PackedPosition.Open(new MemoryStream(packed))!;
        var dripping = new Dripping(packed);
        using var inflater = new GZipStream(dripping, CompressionMode.Decompress);
        var output = new byte[OutputSize];
        for (var at = 0; at < s_data.Length / OutputSize * OutputSize; at += OutputSize)
        {
            for (var read = 0; read < OutputSize; read += 8)
                position.Read(8);
            inflater.ReadExactly(output);
            Assert.InRange(position.Position, dripping.Given, dripping.Given + LongestAhead);
        }
    }

    [Fact]
    public void Long_pieces_are_unpacked_at_once_and_short_ones_16_KiB_at_a_time()
    {
        var packed = Gzip(s_data, CompressionLevel.Optimal);
        Assert.Equal(After(packed, 100), After(packed, OutputSize));
        Assert.True(After(packed, 100) < After(packed, OutputSize + 1));
        Assert.Equal(After(packed, 100, 50_000 + OutputSize), After(packed, 50_100 + OutputSize));
        Assert.True(After(packed, 100, 10_000) < After(packed, 20_000));
    }

    [Fact]
    public void Members_behind_one_another_are_read_through()
    {
        var packed = Gzip(s_data, CompressionLevel.Fastest);
        byte[] both = [.. packed, .. packed];
        Assert.Equal(packed.Length, After(both, s_data.Length));
        Assert.InRange(After(both, s_data.Length, 1), packed.Length + 1, packed.Length + packed.Length / 2);
        Assert.Equal(both.Length, After(both, 2L * s_data.Length));
    }

    [Fact]
    public void A_plain_file_is_read_from_where_it_was_sought_to()
    {
        using var position = PackedPosition.Open(new MemoryStream(s_data))!;
        position.Skip(1000);
        position.Read(8);
        Assert.Equal(1000 + OutputSize, position.Position);
        position.Read(s_data.Length);
        Assert.Equal(s_data.Length, position.Position);
    }

    [Fact]
    public void Damage_and_a_cut_stop_it_inside_the_file()
    {
        var packed = Gzip(s_data, CompressionLevel.Optimal);
        var random = new Random(3);
        for (var round = 0; round < 100; round++)
        {
            var damaged = packed[..random.Next(packed.Length)];
            for (var i = 0; i < round % 5 && damaged.Length > 0; i++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            using var position = PackedPosition.Open(new MemoryStream(damaged));
            position?.Skip(s_data.Length / 2);
            position?.Read(int.MaxValue);
            Assert.InRange(position?.Position ?? 0, 0, damaged.Length);
        }
    }

    static long After(byte[] packed, params long[] reads)
    {
        using var position = PackedPosition.Open(new MemoryStream(packed))!;
        foreach (var bytes in reads)
            position.Read(bytes);
        return position.Position;
    }

    static byte[] Gzip(byte[] data, CompressionLevel level)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level))
            gzip.Write(data);
        return packed.ToArray();
    }

    /// <summary>Gives a byte at a time and counts them.</summary>
    sealed class Dripping(byte[] bytes) : MemoryStream(bytes)
    {
        public long Given => Position;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
