using CSysdig.Capture.Events;
using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.History;

public sealed class HistoryTests
{
    static readonly string s_honeypot = Repository.Sample("honeypot.scap.gz");

    [Fact]
    public async Task Every_row_loads_as_the_event_that_the_stream_had()
    {
        using var history = CaptureHistory.Open(s_honeypot);
        await history.Completion;
        using var stream = EventStream.Open(s_honeypot, new StreamOptions { KeepHistory = true });
        var cursor = history.CreateCursor();
        var row = 0;
        while (stream.Next())
        {
            Assert.True(cursor.Load(row), $"row {row} can't be loaded");
            AssertSame(stream.Current, cursor.Event, row++);
        }
        Assert.Equal(row, history.Count);
        Assert.True(row > 140_000);
    }

    [Fact]
    public async Task Rows_can_be_loaded_in_any_order()
    {
        using var history = CaptureHistory.Open(s_honeypot);
        await history.Completion;
        var cursor = history.CreateCursor();
        var random = new Random(1);
        for (var i = 0; i < 5000; i++)
        {
            var row = random.NextInt64(history.Count);
            Assert.True(cursor.Load(row));
            Assert.Equal(history.TimestampAt(row), cursor.Event.Raw.Timestamp);
            Assert.Equal(history.NumberAt(row), cursor.Event.Number);
        }
    }

    [Fact]
    public async Task A_limit_ends_loading_after_so_many_events()
    {
        using var history = CaptureHistory.Open(s_honeypot, new HistoryOptions { Limit = 1234 });
        await history.Completion;
        Assert.Equal(1234, history.Count);
        Assert.Null(history.Progress.Failure);
    }

    [Fact]
    public async Task Stopping_keeps_the_rows_that_are_there()
    {
        using var history = CaptureHistory.Open(s_honeypot);
        history.Stop();
        await history.Completion;
        Assert.True(history.Progress.IsComplete);
        var cursor = history.CreateCursor();
        if (history.Count > 0)
            Assert.True(cursor.Load(history.Count - 1));
    }

    [Fact]
    public void Rows_appear_while_the_capture_is_still_read()
    {
        using var history = CaptureHistory.Open(s_honeypot);
        var seen = 0L;
        while (!history.IsComplete)
        {
            Assert.True(history.Count >= seen, "rows vanished");
            seen = history.Count;
            if (seen > 0)
                Assert.True(history.CreateCursor().Load(seen - 1));
            Thread.Sleep(1);
        }
        Assert.True(history.Count > seen || seen > 140_000);
        Assert.True(history.LastTimestamp > history.FirstTimestamp);
    }

    [Fact]
    public async Task A_silent_pipe_holds_up_neither_questions_nor_the_end()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        using var end = new System.IO.Pipes.AnonymousPipeClientStream(System.IO.Pipes.PipeDirection.In, pipe.ClientSafePipeHandle);
        using (var gzip = new System.IO.Compression.GZipStream(File.OpenRead(s_honeypot), System.IO.Compression.CompressionMode.Decompress))
        {
            var some = new byte[4 << 20];
            await gzip.ReadExactlyAsync(some);
            var writing = Task.Run(() => pipe.Write(some));
            using var history = CaptureHistory.Open(end);
            await writing;
            while (history.Count < 1000)
                await Task.Delay(5);
            var waited = System.Diagnostics.Stopwatch.StartNew();
            Assert.True(history.CreateCursor().Load(999));
            Assert.True(waited.ElapsedMilliseconds < 2000, "reading state waited for the pipe");
            Assert.False(history.IsComplete);
        }
        // The reading thread still waits for bytes; the end of the pipe frees it.
        pipe.Dispose();
    }

    static void AssertSame(Event expected, Event actual, int row)
    {
        AssertSame(expected.Raw, actual.Raw, row);
        Assert.True(expected.Number == actual.Number, $"number at row {row}");
        Assert.True(expected.Thread?.Version == actual.Thread?.Version, $"thread version at row {row}");
        Assert.True(expected.Fd?.Version == actual.Fd?.Version, $"fd version at row {row}");
        Assert.True(expected.FdNumber == actual.FdNumber, $"fd number at row {row}");
        Assert.True(expected.Latency == actual.Latency, $"latency at row {row}");
        Assert.True(expected.ErrorCode == actual.ErrorCode, $"error at row {row}");
        Assert.True(expected.PreviousTimestamp == actual.PreviousTimestamp, $"previous time at row {row}");
        Assert.True(expected.ThreadPreviousTimestamp == actual.ThreadPreviousTimestamp, $"thread's previous time at row {row}");
        Assert.True(expected.FdNameChanged == actual.FdNameChanged, $"name change at row {row}");
        Assert.True(expected.EnterNumber == actual.EnterNumber, $"enter number at row {row}");
        Assert.True(expected.Enter is null == actual.Enter is null, $"enter event at row {row}");
        if (expected.Enter is not null)
            AssertSame(expected.Enter, actual.Enter!, row);
    }

    static void AssertSame(RawEvent expected, RawEvent actual, int row) =>
        Assert.True(expected.Code == actual.Code && expected.Tid == actual.Tid && expected.Timestamp == actual.Timestamp
            && expected.Cpu == actual.Cpu && expected.Bytes.SequenceEqual(actual.Bytes), $"bytes at row {row}");
}
