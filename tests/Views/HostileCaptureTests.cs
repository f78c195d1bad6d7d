using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Drawing;
using CSysdig.Views.Screens;
using Terminal.Gui.Drawing;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Views;

/// <summary>Names and data written by an attacker who knows that somebody will look at them.</summary>
public sealed class HostileCaptureTests : IDisposable
{
    const string Evil = "\x1b]0;owned\a\x1b[2J\u009b31m\u202egnp";

    readonly string _path = Path.GetTempFileName();
    readonly CaptureHistory _history;

    public HostileCaptureTests()
    {
        var evil = Encoding.UTF8.GetBytes(Evil);
        var capture = new ScapBuilder().Machine("host" + Evil)
            .Processes(new ProcessEntry { Tid = 7, Pid = 7, Ptid = 1, Comm = evil[..15], Exe = evil, Args = evil, Cwd = evil })
            .Fds(7, new FdEntry { Fd = 3, Type = FdType.FileV2, Name = evil })
            .Event(EventCode.SyscallWriteE, 7, I64(3), U32((uint)evil.Length))
            .Event(EventCode.SyscallWriteX, 7, I64(evil.Length), evil);
        File.WriteAllBytes(_path, capture.ToArray());
        _history = CaptureHistory.Open(_path);
        _history.Completion.Wait();
    }

    public void Dispose()
    {
        _history.Dispose();
        File.Delete(_path);
    }

    [Theory]
    [InlineData("procs")]
    [InlineData("files")]
    [InlineData("threads")]
    public void Nothing_of_a_capture_reaches_the_terminal_raw(string view)
    {
        using var terminal = new HeadlessTerminal(_history, host => Ways.Open(host, ViewCatalog.Find(view)!, new Selection()));
        terminal.WaitFor(t => t.Window.Top.Count > 0);
        AssertHarmless(terminal);
        // As much of it as the columns leave room for.
        Assert.Contains(@"\x1b]0;owned\x07\x1b[2", terminal.Text);
        terminal.Press("Enter");
        AssertHarmless(terminal);
        terminal.Press("Backspace", "F5").WaitFor("write");
        AssertHarmless(terminal);
        Assert.Contains(@"\x1b]0;owned", terminal.Text);
        terminal.Press("Backspace", "F6").WaitFor(t => t.Window.Top.Count > 0);
        AssertHarmless(terminal);
        terminal.Press("Enter").WaitFor("› Event ");
        AssertHarmless(terminal);
        terminal.Press("/").Type("owned");
        AssertHarmless(terminal);
    }

    [Fact]
    public void Without_colours_nothing_but_the_terminals_own_is_used()
    {
        using var terminal = new HeadlessTerminal(_history, host => Ways.Open(host, ViewCatalog.Find("procs")!, new Selection()), theme: Theme.Monochrome);
        terminal.WaitFor(t => t.Window.Top.Count > 0);
        for (var row = 0; row < 35; row++)
            for (var column = 0; column < 120; column++)
            {
                var attribute = terminal.AttributeAt(row, column);
                Assert.Equal((Color.None, Color.None), (attribute.Foreground, attribute.Background));
            }
    }

    static void AssertHarmless(HeadlessTerminal terminal)
    {
        foreach (var line in terminal.Lines)
            foreach (var rune in line.EnumerateRunes())
                Assert.True(SafeText.IsPlain(rune), $"U+{rune.Value:x4} in: {line}");
    }
}
