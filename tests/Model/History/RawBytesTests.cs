using CSysdig.Capture.Compression;
using System.IO.Compression;
using CSysdig.Model.History.Packing;
using CSysdig.Model.History;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.History;

/// <summary>Where the bytes of events come from when they are looked at again.</summary>
public sealed class RawBytesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bytes_of_a_plain_file_are_read_from_it_again()
    {
        var path = PlainHoneypot();
        using var history = Loaded(path);
        AssertSameBytes(history, path);
        Assert.Null(history.Problem);
        Assert.Empty(Directory.GetFiles(_folder.Path, "csysdig-*"));
    }

    [Fact]
    public void A_file_that_was_cut_short_meanwhile_is_said_and_the_columns_still_answer()
    {
        var path = PlainHoneypot();
        using var history = Loaded(path);
        using (var file = OpenToChange(path))
            file.SetLength(1 << 20);
        var cursor = history.CreateCursor();
        var last = history.Count - 1;
        Assert.True(cursor.Load(last));
        Assert.Equal(history.TimestampAt(last), cursor.Event.Raw.Timestamp);
        Assert.Equal(0, cursor.Event.Raw.ParamCount);
        Assert.Equal("the capture's file has changed since it was read: bytes of some events can't be shown", history.Problem);
    }

    [Fact]
    public void Other_bytes_in_the_file_are_not_taken_for_the_capture()
    {
        var path = PlainHoneypot();
        using var history = Loaded(path);
        using (var file = OpenToChange(path))
        {
            file.Position = file.Length - 4000;
            file.WriteByte(0xEE);
        }
        var cursor = history.CreateCursor();
        Assert.True(cursor.Load(0));
        Assert.NotEqual(0, cursor.Event.Raw.Length);
        Assert.Null(history.Problem);
        Assert.True(cursor.Load(history.Count - 1));
        Assert.Equal(0, cursor.Event.Raw.ParamCount);
        Assert.Contains("has changed", history.Problem);
    }

    [Fact]
    public void Gaps_of_a_damaged_plain_file_do_not_look_like_a_changed_file()
    {
        var path = PlainHoneypot();
        using (var file = OpenToChange(path))
        {
            file.Position = file.Length / 2;
            file.Write(new byte[3000]);
        }
        using var history = Loaded(path);
        Assert.NotNull(history.Losses.Message);
        AssertSameBytes(history, path);
        Assert.Null(history.Problem);
    }

    [Fact]
    public async Task What_drips_through_a_pipe_is_gathered_and_found_again()
    {
        var path = PlainHoneypot();
        using var file = File.OpenRead(path);
        using var history = CaptureHistory.Open(new Drips(file));
        await history.Completion;
        AssertSameBytes(history, path);
    }

    [Fact]
    public async Task Loading_ends_with_a_word_when_the_memory_it_may_use_is_full()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"), new HistoryOptions { Memory = 4 << 20 });
        await history.Completion;
        Assert.InRange(history.Count, 1, 140_000);
        Assert.Equal($"the memory it may use (4 MiB) is full: events after the first {history.Count} are left out", history.Progress.Failure);
    }

    [Fact]
    public void A_spool_fills_memory_first_then_a_nameless_file_and_gives_both_back()
    {
        using var spool = new Spool(_folder.Path, 1 << 30);
        var blocks = Enumerable.Range(0, 40).Select(i => Enumerable.Repeat((byte)i, 1 << 20).ToArray()).ToArray();
        var places = blocks.Select(b => spool.Append(b)).ToArray();
        Assert.True(spool.MemoryBytes <= 16 << 20);
        Assert.Equal(40 << 20, spool.Size);
        if (!OperatingSystem.IsWindows())
            Assert.Empty(Directory.GetFiles(_folder.Path));
        var again = new byte[1 << 20];
        for (var i = 0; i < blocks.Length; i++)
        {
            spool.Read(places[i], again);
            Assert.Equal(blocks[i], again);
        }
    }

    [Fact]
    public void A_spool_without_a_folder_says_so_when_memory_is_full()
    {
        using var spool = new Spool(Path.Combine(_folder.Path, "missing"), 20 << 20);
        var e = Assert.Throws<IOException>(() =>
        {
            for (var i = 0; i < 40; i++)
                spool.Append(new byte[1 << 20]);
        });
        Assert.Contains("room neither in memory nor in", e.Message);
        Assert.Equal(20 << 20, spool.MemoryBytes);
    }

    [Fact]
    public void A_checksum_sees_every_byte_and_the_length()
    {
        var bytes = new byte[1001];
        var sums = new HashSet<ulong> { Checksum.Of(bytes) };
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = 1;
            Assert.True(sums.Add(Checksum.Of(bytes)), $"byte {i}");
            bytes[i] = 0;
        }
        Assert.True(sums.Add(Checksum.Of(bytes.AsSpan(1))));
    }

    static CaptureHistory Loaded(string path)
    {
        var history = CaptureHistory.Open(path);
        history.Completion.Wait();
        return history;
    }

    /// <summary>As another program would, which knows nothing of who has the file open.</summary>
    static FileStream OpenToChange(string path) => new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

    string PlainHoneypot()
    {
        var path = Path.Combine(_folder.Path, "honeypot.scap");
        using var gzip = new GZipStream(File.OpenRead(Repository.Sample("honeypot.scap.gz")), CompressionMode.Decompress);
        using var file = File.Create(path);
        gzip.CopyTo(file);
        return path;
    }

    /// <summary>Every row has the bytes that a stream reads, those looked at backwards included.</summary>
    static void AssertSameBytes(CaptureHistory history, string path)
    {
        using var stream = EventStream.Open(path);
        var cursor = history.CreateCursor();
        var row = 0;
        while (stream.Next())
        {
            Assert.True(cursor.Load(row));
            Assert.True(stream.Current.Raw.Bytes.SequenceEqual(cursor.Event.Raw.Bytes), $"bytes at row {row}");
            row++;
        }
        Assert.Equal(row, history.Count);
        for (row -= 1; row >= 0; row -= 5000)
        {
            Assert.True(cursor.Load(row));
            Assert.Equal(history.TimestampAt(row), cursor.Event.Raw.Timestamp);
        }
    }

    /// <summary>A stream that can't be sought in and gives a few thousand bytes at a time.</summary>
    sealed class Drips(Stream from) : ReadingStream
    {
        public override int Read(Span<byte> buffer) => from.Read(buffer[..Math.Min(buffer.Length, 5000)]);
    }
}
