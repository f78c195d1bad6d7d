using CSysdig.Capture.Events;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Terminal;

/// <summary>Where events were lost, the real program shows it without colour, and its answers are those without the mark.</summary>
public sealed class LossTests
{
    const int Width = 100;
    const ulong Start = 1_700_000_000_000_000_000, Millisecond = 1_000_000;

    [SkippableFact]
    public void Events_that_were_lost_are_marked_where_they_are_missing()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: the mark of lost events was NOT tested");
        using var folder = new TemporaryFolder();
        var capture = folder.File("lost.scap");
        File.WriteAllBytes(capture, Capture().ToArray());
        using var terminal = new TmuxDriver(Width, 24, "-r", capture, "--no-cache");
        Page.See(terminal, page => page.Header("! 1,234 events lost").Timeline(" 10.0s")["shell"].Cell("PID", "10"));
        var line = terminal.Screen[1];
        // The bars have what the sentence behind them leaves.
        var width = Width - 1 - 2 - "10.0s".Length;
        var expected = new HashSet<int>();
        Mark(5000, 5050);
        Mark(6900, 8000);
        Assert.Equal(expected, line.Select((c, at) => (c, at)).Where(x => x.c == '!').Select(x => x.at - 1).ToHashSet());
        Assert.True(expected.Count is > 9 and < 20, line);
        terminal.Press(":");
        terminal.Press("stats", "Enter");
        Page.See(terminal, page => page.Has("1,234 events").Has("in 2 stretches"));

        void Mark(int from, int until)
        {
            for (var column = from * width / 10_000; column <= until * width / 10_000; column++)
                expected.Add(column);
        }
    }

    /// <summary>Ten events a second for ten seconds; a buffer was full in the middle, and later all were dropped for a second.</summary>
    static ScapBuilder Capture()
    {
        var capture = new ScapBuilder().Processes(Calls.Process(10, "shell"));
        for (var at = 0; at <= 10_000; at += 100)
        {
            if (at is > 6900 and <= 8000)
                continue;
            capture.Time = Start + (ulong)at * Millisecond;
            capture.Event(EventCode.SyscallGetcwdE, 10);
            if (at == 5000)
            {
                capture.Time = Start + 5050 * Millisecond;
                capture.Event(EventCode.DropE, 0, U32(1)).Event(EventCode.NotificationE, 0, Text("lost"), Text("1234 events were lost here; in all 1234"));
            }
            if (at != 6900)
                continue;
            capture.Time = Start + 7000 * Millisecond;
            capture.Event(EventCode.DropE, 10, U32(2));
            capture.Time = Start + 8000 * Millisecond;
            capture.Event(EventCode.DropX, 10, U32(2));
        }
        return capture;
    }
}
