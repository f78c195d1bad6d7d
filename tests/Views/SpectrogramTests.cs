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
