using System.IO.Compression;
using CSysdig.Capture.Compression;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture.Writing;

public sealed class ScapWriterTests
{
    const int Events = 4000;

    static readonly byte[][] s_blocks = Blocks();

    /// <summary>About 3 MiB of blocks, the first of which is a section header.</summary>
    static byte[][] Blocks()
    {
        var random = new Random(7);
        var builder = new ScapBuilder();
        var starts = new List<int> { 0 };
        for (var i = 0; i < Events; i++)
        {
            starts.Add((int)builder.Length);
            var data = new byte[random.Next(1500)];
            random.NextBytes(data);
            builder.Event(EventCode.SyscallWriteX, i, ScapBuilder.I64(data.Length), data);
        }
        var all = builder.ToArray();
        starts.Add(all.Length);
        return [.. starts.Zip(starts.Skip(1), (from, to) => all[from..to])];
    }

    static byte[] Write(CaptureCompression compression)
    {
        var target = new MemoryStream();
        using var writer = ScapWriter.Create(target, "it", compression);
        foreach (var block in s_blocks)
            writer.Write(block);
        writer.Close();
        return target.ToArray();
    }

    static long Count(byte[] capture)
    {
        using var reader = ScapReader.Open(new MemoryStream(capture), new RecordedTables());
        long count = 0;
        while (reader.Next())
            count++;
        Assert.Equal(0, reader.Losses.DamagedBlocks);
        return count;
    }

    [Theory]
    [InlineData(CaptureCompression.None)]
    [InlineData(CaptureCompression.Gzip)]
    [InlineData(CaptureCompression.Zstd)]
    public void What_is_written_reads_back(CaptureCompression compression) => Assert.Equal(Events, Count(Write(compression)));

    [Fact]
    public void Plain_blocks_lie_one_after_the_other() => Assert.True(Write(CaptureCompression.None).AsSpan().SequenceEqual(s_blocks.SelectMany(b => b).ToArray()));

    [Fact]
    public void Every_gzip_member_begins_with_a_block_and_needs_none_before_it()
    {
        var packed = Write(CaptureCompression.Gzip);
        var starts = Find(packed, [0x1F, 0x8B, 8, 0, 0, 0, 0, 0]).Where(at => BeginsAMember(packed[at..])).ToList();
        Assert.True(starts.Count >= 3, $"{starts.Count} members");
        var total = starts.Sum(s => s_blocks.Skip(1).Any(b => FirstBytes(packed[s..], 32).AsSpan().SequenceEqual(b.AsSpan(0, 32))) ? 1 : 0);
        Assert.Equal(starts.Count - 1, total);
    }

    static List<int> Find(byte[] bytes, byte[] what)
    {
        var found = new List<int>();
        for (var at = 0; bytes.AsSpan(at).IndexOf(what) is >= 0 and var next; at += next + 1)
            found.Add(at + next);
        return found;
    }

    static bool BeginsAMember(byte[] bytes)
    {
        try
        {
            return FirstBytes(bytes, 32).Length == 32;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    static byte[] FirstBytes(byte[] member, int count)
    {
        using var gzip = new GZipStream(new MemoryStream(member), CompressionMode.Decompress);
        var bytes = new byte[count];
        return bytes[..gzip.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
    }

    [Fact]
    public void Zstd_comes_in_frames()
    {
        var packed = Write(CaptureCompression.Zstd);
        Assert.InRange(Find(packed, [0x28, 0xB5, 0x2F, 0xFD]).Count, 3, 6);
    }

    [Fact]
    public void A_block_larger_than_a_batch_is_written_whole()
    {
        var large = new ScapBuilder().Event(EventCode.ContainerJson_2E, -1, new byte[3 << 20]).ToArray();
        var target = new MemoryStream();
        using var writer = ScapWriter.Create(target, "it", CaptureCompression.Gzip);
        writer.Write(s_blocks[0]);
        writer.Write(large.AsSpan(s_blocks[0].Length));
        writer.Write(s_blocks[1]);
        writer.Close();
        Assert.Equal(2, Count(target.ToArray()));
    }

    [Theory]
    [InlineData(CaptureCompression.None)]
    [InlineData(CaptureCompression.Gzip)]
    [InlineData(CaptureCompression.Zstd)]
    public void A_full_disk_is_said_and_leaves_a_capture_that_can_be_read(CaptureCompression compression)
    {
        var disk = new FullDisk(2_300_000);
        var writer = ScapWriter.Create(disk, "out.scap", compression);
        var error = Assert.Throws<CaptureException>(() =>
        {
            foreach (var block in s_blocks)
                writer.Write(block);
            writer.Close();
        });
        writer.Dispose();
        Assert.Equal("out.scap can't be written to its end: no space left on device; what was written before can be read", error.Message);
        // Whole batches of 1 MiB when compressed, whole blocks when not; random bytes stay as long as they are.
        Assert.InRange(Count(disk.ToArray()), compression == CaptureCompression.None ? Events * 2 / 3 : Events / 2, Events - 1);
    }

    [Fact]
    public void A_pipe_that_closes_is_said()
    {
        var writer = ScapWriter.Create(new FullDisk(0), "standard output", CaptureCompression.None);
        writer.Write(s_blocks[0]);
        Assert.Contains("standard output can't be written", Assert.Throws<CaptureException>(writer.Close).Message);
    }

    [SkippableFact]
    public void A_device_that_is_full_is_said()
    {
        Skip.IfNot(File.Exists("/dev/full"), "there is no /dev/full: writing to a full device was NOT tested");
        var writer = ScapWriter.Create("/dev/full", CaptureCompression.Gzip);
        writer.Write(s_blocks[0]);
        Assert.Contains("/dev/full can't be written to its end: no space left", Assert.Throws<CaptureException>(writer.Close).Message);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said() =>
        Assert.EndsWith("its directory does not exist",
            Assert.Throws<CaptureException>(() => ScapWriter.Create("/no/such/folder/x.scap", CaptureCompression.None)).Message);

    [Fact]
    public void The_size_by_which_files_rotate_does_not_depend_on_the_threads()
    {
        long[] Sizes()
        {
            var sizes = new List<long>();
            using var writer = ScapWriter.Create(new MemoryStream(), "it", CaptureCompression.Gzip);
            foreach (var block in s_blocks)
            {
                writer.Write(block);
                if (sizes.Count == 0 || sizes[^1] != writer.Size)
                    sizes.Add(writer.Size);
            }
            return [.. sizes];
        }
        Assert.Equal(Sizes(), Sizes());
    }
}
