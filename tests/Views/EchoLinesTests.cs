using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Drawing;
using CSysdig.Views.Screens;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Views;

public sealed class EchoLinesTests : IDisposable
{
    readonly string _path = Path.GetTempFileName();
    readonly ScapBuilder _capture = new ScapBuilder()
        .Processes(new ProcessEntry { Tid = 7, Pid = 7, Ptid = 1, Comm = [.. "bot"u8], Exe = [.. "/bin/bot"u8] })
        .Fds(7, new FdEntry { Fd = 3, Type = FdType.FileV2, Name = [.. "/tmp/out"u8] });
    CaptureHistory? _history;

    [Fact]
    public void The_same_bytes_again_and_again_are_shown_once_and_counted()
    {
        for (var i = 0; i < 1000; i++)
            Write(5, "hello");
        Write(3, "bye");
        var lines = Lines(hex: false);
        Assert.Equal(4, lines.Length);
        Assert.Contains("×1,000 until", lines[0]);
        Assert.Equal(" hello", lines[1]);
        Assert.DoesNotContain("×", lines[2]);
        Assert.Equal(" bye", lines[3]);
    }

    [Fact]
    public void Bytes_beyond_the_snaplen_are_shown_as_a_gap()
    {
        Write(1_204 + 4, "head");
        Assert.Equal([" head", " … 1,204 bytes not captured"], Lines(hex: false)[1..]);
        Assert.Equal(" … 1,204 bytes not captured", Lines(hex: true)[^1]);
    }

    [Fact]
    public void Hex_shows_offset_digits_and_text()
    {
        Write(18, "0123456789abcdef\n\x01");
        Assert.Equal(
        [
            " 000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66   0123456789abcdef",
            " 000010  0a 01                                              ··",
        ], Lines(hex: true)[1..]);
    }

    [Fact]
    public void Every_line_of_a_long_text_is_found_at_its_place()
    {
        var text = string.Concat(Enumerable.Range(0, 300).Select(i => $"line {i}\n"));
        Write(text.Length, text);
        var lines = Lines(hex: false);
        Assert.Equal(301, lines.Length);
        Assert.Equal(" line 299", lines[300]);
    }

    public void Dispose()
    {
        _history?.Dispose();
        File.Delete(_path);
    }

    void Write(int length, string data) => _capture
        .Event(EventCode.SyscallWriteE, 7, I64(3), U32((uint)length))
        .Event(EventCode.SyscallWriteX, 7, I64(length), System.Text.Encoding.UTF8.GetBytes(data));

    string[] Lines(bool hex)
    {
        _history?.Dispose();
        File.WriteAllBytes(_path, _capture.ToArray());
        _history = CaptureHistory.Open(_path);
        var echo = EchoResult.Start(_history, "");
        echo.Rows.Completion.Wait();
        var lines = new EchoLines(echo, 80, hex ? EchoMode.Hex : EchoMode.Text);
        while (lines.Step(TimeSpan.FromSeconds(1))) { }
        var line = new Line();
        return [.. Enumerable.Range(0, lines.Count).Select(i =>
        {
            line.Reset(80);
            lines.Compose(i, line);
            return line.ToString();
        })];
    }
}
