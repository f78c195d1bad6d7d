using System.IO.Pipes;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Views;

/// <summary>A capture that is still being read, and the key that holds its numbers still.</summary>
public sealed class PauseTests
{
    [Theory]
    [InlineData("procs", null, "1 row ", "2 rows")]
    [InlineData("procs", "d", "2 events", "4 events")]
    public void What_is_shown_stays_while_more_is_read_and_goes_on_at_the_same_key(string view, string? key, string before, string after)
    {
        var pipe = new AnonymousPipeServerStream();
        using var input = new AnonymousPipeClientStream(pipe.GetClientHandleAsString());
        var first = new ScapBuilder().Processes(Process(7));
        pipe.Write(Events(first, 7).ToArray());
        using var history = CaptureHistory.Open(input);
        // The history waits for the end of what it reads: it comes before the history goes, whatever fails.
        using var end = pipe;
        using var terminal = new HeadlessTerminal(history, host => Ways.Open(host, ViewCatalog.Find(view)!, new Selection()), 160, 20);
        terminal.WaitFor(_ => history.Count == 2);
        if (key is not null)
            terminal.WaitFor(t => t.Window.Top.Count == 1).Press(key);
        // The count stands above rows that are drawn a moment later.
        terminal.WaitFor(before.Trim()).WaitFor(t => t.Lines[4].Trim().Length > 0);
        Assert.Contains("Pause", terminal.Lines[^1]);
        // More may come: what is counted is not all.
        terminal.WaitFor($"{before.Trim()}, still looking");
        terminal.Press("p").WaitFor("paused");
        var shown = terminal.Lines;

        var header = new ScapBuilder().Length;
        var second = new ScapBuilder { Time = first.Time };
        pipe.Write(Events(second, key is null ? 8 : 7).ToArray()[(int)header..]);
        // Who is not held still shows it; some more looks make sure that there was news to be seen here too.
        using (var other = new HeadlessTerminal(history, host => Ways.Open(host, ViewCatalog.Find(view)!, new Selection()), 160, 20))
        {
            other.WaitFor(t => history.Count == 4 && t.Window.Top.Count > 0);
            if (key is not null)
                other.Press(key);
            other.WaitFor(after);
        }
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        terminal.WaitFor(_ => System.Diagnostics.Stopwatch.GetElapsedTime(since).TotalMilliseconds > 500);
        Assert.Equal(shown[2..], terminal.Lines[2..]);

        terminal.Press("p").WaitFor(after);
        Assert.DoesNotContain("paused", terminal.Lines[0]);
        pipe.Dispose();
        // A capture that is whole has nothing to hold still.
        terminal.WaitFor(t => history.IsComplete && !t.Lines[^1].Contains("Pause") && !t.Text.Contains("still looking"));
    }

    static ProcessEntry Process(long id) => new() { Tid = id, Pid = id, Ptid = 1, Comm = [.. "cat"u8], Exe = [.. "cat"u8] };

    static ScapBuilder Events(ScapBuilder builder, long tid) =>
        builder.Event(EventCode.SyscallReadE, tid, I64(3), U32(1)).Event(EventCode.SyscallReadX, tid, I64(1), "a"u8.ToArray());
}
