using CSysdig.Capture.Scap;
using CSysdig.Capture.Segments;
using CSysdig.Model.Formats;
using CSysdig.Model.History;
using CSysdig.Model.Parameters;
using CSysdig.Model.Slices;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Slices;

/// <summary>A folder of segments is one capture; each segment is one too, and the oldest go.</summary>
public sealed class SegmentTests : IDisposable
{
    const string Line = "*%evt.outputtime %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %evt.info %proc.cmdline %fd.name %user.name";

    static readonly KeepLimit s_all = new(TimeSpan.MaxValue, long.MaxValue) { SegmentBytes = 100_000 };

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_folder_is_the_capture_that_was_recorded_and_so_is_each_segment()
    {
        var folder = await Kept(s_all);
        var segments = Directory.GetFiles(folder, "*.scap.zst").Order().ToList();
        Assert.True(segments.Count is > 4 and < 100, $"{segments.Count} segments");
        var original = Lines(Repository.Sample("honeypot.scap.gz"));
        Assert.Equal(original, Lines(folder));
        // One alone does not know calls that began before it.
        var alone = segments.SelectMany(segment => Lines(segment)).ToList();
        Assert.Equal(original.Count, alone.Count);
        Assert.InRange(original.Zip(alone).Count(pair => pair.First != pair.Second), 0, segments.Count * 12);
        using var history = CaptureHistory.Open(folder);
        await history.Completion;
        Assert.Equal((original.Count, null), (history.Count, history.Losses.Message));
    }

    [Theory]
    [InlineData(true)]
    // Recorders of before did not say where the tables at the head end.
    [InlineData(false)]
    public void What_is_kept_event_by_event_is_the_capture_too(bool endsTables)
    {
        var folder = _folder.File("events");
        using (var segments = SegmentWriter.Open(folder, s_all))
        {
            var slice = new SliceWriter(new SliceOptions { Everything = true, Rotates = true, EndsTables = endsTables });
            using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"), null, slice);
            slice.Attach(stream);
            var output = segments.Next();
            slice.Start(output);
            for (var count = 0; stream.Next(); slice.Write())
                if (count++ % 256 == 255 && segments.IsFull(output))
                {
                    output.Close();
                    slice.Start(output = segments.Next());
                }
            slice.Finish();
            output.Close();
        }
        Assert.InRange(Directory.GetFiles(folder, "*.scap.zst").Length, 5, 100);
        var (original, lines) = (Lines(Repository.Sample("honeypot.scap.gz")), Lines(folder));
        Assert.Equal(original.Count, lines.Count);
        Assert.Empty(original.Zip(lines).Where(pair => pair.First != pair.Second).Take(20));
    }

    [Fact]
    public async Task Where_one_is_missing_the_next_begins_with_its_own_state()
    {
        var folder = await Kept(s_all);
        var segments = Directory.GetFiles(folder, "*.scap.zst").Order().ToList();
        var missing = Lines(segments[2]).Count;
        File.Delete(segments[2]);
        var (original, lines) = (Lines(Repository.Sample("honeypot.scap.gz"), "*%evt.rawtime %thread.tid %evt.type %proc.name %fd.name"), Lines(folder, "*%evt.rawtime %thread.tid %evt.type %proc.name %fd.name"));
        Assert.Equal(original.Count - missing, lines.Count);
        var others = lines.Except(original).ToList();
        Assert.True(others.Count <= 12, $"{others.Count} others: {string.Join('\n', others.Take(20))}");
    }

    [Fact]
    public async Task What_a_killed_recorder_left_is_read_to_where_it_was_written_and_said()
    {
        var folder = await Kept(s_all);
        var last = Directory.GetFiles(folder, "*.scap.zst").Order().Last();
        using (var file = File.OpenWrite(last))
            file.SetLength(file.Length - 1000);
        var before = Lines(folder).Count;
        Assert.InRange(before, 100_000, Lines(Repository.Sample("honeypot.scap.gz")).Count - 1);
        var name = Path.GetFileName(last);
        await Keep(folder, s_all);
        using var stream = EventStream.Open(folder);
        var count = 0;
        while (stream.Next())
            count++;
        Assert.Equal(before + Lines(Repository.Sample("honeypot.scap.gz")).Count, count);
        Assert.Equal($"1 segment before the last ends short, {name}", stream.Reader.Losses.Message);
    }

    [Fact]
    public async Task The_oldest_go_so_that_all_stay_within_the_size_and_other_files_stay()
    {
        var folder = Directory.CreateDirectory(_folder.File("small")).FullName;
        string[] others = ["csysdig.notes.scap.zst", "csysdig.20260101-000000.000001.scap", "other.scap.zst"];
        foreach (var other in others)
            File.WriteAllText(Path.Combine(folder, other), new string('x', 5_000_000));
        var limit = new KeepLimit(TimeSpan.MaxValue, 1_500_000) { SegmentBytes = 300_000 };
        await Keep(folder, limit);
        await Keep(folder, limit);
        Assert.All(others, other => Assert.True(File.Exists(Path.Combine(folder, other))));
        var segments = Directory.GetFiles(folder, "*.scap.zst").Where(file => !others.Contains(Path.GetFileName(file))).Order().ToList();
        // The one being written may be larger by what was compressed when it was looked at.
        Assert.InRange(segments.Sum(file => new FileInfo(file).Length), 900_000, 3_000_000);
        Assert.Equal(Lines(Repository.Sample("honeypot.scap.gz"), "*%evt.rawtime")[^1], Lines(folder, "*%evt.rawtime")[^1]);
    }

    [Fact]
    public void Those_that_are_older_than_wanted_go()
    {
        var folder = _folder.File("old");
        var limit = new KeepLimit(TimeSpan.FromMinutes(1), long.MaxValue);
        using (var writer = SegmentWriter.Open(folder, limit))
            foreach (var seconds in (int[])[70, 61, 50])
            {
                using (var segment = writer.Next())
                {
                    segment.Write(new ScapBuilder().ToArray());
                    segment.Close();
                }
                var file = Directory.GetFiles(folder, "*.zst").Order().Last();
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddSeconds(-seconds));
            }
        using var next = SegmentWriter.Open(folder, limit);
        next.Next().Dispose();
        var names = Directory.GetFiles(folder, "*.zst").Order().Select(Path.GetFileName).ToList();
        Assert.Equal(2, names.Count);
        Assert.Contains(".000003.", names[0]);
        Assert.Contains(".000001.", names[1]);
    }

    [Fact]
    public async Task A_folder_that_grows_is_followed_until_its_recorder_ends()
    {
        using var source = new MemoryStream(File.ReadAllBytes(Repository.Repeated(_folder, 3)));
        using var gate = new GatedStream(source, 2_500_000);
        using var watched = CaptureHistory.Open(gate);
        var folder = _folder.File("grows");
        var recording = HistoryRecording.Start(watched, SegmentWriter.Open(folder, s_all));
        Together.Until(() => recording.Size > 0);
        using var history = CaptureHistory.Open(folder, new HistoryOptions { Follows = true });
        Together.Until(() => history.Count >= 10_000);
        Assert.False(history.IsComplete);
        // Without waiting it ends where it ends now, and nobody is told that it does.
        using (var now = EventStream.Open(folder))
        {
            while (now.Next())
                ;
            Assert.Null(now.Reader.Losses.Message);
        }
        gate.Open();
        await recording.Completion;
        await history.Completion.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((watched.Count, null), (history.Count, history.Losses.Message));
    }

    [Fact]
    public void Only_one_writes_there()
    {
        var folder = _folder.File("one");
        using (SegmentWriter.Open(folder, s_all))
            Assert.Equal($"{folder} is written to by another csysdig --keep; give another folder, or end that one", Assert.Throws<CaptureException>(() => SegmentWriter.Open(folder, s_all)).Message);
        SegmentWriter.Open(folder, s_all).Dispose();
        Assert.Equal($"{folder} is a directory without segments; csysdig --keep 2h {folder} writes them", Assert.Throws<CaptureException>(() => CaptureHistory.Open(folder)).Message);
    }

    async Task<string> Kept(KeepLimit limit)
    {
        var folder = _folder.File("kept");
        await Keep(folder, limit);
        return folder;
    }

    static async Task Keep(string folder, KeepLimit limit)
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        await history.Completion;
        var recording = HistoryRecording.Start(history, SegmentWriter.Open(folder, limit));
        await recording.Completion;
        Assert.Null(recording.Problem);
    }

    static List<string> Lines(string path, string format = Line)
    {
        using var stream = EventStream.Open(path);
        var parsed = EventFormat.Parse(format, Dialect.Of(stream.State));
        var (lines, text) = (new List<string>(), new Utf8Writer());
        while (stream.Next())
        {
            text.Clear();
            parsed.Write(text, stream.Current);
            lines.Add(text.ToString().TrimEnd('\n'));
        }
        return lines;
    }
}
