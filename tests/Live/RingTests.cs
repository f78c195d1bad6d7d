using System.Buffers.Binary;
using CSysdig.Capture.Live;
using CSysdig.Capture.Live.Rings;
using CSysdig.Cli;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>Rings as the kernel lays them out, in files.</summary>
public sealed class RingTests
{
    const int Page = 4096, Size = 4096;

    [SkippableFact]
    public void Records_of_all_rings_come_by_time_and_those_that_may_still_be_overtaken_wait()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.SystemPageSize == Page, "SKIPPED: rings are mapped on Linux with pages of 4 KiB");
        using var folder = new TemporaryFolder();
        var files = new[] { Ring(folder.File("0"), 10, 30, 31, 90), Ring(folder.File("1"), 20, 32, 40), Ring(folder.File("2")) };
        using var rings = new RingSet([.. files.Select(f => (int)f.SafeFileHandle.DangerousGetHandle())], Size);
        var seen = new List<(ulong, int)>();
        bool Take(ReadOnlySpan<byte> record, int cpu)
        {
            seen.Add((BinaryPrimitives.ReadUInt64LittleEndian(record), cpu));
            return true;
        }
        rings.Drain(50, Take);
        Assert.Equal([(10, 0), (20, 1), (30, 0), (31, 0), (32, 1), (40, 1)], seen);
        Assert.Equal(3 * 24, Position(files[0]));
        rings.Drain(ulong.MaxValue, Take);
        Assert.Equal((90ul, 0), seen[^1]);
        foreach (var file in files)
            file.Dispose();
    }

    // The ring of the helper has a record of 16 bytes and its head for each time, and a discarded one at the end.
    [SkippableTheory]
    [InlineData(2 * 24 + 16, new ulong[] { 10, 20, 30 })]
    [InlineData(2 * 24 + 17, new ulong[] { 10, 20 })]
    [InlineData(0x3FFFFFFF, new ulong[] { 10, 20 })]
    public void A_record_that_would_reach_beyond_what_is_written_is_none(uint length, ulong[] expected)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.SystemPageSize == Page, "SKIPPED: rings are mapped on Linux with pages of 4 KiB");
        using var folder = new TemporaryFolder();
        using var file = Ring(folder.File("0"), 10, 20, 30, 40);
        WriteAt(file, 2 * Page + 2 * 24, BitConverter.GetBytes(length));
        using var rings = new RingSet([(int)file.SafeFileHandle.DangerousGetHandle()], Size);
        var seen = new List<ulong>();
        rings.Drain(ulong.MaxValue, (record, _) =>
        {
            seen.Add(BinaryPrimitives.ReadUInt64LittleEndian(record));
            return true;
        });
        Assert.Equal(expected, seen);
        Assert.Equal(5 * 24, Position(file));
    }

    [SkippableTheory]
    [InlineData(Size)]
    [InlineData(1000 * Size)]
    public void A_writer_that_is_more_than_a_ring_ahead_leaves_what_a_ring_holds(long ahead)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.SystemPageSize == Page, "SKIPPED: rings are mapped on Linux with pages of 4 KiB");
        using var folder = new TemporaryFolder();
        using var file = Ring(folder.File("0"), 10, 20, 30, 40, 50);
        WriteAt(file, Page, BitConverter.GetBytes(ahead));
        using var rings = new RingSet([(int)file.SafeFileHandle.DangerousGetHandle()], Size);
        var seen = 0;
        rings.Drain(ulong.MaxValue, (_, _) => ++seen > 0);
        Assert.Equal(ahead, Position(file));
        Assert.Equal(5, seen);
    }

    [Theory]
    [InlineData("64K", 65536)]
    [InlineData("65536", 65536)]
    [InlineData("8m", 8 << 20)]
    [InlineData("1G", 1 << 30)]
    public void A_size_has_a_unit(string text, int bytes) => Assert.Equal(bytes, SysdigOptions.Parse(["--buffer", text]).Live.BufferBytes);

    [Theory]
    [InlineData("63K")]
    [InlineData("2G")]
    [InlineData("1025M")]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("-8M")]
    public void A_size_out_of_bounds_is_refused(string text) => Assert.Throws<UsageException>(() => SysdigOptions.Parse(["--buffer", text]));

    [Theory]
    [InlineData("6667", 6667, 6667)]
    [InlineData("1-65535", 1, 65535)]
    public void Ports_are_one_or_a_range(string text, int from, int to) => Assert.Equal((from, to), SysdigOptions.Parse(["--snaplen-port", text]).Live.SpecialPorts);

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("5-4")]
    [InlineData("5-")]
    public void Ports_that_are_none_are_refused(string text) => Assert.Throws<UsageException>(() => SysdigOptions.Parse(["--snaplen-port", text]));

    [Theory]
    [InlineData(0ul, "CAP_BPF and CAP_PERFMON are missing")]
    [InlineData(1ul << 39, "CAP_PERFMON is missing")]
    [InlineData(1ul << 38, "CAP_BPF is missing")]
    [InlineData(1ul << 39 | 1ul << 38, null)]
    [InlineData(1ul << 21, null)]
    public void What_lacks_is_called_by_name(ulong effective, string? missing) => Assert.Equal(missing, Rights.Missing(effective));

    /// <summary>A record of a discarded one, then one for each time.</summary>
    static FileStream Ring(string path, params ulong[] times)
    {
        const uint discarded = 1u << 30;
        var bytes = new byte[2 * Page + 2 * Size];
        var at = 2 * Page;
        void Put(uint length, ulong time)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), length);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at + 8), time);
            at += 24;
        }
        foreach (var time in times)
            Put(16, time);
        Put(16 | discarded, 1);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(Page), (ulong)(at - 2 * Page));
        var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Write(bytes);
        file.Flush();
        return file;
    }

    static void WriteAt(FileStream ring, long at, byte[] bytes)
    {
        ring.Position = at;
        ring.Write(bytes);
        ring.Flush();
    }

    static long Position(FileStream ring)
    {
        var bytes = new byte[8];
        ring.Position = 0;
        ring.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }
}
