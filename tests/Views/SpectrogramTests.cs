using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.Views;

public sealed class SpectrogramTests
{
    [Fact]
    public async Task Every_call_stands_in_the_cell_of_its_time_and_latency()
    {
        var history = Honeypot.History;
        using var run = RowRun.Start(history, new RowQuery("evt.dir=< and proc.pid=32603"));
        await run.Completion;
        var picture = new Spectrogram(history, run, history.FirstTimestamp, history.LastTimestamp, 20, 50);
        while (picture.Step(TimeSpan.FromSeconds(1)))
        {
        }
        Assert.True(picture.IsComplete);
        for (var slice = 0; slice < 20; slice++)
            for (var column = 0; column < 50; column += 7)
                Assert.Equal(await Counted(history, slice == 19 ? ulong.MaxValue : picture.TimeOf(slice + 1), picture.TimeOf(slice), picture.LatencyOf(column), picture.LatencyOf(column + 1)), picture[slice, column]);
    }

    // Each slice is as long as the screen's turn is; its times are whole.
    [Fact]
    public async Task One_that_grows_has_a_slice_for_each_turn()
    {
        var history = Honeypot.History;
        using var run = RowRun.Start(history, new RowQuery("evt.dir=< and proc.pid=32603"));
        await run.Completion;
        var from = history.FirstTimestamp + 5_000_000_000;
        var picture = new Spectrogram(history, run, from, TimeSpan.FromSeconds(3), 50);
        while (picture.Step(TimeSpan.FromSeconds(1)))
        {
        }
        Assert.Equal((int)((history.LastTimestamp - from) / 3_000_000_000) + 1, picture.Slices);
        for (var slice = 0; slice < picture.Slices; slice++)
        {
            Assert.Equal(from + 3_000_000_000ul * (ulong)slice, picture.TimeOf(slice));
            for (var column = 0; column < 50; column += 7)
                Assert.Equal(await Counted(history, picture.TimeOf(slice + 1), picture.TimeOf(slice), picture.LatencyOf(column), picture.LatencyOf(column + 1)), picture[slice, column]);
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task One_that_is_full_counts_no_more(int nanosecondsMore, bool isFull)
    {
        var history = Honeypot.History;
        using var run = RowRun.Start(history, new RowQuery("evt.dir=<"));
        await run.Completion;
        // The newest event begins the last slice that there can be, or is the last of the one before.
        var turn = (history.LastTimestamp - history.FirstTimestamp) / (Spectrogram.MostSlices - 1) / 100 * 100;
        var from = history.LastTimestamp - turn * (Spectrogram.MostSlices - 1) + (ulong)nanosecondsMore;
        var picture = new Spectrogram(history, run, from, TimeSpan.FromTicks((long)turn / 100), 50);
        Assert.Equal((isFull ? Spectrogram.MostSlices : Spectrogram.MostSlices - 1, isFull), (picture.Slices, picture.IsFull));
    }

    [Fact]
    public async Task Calls_behind_a_full_one_are_left_out()
    {
        var history = Honeypot.History;
        using var run = RowRun.Start(history, new RowQuery("evt.dir=<"));
        await run.Completion;
        var picture = new Spectrogram(history, run, history.FirstTimestamp, TimeSpan.FromMilliseconds(1), 50);
        while (picture.Step(TimeSpan.FromSeconds(1)))
        {
        }
        Assert.Equal((Spectrogram.MostSlices, true), (picture.Slices, picture.IsFull));
        var counted = Enumerable.Range(0, picture.Slices).Sum(slice => Enumerable.Range(0, 50).Sum(column => picture[slice, column]));
        using var within = RowRun.Start(history, new RowQuery($"evt.dir=< and evt.latency>0 and evt.rawtime<{picture.Until}"));
        await within.Completion;
        Assert.Equal(within.Count, counted);
    }

    [Fact]
    public void A_rectangle_leads_to_the_events_inside()
    {
        using var terminal = Honeypot.Terminal(width: 100, height: 30);
        terminal.WaitFor("190 rows").Press("F12").WaitFor("Spectrogram-All").WaitFor(t => t.Lines[4..].Any(line => line.Contains('█')));
        var row = Array.FindIndex(terminal.Lines, 4, line => line.Contains('█'));
        var column = terminal.Lines[row].IndexOf('█');
        terminal.Drag((row, column), (row + 1, column + 3)).WaitFor(t => t.Lines[2].EndsWith(" calls"));
        // Counting may go on for some ticks: the events are there when their number no longer grows.
        terminal.Press("Enter").WaitFor("› Dig").WaitFor(t => t.Window.Top is DigScreen { IsComplete: true, Count: > 0 });
        var events = terminal.Window.Top.Count;
        terminal.Press("Backspace").WaitFor($": {events:#,0} calls");
    }

    // Of 24 lines 19 are rows: a second or more for each, or less.
    [Theory]
    [InlineData("", @"^07:2\d:\d\d( |$)")]
    [InlineData("range +10 +30", @"^07:2\d:\d\d( |$)")]
    [InlineData("range +10 +20", @"^2\d:\d\d\.\d\d( |$)")]
    public void Rows_of_less_than_a_second_tell_hundredths(string range, string time)
    {
        using var terminal = Honeypot.Terminal(width: 80, height: 24);
        terminal.WaitFor("190 rows");
        if (range.Length > 0)
            terminal.Press(":").Type(range).Press("Enter");
        terminal.Press("F12").WaitFor("Spectrogram-All").WaitFor(t => t.Window.Top is SpectrogramScreen { Count: > 0 });
        Assert.All(terminal.Lines[4..23], line => Assert.Matches(time, line));
    }

    // The same question in the filter language.
    static async Task<int> Counted(CaptureHistory history, ulong until, ulong from, ulong least, ulong most)
    {
        using var run = RowRun.Start(history, new RowQuery(
            $"evt.dir=< and proc.pid=32603 and evt.rawtime>={from} and evt.rawtime<{until} and evt.latency>={least} and evt.latency<{most} and evt.latency>0"));
        await run.Completion;
        return run.Count;
    }
}
