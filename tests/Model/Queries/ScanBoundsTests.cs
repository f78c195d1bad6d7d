using System.Diagnostics;
using System.IO.Pipes;
using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Queries;

/// <summary>Of a filter that chooses a stretch of time only the rows of that time are asked, and no row that passes is missed.</summary>
public sealed class ScanBoundsTests(LoadedHistory loaded) : IClassFixture<LoadedHistory>
{
    const ulong Second = 1_000_000_000;

    [Fact]
    public async Task Rows_of_a_stretch_are_those_that_pass_one_by_one()
    {
        var history = loaded.Honeypot;
        for (var part = 0ul; part < 20; part++)
        {
            var from = history.FirstTimestamp + (history.LastTimestamp - history.FirstTimestamp) * part / 20;
            var range = new TimeRange(from, from + part * part * Second / 7);
            using var run = RowRun.Start(history, new RowQuery(range.ToFilter()));
            await run.Completion;
            var expected = new List<long>();
            for (var row = history.First; row < history.End; row++)
                if (history.TimestampAt(row) >= range.From && history.TimestampAt(row) <= range.Until)
                    expected.Add(row);
            Assert.Equal(expected, Enumerable.Range(0, run.Count).Select(i => run[i]));
            Assert.InRange(run.RowsAsked, 0, history.RowAfter(range.Until));
        }
    }

    /// <summary>Threads that lived at its end have rows, whether or not they did something in it; those that had ended or not begun have none.</summary>
    [Fact]
    public void Who_lived_at_the_end_of_a_stretch_has_a_row()
    {
        var history = loaded.Honeypot;
        var end = history.End / 2;
        var until = history.TimestampAt(end - 1);
        var range = new TimeRange(until, until);
        var table = TableRun.Answer(history, ViewCatalog.Find("threads")!.ToTableQuery(range.ToFilter()));
        var behind = history.NumberAt(history.RowAfter(until));
        var living = history.State.Threads.InToolOrder(behind).Select(thread => thread.Tid.ToString()).ToHashSet();
        Assert.True(living.Count > 5, $"{living.Count}");
        var shown = Enumerable.Range(0, table.RowCount).Select(row => table.KeyText(row)).ToHashSet();
        Assert.Superset(living, shown);
        Assert.True(shown.Count <= living.Count + (int)(history.RowAfter(until) - history.RowAfter(until - 1)), "only who had an event then besides");
    }

    /// <summary>Times that go back a little are found; where they go back by more than a minute, every row is asked.</summary>
    [Theory]
    [InlineData(1_000_000_001ul), InlineData(60_000_000_000ul), InlineData(60_000_000_001ul)]
    public async Task Times_that_go_back_are_not_missed(ulong back)
    {
        var capture = new ScapBuilder();
        var times = new List<ulong>();
        for (var i = 0ul; i < 4000; i++)
            times.Add(1000 * Second + i * Second / 100 - (i % 300 == 299 ? back : 0));
        foreach (var time in times)
        {
            capture.Time = time;
            capture.Look(tid: 7);
        }
        using var history = CaptureHistory.Open(capture.ToStream());
        await history.Completion;
        Assert.Equal(times.Count, history.Count);
        foreach (var second in (ulong[])[1000, 1003, 1010, 1026])
        {
            var range = new TimeRange(second * Second, second * Second + Second / 2);
            using var run = RowRun.Start(history, new RowQuery(range.ToFilter()));
            await run.Completion;
            Assert.Equal(times.Count(time => time >= range.From && time <= range.Until), run.Count);
        }
    }

    /// <summary>Who asks of the last seconds of a machine asks before it is known that they are over.</summary>
    [Fact]
    public async Task A_stretch_that_is_just_passing_is_answered_when_it_has_passed_though_more_keeps_coming()
    {
        var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle);
        // Ends before its other end is closed, which a thread reads.
        using var end = pipe;
        var capture = new ScapBuilder().Processes(Calls.Process(7, "seven"), Calls.Process(8, "eight"));
        Look(from: 100_000, until: 101_120);
        var writing = Task.Run(() => pipe.Write(capture.ToArray()));
        using var history = CaptureHistory.Open(input);
        await writing;
        var range = new TimeRange(1005 * Second, 1010 * Second + Second / 2);
        using var rows = RowRun.Start(history, new RowQuery(range.ToFilter()));
        using var table = TableRun.Start(history, ViewCatalog.Find("threads")!.ToTableQuery(range.ToFilter()));
        var waited = Stopwatch.StartNew();
        while (rows.RowsAsked < 1120 && waited.Elapsed.TotalSeconds < 20)
            await Task.Yield();
        Assert.Equal(1120, rows.RowsAsked);
        var before = (int)capture.Length;
        Look(from: 101_120, until: 110_000);
        await Task.Run(() => pipe.Write(capture.ToArray().AsSpan(before)));
        await rows.Completion.WaitAsync(TimeSpan.FromSeconds(20));
        var shown = await table.Completion.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(551, rows.Count);
        Assert.True(rows.RowsAsked < history.End);
        Assert.Equal(["7", "8"], Enumerable.Range(0, shown.RowCount).Select(row => shown.KeyText(row)).Order());

        // Every hundredth of a second.
        void Look(ulong from, ulong until)
        {
            for (var hundredth = from; hundredth < until; hundredth++)
            {
                capture.Time = hundredth * (Second / 100);
                capture.Look(tid: 7);
            }
        }
    }
}
