using System.Diagnostics;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Tty;
using Terminal.Gui.Drawing;
using Terminal.Gui.Drivers;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace CSysdig.Tests.Views.Tty;

public sealed class FrameWriterTests
{
    const int Width = 80, Height = 24;
    static readonly Attribute s_plain = new(Color.None, Color.None), s_red = new(new Color(ColorName16.Red), Color.None, TextStyle.Bold);

    readonly OutputBufferImpl _buffer = new();
    readonly PaperTerminal _paper = new(Width, Height);
    readonly FrameDifference _difference = new();

    public FrameWriterTests()
    {
        _buffer.SetSize(Width, Height);
        _buffer.CurrentAttribute = s_plain;
    }

    [Fact]
    public void The_first_screen_is_written_whole_and_the_same_again_not_at_all()
    {
        Draw(3, 10, "hello", s_red);
        Assert.NotEqual(0, Flush());
        Assert.Equal("          hello", _paper.Line(3));
        Assert.Equal("\e[;1;31m", _paper.Look(3, 10));
        Assert.Equal("", _paper.Line(23));
        Draw(3, 10, "hello", s_red);
        Assert.False(_difference.Take(_buffer, sixteenColours: true));
    }

    [Fact]
    public void Only_what_differs_is_written()
    {
        for (var row = 0; row < Height; row++)
            Draw(row, 0, new string('x', Width), s_plain);
        Flush();
        Draw(5, 40, "y", s_plain);
        Assert.InRange(Flush(), 1, 16);
        Assert.Equal('y', _paper.Line(5)[40]);
    }

    [Fact]
    public void A_text_gone_from_a_lines_end_is_erased_in_few_bytes()
    {
        Draw(5, 0, new string('x', Width), s_red);
        Flush();
        Draw(5, 3, new string(' ', Width - 3), s_plain);
        Assert.InRange(Flush(), 1, 16);
        Assert.Equal("xxx", _paper.Line(5));
    }

    [Theory]
    [InlineData("日本語", "ab日c")]
    [InlineData("a日本語", "日本語a")]
    [InlineData("日本語日本語", "x")]
    [InlineData("é̂x", "日x")]
    public void Wide_glyphs_come_and_go_without_leaving_halves(string before, string after)
    {
        Draw(2, 0, before, s_plain);
        Draw(2, 20, "tail", s_plain);
        Flush();
        Draw(2, 0, "                ", s_plain);
        Draw(2, 0, after, s_plain);
        Flush();
        Assert.Equal(after, _paper.Line(2).Split("  ")[0]);
        Assert.EndsWith("tail", _paper.Line(2));
    }

    [Fact]
    public void Nothing_a_terminal_obeys_gets_out_of_a_cell()
    {
        Draw(0, 0, "ab", s_plain);
        _buffer.Contents![0, 0].Grapheme = "\e";
        _buffer.Contents[0, 1].Grapheme = "\u009b";
        Flush();
        Assert.Equal("", _paper.Line(0));
    }

    [Fact]
    public void After_a_resize_all_is_written_again()
    {
        Draw(1, 0, "hello", s_plain);
        Flush();
        _difference.Forget();
        var paper = new PaperTerminal(Width, Height);
        Flush(paper);
        Assert.Equal("hello", paper.Line(1));
        Assert.Equal("", paper.Line(2));
    }

    // 100 screens of 2 KB each, on a terminal that takes 20 KB a second: it sees some of them, and the last one soon.
    [Fact]
    public void A_slow_terminal_holds_up_nobody_and_gets_no_queue_of_old_screens()
    {
        const int Screens = 100, BytesAMillisecond = 20;
        var written = 0;
        var gate = new object();
        using (var writer = new FrameWriter(bytes =>
        {
            Thread.Sleep(1 + bytes.Length / BytesAMillisecond);
            lock (gate)
            {
                written += bytes.Length;
                _paper.Obey(bytes);
            }
            return true;
        }))
        {
            var longest = TimeSpan.Zero;
            for (var screen = 1; screen <= Screens; screen++)
            {
                for (var row = 0; row < Height; row++)
                    Draw(row, 0, new string((char)('a' + screen % 26), Width - 1), s_plain);
                Draw(0, 0, $"screen {screen}.", s_plain);
                var started = Stopwatch.GetTimestamp();
                writer.Show(_buffer, sixteenColours: true);
                longest = Stopwatch.GetElapsedTime(started) > longest ? Stopwatch.GetElapsedTime(started) : longest;
            }
            var shown = Stopwatch.GetTimestamp();
            while (!IsLast())
            {
                Assert.True(Stopwatch.GetElapsedTime(shown).TotalSeconds < 5, "the last screen never came");
                Thread.Sleep(1);
            }
            Assert.True(longest < TimeSpan.FromSeconds(1), $"a drawing waited {longest.TotalMilliseconds} ms for the terminal");
        }
        Assert.InRange(written, 2_000, Screens * 1_500);

        bool IsLast()
        {
            lock (gate)
                return _paper.Line(0).StartsWith($"screen {Screens}.") && _paper.Line(Height - 1).StartsWith((char)('a' + Screens % 26));
        }
    }

    [Fact]
    public void A_terminal_that_takes_nothing_any_more_does_not_keep_the_program_from_ending()
    {
        using var isStuck = new ManualResetEventSlim();
        using var goesOn = new ManualResetEventSlim();
        var writer = new FrameWriter(_ =>
        {
            isStuck.Set();
            goesOn.Wait();
            return false;
        });
        Draw(0, 0, "hello", s_plain);
        writer.Show(_buffer, sixteenColours: true);
        isStuck.Wait();
        var started = Stopwatch.GetTimestamp();
        writer.Dispose();
        Assert.True(Stopwatch.GetElapsedTime(started).TotalSeconds < 10);
        goesOn.Set();
    }

    void Draw(int row, int column, string text, Attribute look)
    {
        _buffer.CurrentAttribute = look;
        _buffer.Move(column, row);
        _buffer.AddStr(text);
    }

    int Flush(PaperTerminal? paper = null)
    {
        _difference.Take(_buffer, sixteenColours: true);
        var bytes = 0;
        while (_difference.IsAny)
        {
            var piece = new FramePiece();
            _difference.Append(piece, size: 100);
            bytes += piece.Length;
            (paper ?? _paper).Obey(piece.Bytes);
        }
        return bytes;
    }
}
