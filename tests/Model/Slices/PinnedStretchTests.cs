using System.IO.Pipes;
using CSysdig.Model.History;
using CSysdig.Model.Slices;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Slices;

/// <summary>What came a minute before and after a moment is a capture, whether it is there already or comes still.</summary>
public sealed class PinnedStretchTests : IDisposable
{
    const ulong Second = 1_000_000_000, Start = 1_700_000_000;

    readonly TemporaryFolder _folder = new();
    readonly ScapBuilder _capture = new ScapBuilder().Processes(Calls.Process(7, "seven"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_what_is_there_it_takes_the_minute_before_and_after()
    {
        Seconds(0, 600);
        using var history = CaptureHistory.Open(_capture.ToStream());
        await history.Completion;
        var pin = PinnedStretch.Start(history, (Start + 300) * Second, _folder.File("pin.scap"));
        await pin.Recording.Completion;
        Assert.Equal((240, 360, 121), Span());
    }

    [Theory]
    [InlineData(0), InlineData(241)]
    public async Task What_comes_after_is_waited_for(int there)
    {
        var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle);
        // Ends before its other end is closed, which a thread reads.
        using var end = pipe;
        Seconds(there, 301);
        var writing = Task.Run(() => pipe.Write(_capture.ToArray()));
        using var history = CaptureHistory.Open(input);
        await writing;
        Together.Until(() => history.Count == 301 - there);
        var pin = PinnedStretch.Start(history, (Start + 300) * Second, _folder.File("pin.scap"));
        // Another one, later: what comes behind it belongs there too, but not for ever.
        Assert.True(pin.TryTake((Start + 310) * Second));
        Assert.True(pin.TryTake((Start + 240) * Second));
        Assert.False(pin.TryTake((Start + 239) * Second));
        Assert.False(pin.TryTake((Start + 240 + 14 * 60 + 1) * Second));
        var length = (int)_capture.Length;
        for (var at = 301; at < 380; at++)
        {
            Seconds(at, at + 1);
            pipe.Write(_capture.ToArray().AsSpan(length));
            length = (int)_capture.Length;
            Together.Until(() => history.Count == at + 1 - there);
            Assert.False(pin.Recording.Completion.IsCompleted);
            if (at <= 370)
                pin.Look();
        }
        pin.Look();
        await pin.Recording.Completion;
        Assert.Equal((Math.Max(240, there), 379, 380 - Math.Max(240, there)), Span());
        Assert.True(pin.TryTake((Start + 370) * Second));
        Assert.False(pin.TryTake((Start + 371) * Second));
    }

    [Fact]
    public async Task One_file_is_of_a_quarter_of_an_hour_at_most()
    {
        Seconds(0, 301);
        using var source = _capture.ToStream();
        using var gate = new GatedStream(source, _capture.Length);
        using var history = CaptureHistory.Open(gate);
        Together.Until(() => history.Count == 301);
        var pin = PinnedStretch.Start(history, (Start + 300) * Second, _folder.File("pin.scap"));
        Assert.False(pin.TryTake((Start + 240 + 14 * 60 + 1) * Second));
        Assert.True(pin.TryTake((Start + 240 + 14 * 60) * Second));
        gate.Open();
        await pin.Recording.Completion;
    }

    // An event each second.
    void Seconds(int from, int until)
    {
        for (var at = from; at < until; at++)
        {
            _capture.Time = (Start + (ulong)at) * Second;
            _capture.Look(tid: 7);
        }
    }

    (int First, int Last, int Count) Span()
    {
        using var stream = EventStream.Open(_folder.File("pin.scap"));
        var times = new List<int>();
        while (stream.Next())
        {
            Assert.Equal("seven"u8, stream.Current.Thread!.Comm);
            times.Add((int)(stream.Current.Raw.Timestamp / Second - Start));
        }
        return (times[0], times[^1], times.Count);
    }
}
