using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Drawing;
using CSysdig.Views.Tty;

namespace CSysdig.Tests.Terminal;

/// <summary>Terminals that show ASCII alone.</summary>
public sealed class PlainGlyphTests
{
    [SkippableTheory]
    [InlineData("TERM=vt100", "LC_ALL=C.UTF-8")]
    [InlineData("TERM=linux", "LC_ALL=C.UTF-8")]
    [InlineData("TERM=xterm-256color", "LC_ALL=C")]
    [InlineData("TERM=xterm-256color", "LC_ALL=de_DE.ISO-8859-1")]
    public void Every_screen_is_ascii(string term, string locale)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: plain glyphs were NOT tested");
        using var terminal = new TmuxDriver(80, 24, ["env", term, locale, .. TmuxDriver.Program], ["-r", "samples/honeypot.scap.gz", "--no-cache"]);
        var screen = terminal.WaitFor("190 rows", "sort: CPU v", "CPUv USER");
        Assert.Contains('#', screen[1]);
        AssertPlain(screen);
        AssertPlain(terminal.Press("t").WaitFor("tree "));
        AssertPlain(terminal.Press("t", "s").WaitFor("> Story", "24 findings"));
        AssertPlain(terminal.Press("BSpace", "o").WaitFor("> Overview", "Files opened"));
        AssertPlain(terminal.Press("Space").WaitFor("1 below the timeline", "|"));
        AssertPlain(terminal.Press("Space", "BSpace", "F12").WaitFor("> Spectrogram", "calls"));
        AssertPlain(terminal.Press("BSpace", "F5").WaitFor("> Echo", "12,317 reads and writes", "< read "));
        AssertPlain(terminal.Press("BSpace", "F2").WaitFor("> Views", "*"));
        terminal.Press("BSpace", "q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void A_name_beyond_ascii_is_shown_byte_by_byte_there()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: plain glyphs were NOT tested");
        using var folder = new TemporaryFolder();
        var capture = folder.File("names.scap");
        File.WriteAllBytes(capture, new ScapBuilder()
            .Processes(new ProcessEntry { Tid = 7, Pid = 7, Ptid = 1, Comm = [.. "größe"u8], Exe = [.. "größe"u8] })
            .Event(EventCode.GenericE, 7).ToArray());
        using var plain = new TmuxDriver(80, 24, ["env", "LC_ALL=C", .. TmuxDriver.Program], ["-r", capture, "--no-cache"]);
        AssertPlain(plain.WaitFor("1 row", @"gr\xc3\xb6\xc3\x9fe"));
        using var rich = new TmuxDriver(80, 24, "-r", capture, "--no-cache");
        rich.WaitFor("1 row", "größe", "▼");
    }

    [Theory]
    [InlineData("xterm-256color", "", "", "de_DE.UTF-8", true)]
    [InlineData("xterm", "", "C.utf8", "C", true)]
    [InlineData("xterm", "C", "C.UTF-8", "C.UTF-8", false)]
    [InlineData("xterm", "", "", "", false)]
    [InlineData("xterm", "POSIX", "", "de_DE.UTF-8", false)]
    [InlineData("vt220-8bit", "C.UTF-8", "", "", false)]
    [InlineData("linux-16color", "C.UTF-8", "", "", false)]
    [InlineData("linuxvt", "C.UTF-8", "", "", true)]
    public void The_first_locale_that_is_set_and_the_terminal_decide(string term, string all, string type, string lang, bool rich) =>
        Assert.Equal(rich, TerminalKind.HasGlyphs(name => name switch { "TERM" => term, "LC_ALL" => all, "LC_CTYPE" => type, "LANG" => lang, _ => null }));

    [Fact]
    public void A_plain_line_keeps_what_is_cut_marked()
    {
        var line = new Line { IsPlain = true };
        line.Reset(8);
        line.Box(0, 4);
        line.Write("abcdef");
        line.Unbox(5);
        line.Write("▲█…");
        Assert.Equal("abc~ ^#~", line.ToString());
    }

    static void AssertPlain(string[] screen) => Assert.All(screen, line => Assert.All(line, c => Assert.InRange(c, ' ', '~')));
}
