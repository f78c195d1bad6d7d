using CSysdig.Capture.Scap;
using CSysdig.Model;
using CSysdig.Model.Formats;
using CSysdig.Model.History;
using CSysdig.Model.Slices;
using CSysdig.Model.Parameters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Saving;

namespace CSysdig.Tests.Model.Slices;

/// <summary>A slice of a machine's history is made of the rows of its processes alone, and is the same as one that all rows were followed for.</summary>
public sealed class SliceRowsTests
{
    const string Alice = "proc.pid in (32486, 32485, 32464) or proc.apid=32486", Bot = "proc.pid in (32602, 32603, 32612)";

    [Theory]
    [InlineData(Alice, false), InlineData(Bot, false), InlineData("proc.name=wget", true), InlineData("fd.l4proto=udp", true), InlineData("evt.type in (kill, wait4, clone)", false)]
    public async Task It_is_the_same_slice(string filter, bool ofTime)
    {
        using var folder = new TemporaryFolder();
        var written = new List<long>();
        foreach (var live in (bool[])[true, false])
        {
            using var history = live ? CaptureHistory.Watch(ScapReader.SourceOf(Repository.Sample("honeypot.scap.gz")), new HistoryOptions())
                : CaptureHistory.Open(File.OpenRead(Repository.Sample("honeypot.scap.gz")));
            await history.Completion;
            Assert.Equal(live, SliceRows.Find(history, filter, 0, history.End) is not null);
            var part = (history.LastTimestamp - history.FirstTimestamp) / 8;
            var selection = new Selection(filter) { Range = ofTime ? new TimeRange(history.FirstTimestamp + part, history.LastTimestamp - part) : null };
            var parts = new List<double>();
            written.Add(SelectionCapture.Write(history, selection, folder.File($"{live}.scap"), parts.Add).Written);
            Assert.Equal(1, parts[^1]);
            Assert.Equal(parts.Order(), parts);
        }
        Assert.InRange(written[0], 10, 100_000);
        Assert.Equal(written[1], written[0]);
        Assert.Equal(string.Join('\n', Told(folder.File("False.scap"))), string.Join('\n', Told(folder.File("True.scap"))));
    }

    [Theory]
    [InlineData(Alice, 0.25), InlineData("proc.name=wget", 0.25), InlineData("proc.name=nobody", 0.001)]
    public async Task Only_what_such_processes_did_is_read(string filter, double most)
    {
        using var history = CaptureHistory.Watch(ScapReader.SourceOf(Repository.Sample("honeypot.scap.gz")), new HistoryOptions());
        await history.Completion;
        Assert.InRange(SliceRows.Find(history, filter, 0, history.End)!.Count, 0, (int)(history.Count * most));
    }

    [Fact]
    public async Task Where_events_were_lost_all_is_read()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0)).Openat(1, 3, "/a").Event(CSysdig.Capture.Events.EventCode.DropE, 0, [1, 0, 0, 0]).Openat(1, 4, "/b");
        using var folder = new TemporaryFolder();
        // A plain file would be read again for its bytes.
        File.WriteAllBytes(folder.File("t.scap.gz"), capture.ToGzip());
        using var history = CaptureHistory.Watch(ScapReader.SourceOf(folder.File("t.scap.gz")), new HistoryOptions());
        await history.Completion;
        Assert.Null(SliceRows.Find(history, "proc.pid=1", 0, history.End));
    }

    /// <summary>Each event with what is known of its thread, of whoever made that, of its fd, and of those that it names.</summary>
    static List<string> Told(string file)
    {
        var told = new List<string>();
        using var stream = EventStream.Open(file);
        var format = EventFormat.Parse("*%evt.rawtime %evt.type %evt.args %thread.tid %proc.cmdline %proc.exepath %proc.cwd %proc.aname[1] %proc.aname[2] %proc.acmdline[3] %user.name %fd.name %fd.type", Dialect.Of(stream.State));
        var line = new Utf8Writer();
        while (stream.Next())
        {
            line.Clear();
            format.Write(line, stream.Current);
            told.Add(line.ToString());
        }
        return told;
    }
}
