using CSysdig.Capture.Segments;
using CSysdig.Model.Formats;
using CSysdig.Model.History;
using CSysdig.Model.Parameters;
using CSysdig.Model.Slices;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;
using ZstdSharp;

namespace CSysdig.Tests.Model.Slices;

/// <summary>Segments that have lain for a while are packed harder, and are read as before.</summary>
public sealed class CompactTests : IDisposable
{
    const string Unfinished = ".csysdig-compact";

    static readonly KeepLimit s_kept = new(TimeSpan.MaxValue, long.MaxValue) { SegmentBytes = 100_000 };
    static readonly KeepLimit s_compacted = s_kept.WithCompact(TimeSpan.FromHours(1), mostCpu: 0) with { CompactShare = 100 };

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Those_that_are_old_enough_take_less_and_are_read_byte_by_byte_as_before()
    {
        var (folder, files) = await Kept();
        Assert.True(files.Count > 5, $"{files.Count} segments");
        // One second above, and far enough below that no slow machine gets there.
        foreach (var (file, at) in files.Select((file, at) => (file, at)))
            SetAge(file, at < files.Count - 2 ? TimeSpan.FromSeconds(3601) : TimeSpan.FromMinutes(30));
        var old = files.SkipLast(2).ToList();
        var (lines, bytes, times) = (Lines(folder), files.Select(Unpacked).ToList(), files.Select(File.GetLastWriteTimeUtc).ToList());
        var packed = files.Select(File.ReadAllBytes).ToList();
        // What a run left that was killed while it packed: half a file.
        File.WriteAllBytes(Path.Combine(folder, Unfinished), packed[0][..1000]);
        Assert.Equal(lines, Lines(folder));
        using (var writer = SegmentWriter.Open(folder, s_compacted))
        {
            var looked = 0;
            writer.IsNeeded = file => file == files[old.Count] && Interlocked.Increment(ref looked) < 0;
            writer.Next().Dispose();
            // It has come to the first that is too young, and left it.
            Together.Until(() => Volatile.Read(ref looked) > 1);
            Assert.Equal(old.Count, writer.Compacted.Count);
            Assert.Equal(writer.Compacted.Saved, old.Select((file, at) => packed[at].Length - new FileInfo(file).Length).Sum());
            Assert.Equal(files.Sum(file => new FileInfo(file).Length), writer.Bytes);
        }
        Assert.All(old, (file, at) => Assert.InRange(new FileInfo(file).Length, 1, packed[at].Length * 0.95));
        Assert.All(files.TakeLast(2), (file, at) => Assert.Equal(packed[old.Count + at], File.ReadAllBytes(file)));
        Assert.Equal(times, files.Select(File.GetLastWriteTimeUtc));
        Assert.False(File.Exists(Path.Combine(folder, Unfinished)));
        for (var i = 0; i < files.Count; i++)
            Assert.True(bytes[i].AsSpan().SequenceEqual(Unpacked(files[i])), files[i]);
        Assert.Equal(lines, Lines(folder));
    }

    [Fact]
    public async Task What_is_packed_stays_so_and_what_is_cut_short_or_damaged_stays_as_it_is()
    {
        var (folder, files) = await Kept();
        Assert.True(files.Count > 5, $"{files.Count} segments");
        using (var file = File.OpenWrite(files[1]))
            file.SetLength(file.Length - 1000);
        using (var file = File.OpenWrite(files[2]))
        {
            file.Position = file.Length / 2;
            file.Write(new byte[64]);
        }
        // As one that is packed begins, though it could be packed harder.
        File.WriteAllBytes(files[0], [.. SegmentCompactor.Mark, .. File.ReadAllBytes(files[0])]);
        foreach (var file in files)
            SetAge(file, TimeSpan.FromHours(2));
        SetAge(files[^1], TimeSpan.Zero);
        var before = files[..3].Select(File.ReadAllBytes).ToList();
        using (var writer = SegmentWriter.Open(folder, s_compacted))
        {
            writer.Next().Dispose();
            Together.Until(() => writer.Compacted.Count == files.Count - 4);
        }
        Assert.Equal(before, files[..3].Select(File.ReadAllBytes));
        SetAge(files[^1], TimeSpan.FromHours(2));
        using (var writer = SegmentWriter.Open(folder, s_compacted))
        {
            writer.Next().Dispose();
            // It comes to the last behind all others.
            Together.Until(() => writer.Compacted.Count > 0);
            Assert.Equal(1, writer.Compacted.Count);
        }
    }

    [Fact]
    public async Task One_that_somebody_needs_as_it_is_waits_and_those_behind_it()
    {
        var (folder, files) = await Kept();
        foreach (var file in files)
            SetAge(file, TimeSpan.FromHours(2));
        var (needed, asked) = (files[1], 0);
        using var writer = SegmentWriter.Open(folder, s_compacted);
        writer.IsNeeded = file =>
        {
            if (file == Volatile.Read(ref needed))
                Interlocked.Increment(ref asked);
            return file == Volatile.Read(ref needed);
        };
        writer.Next().Dispose();
        Together.Until(() => Volatile.Read(ref asked) > 1);
        Assert.Equal(1, writer.Compacted.Count);
        Volatile.Write(ref needed, "");
        Together.Until(() => writer.Compacted.Count == files.Count);
    }

    [Fact]
    public async Task One_that_went_meanwhile_does_not_come_back()
    {
        var (folder, files) = await Kept();
        foreach (var file in files)
            SetAge(file, TimeSpan.FromHours(2));
        using var writer = SegmentWriter.Open(folder, new KeepLimit(TimeSpan.FromHours(1), long.MaxValue));
        var first = writer.OldestBehind(null)!.Value;
        Assert.Equal((files[0], files[1]), (first.Path, writer.OldestBehind(first.Name)!.Value.Path));
        writer.Fit(0);
        Assert.Null(writer.OldestBehind(null));
        var other = new FileInfo(Path.Combine(folder, Unfinished));
        File.WriteAllBytes(other.FullName, [1]);
        Assert.False(writer.Replace(first, other));
        Assert.False(File.Exists(first.Path));
    }

    async Task<(string Folder, List<string> Files)> Kept()
    {
        var folder = _folder.File("kept");
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        await history.Completion;
        await HistoryRecording.Start(history, SegmentWriter.Open(folder, s_kept)).Completion;
        return (folder, [.. Directory.GetFiles(folder, "*.scap.zst").Order()]);
    }

    static void SetAge(string file, TimeSpan age) => File.SetLastWriteTimeUtc(file, DateTime.UtcNow - age);

    static byte[] Unpacked(string file)
    {
        using var packed = File.OpenRead(file);
        using var zstd = new DecompressionStream(packed);
        using var plain = new MemoryStream();
        zstd.CopyTo(plain);
        return plain.ToArray();
    }

    static List<string> Lines(string path)
    {
        using var stream = EventStream.Open(path);
        var parsed = EventFormat.Parse("*%evt.num %evt.rawtime %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %evt.info %proc.cmdline %fd.name %user.name", Dialect.Of(stream.State));
        var (lines, text) = (new List<string>(), new Utf8Writer());
        while (stream.Next())
        {
            text.Clear();
            parsed.Write(text, stream.Current);
            lines.Add(text.ToString());
        }
        Assert.Null(stream.Reader.Losses.Message);
        return lines;
    }
}
