using CSysdig.Model.Lake.Parquet;
using CSysdig.Model.Text;

namespace CSysdig.Tests.Model.Lake;

/// <summary>What the encodings write, read back by the book: Parquet's Encodings.md.</summary>
public sealed class EncodingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public void Runs_and_packed_bits_hold_every_number(int count)
    {
        var random = new Random(count);
        foreach (var values in (int[])[1, 2, 3, 200, 70_000])
        {
            var numbers = new int[count];
            for (var i = 0; i < count;)
                for (var (value, run) = (random.Next(values), random.Next(1, 30)); run > 0 && i < count; run--)
                    numbers[i++] = value;
            var to = new Utf8Writer(16);
            var width = RunCoder.WidthOf(values);
            RunCoder.Write(to, numbers, width);
            Assert.Equal(numbers, ReadRuns(to.Written, width, count));
        }
    }

    [Fact]
    public void A_long_run_takes_a_few_bytes()
    {
        var to = new Utf8Writer(16);
        RunCoder.Write(to, new int[60_000], 17);
        Assert.Equal(6, to.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(33)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(130)]
    [InlineData(1000)]
    public void Differences_hold_every_number(int count)
    {
        var random = new Random(count);
        foreach (var most in (long[])[1, 5, 1_000_000, long.MaxValue])
        {
            var numbers = Enumerable.Range(0, count).Select(_ => random.NextInt64(-most, most)).ToArray();
            if (count > 2)
                (numbers[1], numbers[2]) = (long.MinValue, long.MaxValue);
            var to = new Utf8Writer(16);
            DeltaCoder.Write(to, numbers);
            Assert.Equal(numbers, ReadDeltas(to.Written));
        }
    }

    [Fact]
    public void A_filter_has_what_was_added_and_little_else()
    {
        var filter = new BloomFilter(1000);
        var random = new Random(1);
        var hashes = Enumerable.Range(0, 1000).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue)).ToArray();
        foreach (var hash in hashes)
            filter.Add(hash);
        Assert.All(hashes, hash => Assert.True(Has(filter, hash)));
        Assert.True(Enumerable.Range(0, 10_000).Count(_ => Has(filter, (ulong)random.NextInt64(long.MinValue, long.MaxValue))) < 300);
    }

    static bool Has(BloomFilter filter, ulong hash)
    {
        uint[] salt = [0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31];
        var blocks = (ulong)filter.Bytes.Length / 32;
        var block = filter.Bytes.Slice((int)((hash >> 32) * blocks >> 32) * 32, 32).ToArray();
        return Enumerable.Range(0, 8).All(i => (BitConverter.ToUInt32(block, i * 4) & 1u << (int)(unchecked((uint)hash * salt[i]) >> 27)) != 0);
    }

    static int[] ReadRuns(ReadOnlySpan<byte> bytes, int width, int count)
    {
        var read = new List<int>();
        var at = 0;
        while (read.Count < count)
        {
            var head = ReadVarint(bytes, ref at);
            if ((head & 1) == 0)
            {
                var value = 0;
                for (var i = 0; i < (width + 7) / 8; i++)
                    value |= bytes[at++] << i * 8;
                read.AddRange(Enumerable.Repeat(value, (int)(head >> 1)));
            }
            else
            {
                var packed = (int)(head >> 1) * 8;
                for (var i = 0; i < packed; i++)
                    read.Add((int)Bits(bytes[at..], (long)i * width, width));
                at += packed * width / 8;
            }
        }
        Assert.Equal(bytes.Length, at);
        return [.. read.Take(count)];
    }

    static long[] ReadDeltas(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        Assert.Equal(128ul, ReadVarint(bytes, ref at));
        Assert.Equal(4ul, ReadVarint(bytes, ref at));
        var count = (int)ReadVarint(bytes, ref at);
        var read = new List<long> { ReadSigned(bytes, ref at) };
        while (read.Count < count)
        {
            var least = ReadSigned(bytes, ref at);
            var widths = bytes.Slice(at, 4).ToArray();
            at += 4;
            for (var part = 0; part < 4 && read.Count < count; part++)
            {
                for (var i = 0; i < 32 && read.Count < count; i++)
                    read.Add(unchecked(read[^1] + least + (long)Bits(bytes[at..], (long)i * widths[part], widths[part])));
                at += widths[part] * 4;
            }
        }
        Assert.Equal(bytes.Length, at);
        return [.. read.Take(count)];
    }

    static ulong Bits(ReadOnlySpan<byte> bytes, long from, int width)
    {
        var value = 0ul;
        for (var i = 0; i < width; i++)
            value |= (ulong)(bytes[(int)((from + i) / 8)] >> (int)((from + i) % 8) & 1) << i;
        return value;
    }

    static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var b = bytes[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }
    }

    static long ReadSigned(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = ReadVarint(bytes, ref at);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
