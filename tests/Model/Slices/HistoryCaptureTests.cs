using CSysdig.Capture.Compression;
using CSysdig.Capture.Scap;
using CSysdig.Model.Formats;
using CSysdig.Model.History;
using CSysdig.Model.Parameters;
using CSysdig.Model.Slices;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Slices;

/// <summary>What a history holds is a capture: it begins with the state before its first event, and tells of the others what the original tells.</summary>
public sealed class HistoryCaptureTests : IDisposable
{
    const string Line = "*%evt.outputtime %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %evt.info";
    const string Names = "*%thread.tid %evt.type %proc.name %proc.cmdline %proc.pname %fd.name %fd.type %user.name %group.name %container.name %container.image";
    /// <summary>Begins in the last section, where times go forward only.</summary>
    const int Window = 100_000;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_window_that_is_written_tells_what_the_original_tells_from_its_first_event_on()
    {
        var path = Repository.Repeated(_folder, 4);
        using var window = await Loaded(path, new HistoryOptions { Window = Window });
        Assert.InRange(window.First, 1, window.End);
        var file = await Recorded(window, "held.scap.zst");
        AssertSame(path, file, window.First);
        if (!RealSysdig.IsAvailable)
            return;
        var (real, all) = (Real(await Recorded(window, "held.scap.gz")), Real(path));
        Assert.InRange(real.Length, 100_000, all.Length);
        Assert.Equal(all[^real.Length..], real);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public async Task Containers_have_their_names_from_any_event_on(int quarter)
    {
        var path = Repository.Sample("containers.scap.gz");
        using var history = await Loaded(path, new HistoryOptions());
        var file = Written(history, history.Count * quarter / 4);
        AssertSame(path, file, history.Count * quarter / 4);
        Assert.Contains(Lines(file, 0, "%container.name"), line => line.Length > 0 && line is not "host" and not "<NA>");
    }

    [Fact]
    public async Task It_ends_with_the_last_event_there_was_when_it_was_stopped_and_holds_no_others()
    {
        using var source = new MemoryStream(File.ReadAllBytes(Repository.Repeated(_folder, 3)));
        using var gate = new GatedStream(source, 2_500_000);
        using var history = CaptureHistory.Open(gate, new HistoryOptions { Window = 1 });
        Together.Until(() => history.End > EventChunk.Size);
        var file = _folder.File("held.scap");
        using var recording = HistoryRecording.Start(history, file);
        Together.Until(() => recording.Events == history.End - history.First);
        var (before, first) = (recording.Events, history.First);
        gate.Open();
        // It goes on while more comes, and lets the window move behind it.
        Together.Until(() => history.First > first);
        recording.Stop();
        await recording.Completion;
        Assert.Null(recording.Problem);
        Assert.InRange(recording.Events, before + 1, history.End - first);
        Assert.Equal(recording.Events, Lines(file, 0, "%evt.type").Count);
    }

    [Fact]
    public async Task Events_that_go_before_they_are_written_end_it_with_one_line()
    {
        using var source = new MemoryStream(File.ReadAllBytes(Repository.Repeated(_folder, 3)));
        using var gate = new GatedStream(source, 2_500_000);
        using var history = CaptureHistory.Open(gate, new HistoryOptions { WindowBytes = 1 << 20 });
        Together.Until(() => history.End > EventChunk.Size);
        using var held = new HistoryCapture(history);
        Assert.False(held.Next().IsEmpty);
        gate.Open();
        await history.Completion;
        var gone = Assert.Throws<IOException>(() => held.Next().Length);
        Assert.Equal("there was no room to hold the events that were still to be written", gone.Message);
    }

    [Fact]
    public async Task A_full_disk_is_told_and_what_was_written_before_can_be_read()
    {
        using var history = await Loaded(Repository.Sample("honeypot.scap.gz"), new HistoryOptions());
        var disk = new FullDisk(4_000_000);
        using var recording = HistoryRecording.Start(new HistoryCapture(history), "x.scap", ScapWriter.Create(disk, "x.scap", CaptureCompression.None));
        await recording.Completion;
        Assert.Equal("x.scap can't be written to its end: no space left on device; what was written before can be read", recording.Problem);
        var file = _folder.File("full.scap");
        File.WriteAllBytes(file, disk.ToArray());
        Assert.InRange(Lines(file, 0, "%evt.type").Count, 1_000, history.Count - 1);
    }

    static async Task<CaptureHistory> Loaded(string path, HistoryOptions options)
    {
        var history = CaptureHistory.Open(path, options);
        await history.Completion;
        return history;
    }

    async Task<string> Recorded(CaptureHistory history, string name)
    {
        var file = _folder.File(name);
        using var recording = HistoryRecording.Start(history, file);
        await recording.Completion;
        Assert.Null(recording.Problem);
        Assert.Equal(history.Count, recording.Events);
        return file;
    }

    static string[] Real(string path) =>
        System.Text.Encoding.Latin1.GetString(RealSysdig.Print(path, "-p", "*%evt.time.s %thread.tid %evt.type %proc.name %user.name")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    string Written(CaptureHistory history, long row)
    {
        var file = _folder.File($"from{row}.scap");
        using var to = File.Create(file);
        using var bytes = new HistoryBytes(new HistoryCapture(history, row));
        bytes.CopyTo(to);
        return file;
    }

    static void AssertSame(string original, string written, long from)
    {
        foreach (var format in (string[])[Line, Names])
        {
            var (expected, actual) = (Lines(original, from, format), Lines(written, 0, format));
            Assert.Equal(expected.Count, actual.Count);
            var others = Enumerable.Range(0, expected.Count).Where(i => expected[i].Length > 0 && expected[i] != actual[i]).ToList();
            Assert.True(others.Count == 0, $"{others.Count} lines differ: {string.Join('\n', others.Take(12).Select(i => $"{i}: {expected[i]}\n{i}: {actual[i]}"))}");
        }
    }

    /// <summary>A line of each event from one on; an empty one where the beginning of a thread's call came before.</summary>
    static List<string> Lines(string path, long from, string format)
    {
        using var stream = EventStream.Open(path);
        var parsed = EventFormat.Parse(format, Dialect.Of(stream.State));
        var (lines, text, begun) = (new List<string>(), new Utf8Writer(), new HashSet<long>());
        for (var row = 0L; stream.Next(); row++)
        {
            if (row < from)
                continue;
            text.Clear();
            if (from == 0 || begun.Contains(stream.Current.Raw.Tid) || stream.Current.Raw.IsEnter && begun.Add(stream.Current.Raw.Tid))
                parsed.Write(text, stream.Current);
            lines.Add(System.Text.Encoding.UTF8.GetString(text.Written).TrimEnd('\n'));
        }
        Assert.Null(stream.Reader.Losses.Message);
        return lines;
    }
}
