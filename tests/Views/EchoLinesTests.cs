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

    [Theory]
    [InlineData(31, 0), InlineData(32, 32), InlineData(5000, 5000)]
    public void A_long_run_of_NUL_is_one_line(int nuls, int folded)
    {
        Write(nuls + 10, $"head\n{new string('\0', nuls)}tail\n");
        var lines = Lines(hex: false);
        if (folded > 0)
            Assert.Equal([" head", $" … {folded:#,0} NUL bytes", " tail"], lines[1..]);
        else
            Assert.Equal(" head", lines[1]);
        Assert.DoesNotContain(Lines(hex: true), line => line.Contains("NUL bytes"));
    }

    [Theory]
    [InlineData(true, 1024, true), InlineData(true, 1025, false), InlineData(false, 832, false)]
    public void The_head_of_a_library_is_its_title_alone(bool read, int length, bool folded)
    {
        if (read)
            _capture.Event(EventCode.SyscallReadE, 7, I64(3), U32((uint)length)).Event(EventCode.SyscallReadX, 7, I64(length), [.. "\u007fELF"u8, 2, 1, 1, .. new byte[73]]);
        else
            Write(length, "\u007fELF\x02\x01\x01");
        var lines = Lines(hex: false);
        Assert.Equal(folded, lines.Length == 1);
        Assert.Equal(folded, lines[0].Contains(" bytes of an ELF head  /tmp/out"));
        Assert.InRange(Lines(hex: true).Length, 3, 100);
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
