using System.Text;
using CSysdig.Capture;
using CSysdig.Capture.Live;
using CSysdig.Capture.Scap;
using CSysdig.Cli;
using CSysdig.Model.Formats;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli;

/// <summary>Two threads print what one prints.</summary>
public sealed class SharedPrintingTests
{
    const string Long = "%evt.num %proc.name %evt.args";

    [Theory]
    [InlineData]
    [InlineData("-j")]
    [InlineData("-X")]
    [InlineData("-x", "-v")]
    [InlineData("-t", "d")]
    [InlineData("-t", "D")]
    [InlineData("-R", "-t", "r")]
    [InlineData("-j", "-b")]
    [InlineData("-S", "evt.num > 100000")]
    [InlineData("-M", "1")]
    [InlineData("-d", "proc.name=sshd")]
    [InlineData("-p", Long, "evt.num=100000")]
    [InlineData("-p", "%proc.pname %evt.args", "proc.name=perl")]
    [InlineData("-p", "%evt.deltatime %evt.args", "evt.num<9000")]
    [InlineData("-p", Long, "evt.num>1000000")]
    [InlineData("-n", "1")]
    [InlineData("-n", "1023")]
    [InlineData("-n", "1024")]
    [InlineData("-n", "1025")]
    [InlineData("-n", "2048")]
    [InlineData("-n", "2049")]
    [InlineData("--compat", "0.29", "-n", "9000")]
    public void The_bytes_are_the_same_in_the_same_order(params string[] arguments)
    {
        var capture = Repository.Sample("honeypot.scap.gz");
        var alone = SysdigRun.Print(capture, terminal: false, eachLine: true, arguments);
        var shared = SysdigRun.Print(capture, terminal: false, eachLine: false, arguments);
        if (!shared.AsSpan().SequenceEqual(alone))
            Assert.Equal(Encoding.Latin1.GetString(alone).Split('\n'), Encoding.Latin1.GetString(shared).Split('\n'));
    }

    [Fact]
    public void A_capture_that_was_cut_gives_its_lines_and_then_the_warning()
    {
        var cut = File.ReadAllBytes(Repository.Sample("honeypot.scap.gz"))[..900_000];
        var alone = SysdigProgram.RunWith(cut, "-r", "-", "--unbuffered", "evt.num>40000");
        var shared = SysdigProgram.RunWith(cut, "-r", "-", "evt.num>40000");
        Assert.Equal(alone, shared);
        Assert.NotEmpty(shared.Errors);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(5000)]
    public void What_came_before_a_failure_is_printed(int events)
    {
        var written = new MemoryStream();
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        using var output = new OutputBuffer(written, eachLine: false);
        var left = events;
        var printing = new SharedPrinting(stream, () => left-- > 0 ? stream.Next() : throw new InvalidDataException("broken"), output);
        Assert.Throws<InvalidDataException>(() => printing.Print(() => Group(stream)));
        Assert.Equal(Enumerable.Range(1, events).Select(n => $"{n}"), Lines(written));
    }

    [Fact]
    public void Lines_that_cannot_be_written_end_it()
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        using var output = new OutputBuffer(new Full(), eachLine: false);
        new SharedPrinting(stream, () => !output.IsClosed && stream.Next(), output).Print(() => Group(stream));
        Assert.True(output.IsClosed);
        Assert.InRange(stream.Current.Number, 1, 20_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1500)]
    [InlineData(40_000)]
    public void However_few_events_a_filter_lets_through_batches_come_back(int every)
    {
        var written = new MemoryStream();
        var source = new Counting(ScapReader.SourceOf(Repository.Sample("honeypot.scap.gz")));
        using var stream = EventStream.Open(source);
        using var output = new OutputBuffer(written, eachLine: false);
        stream.Filter = e => e.Number % every == 0;
        new SharedPrinting(stream, stream.Next, output).Print(() => Group(stream));
        Assert.InRange(Lines(written).Count(), 148_000 / every, 150_000 / every);
        Assert.InRange(source.Most, 2, 7);
        Assert.InRange(source.Lent, 1, 2);
    }

    static LineGroup Group(EventStream stream) => new(EventFormat.Parse("*%evt.num"), json: false, stream.State, TextStyle.Plain);

    static IEnumerable<string> Lines(MemoryStream written) => Encoding.ASCII.GetString(written.ToArray()).Split('\n').SkipLast(1);

    sealed class Full : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new OutputException(28, "no room");
    }

    /// <summary>Counts the batches that are lent.</summary>
    sealed class Counting(IEventSource source) : IEventSource
    {
        int _lent;

        public int Lent => _lent;
        public int Most { get; private set; }
        public string Name => source.Name;
        public long BytesRead => source.BytesRead;
        public long BytesTotal => source.BytesTotal;
        public bool IsPlainFile => source.IsPlainFile;
        public CaptureEnd? End => source.End;
        public bool Await(TimeSpan limit) => source.Await(limit);

        public EventBatch? Take()
        {
            var batch = source.Take();
            if (batch is not null)
                Most = Math.Max(Most, Interlocked.Increment(ref _lent));
            return batch;
        }

        public void Release(EventBatch batch)
        {
            Interlocked.Decrement(ref _lent);
            source.Release(batch);
        }

        public void Dispose() => source.Dispose();
    }
}
