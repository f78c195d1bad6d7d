using System.Text.RegularExpressions;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Hosting;
using CSysdig.Views.Screens;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Views;

/// <summary>Screens of events while the oldest ones leave the window: what one stands at stays, and what is shown is what is held.</summary>
public sealed class LeavingEventsTests : IDisposable
{
    /// <summary>Of three times the honeypot's events this is in the second.</summary>
    const int Last = 290_000;
    static readonly string Filter = $"proc.name in (sshd, bash, perl, tar) and evt.num<{Last}";

    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("dig"), InlineData("echo"), InlineData("list")]
    public void What_one_stands_at_stays_and_what_is_gone_goes(string screen)
    {
        var capture = Repository.Repeated(_folder, 3);
        using var source = new MemoryStream(File.ReadAllBytes(capture));
        using var gate = new GatedStream(source, source.Length * 8 / 10);
        using var window = CaptureHistory.Open(gate, new HistoryOptions { Window = 150_000 });
        using var terminal = new HeadlessTerminal(window, host => Of(screen, host), 140, 40);
        var top = terminal.Window.Top;
        var (shown, before) = ("", 0);
        try
        {
            // Many have gone, and more will; those up to the last that is looked for stay.
            Together.Until(() => window.First > 0 && window.End > 330_000);
            using var rows = RowRun.Start(window, new RowQuery(top is ListScreen list ? top.Selection!.FilterFor(list.View) : Filter, top switch { DigScreen => RowKind.EventLines, EchoScreen => RowKind.InputOutput, _ => RowKind.All }));
            Together.Until(() => rows.RowsAsked >= Last);
            var last = window.TimestampAt(rows[rows.Count - 1]);
            terminal.WaitFor(_ => top.Count > 0 && top.TimeOf(top.Count - 1) == last).Press("End", "CursorUp", "CursorUp", "CursorUp");
            (shown, before) = (top.RowText(At(top)), At(top));
        }
        finally
        {
            gate.Open();
        }
        Together.Until(() => window.Completion.IsCompleted);
        terminal.WaitFor(t => IsWhole(t.Window.Top)).Window.Tick();
        Assert.Equal(shown, top.RowText(At(top)));
        Assert.True(At(top) < before, $"{At(top)} of {top.Count}, which was {before}");

        using var fresh = new HeadlessTerminal(window, host => Of(screen, host), 140, 40);
        fresh.WaitFor(t => IsWhole(t.Window.Top));
        Assert.Equal(fresh.Window.Top.Count, top.Count);
        Assert.All(Enumerable.Range(0, top.Count).Where(row => row < 50 || row % 59 == 0), row => Assert.Equal(fresh.Window.Top.RowText(row), top.RowText(row)));
    }

    /// <summary>A flood is one entry: of what it says so often only what is held is counted.</summary>
    [Fact]
    public void What_looks_the_same_is_counted_as_often_as_it_is_held()
    {
        var flood = new ScapBuilder().Processes(new ProcessEntry { Tid = 7, Pid = 7, Ptid = 1, Comm = [.. "bot"u8], Exe = [.. "/bin/bot"u8] })
            .Fds(7, new FdEntry { Fd = 3, Type = FdType.FileV2, Name = [.. "/tmp/out"u8] });
        for (var i = 0; i < EventChunk.Size * 3 / 2; i++)
            flood.Event(EventCode.SyscallWriteE, 7, I64(3), U32(5)).Event(EventCode.SyscallWriteX, 7, I64(5), [.. "hello"u8]);
        var bytes = flood.ToArray();
        using var source = new MemoryStream(bytes);
        using var gate = new GatedStream(source, bytes.Length * 65 / 100);
        using var window = CaptureHistory.Open(gate, new HistoryOptions { Window = 70_000 });
        using var terminal = new HeadlessTerminal(window, host => Of("echo", host, ""), 140, 40);
        try
        {
            // A chunk goes when it goes on, half of it reads and writes: the entry begins before its end and goes on behind it.
            terminal.WaitFor(t => Regex.IsMatch(t.Text, @"×[4-6]\d,\d\d\d until"));
        }
        finally
        {
            gate.Open();
        }
        Together.Until(() => window.Completion.IsCompleted);
        terminal.WaitFor(t => IsWhole(t.Window.Top)).Window.Tick();
        using var rows = RowRun.Start(window, new RowQuery("", RowKind.InputOutput));
        Together.Until(() => rows.Completion.IsCompleted);
        var held = rows.Count;
        Assert.Equal(EventChunk.Size, held);
        Assert.Contains($"×{held:#,0} until", terminal.Window.Top.RowText(0));
        Assert.Equal(2, terminal.Window.Top.Count);
    }

    static Screen Of(string screen, IScreenHost host, string? filter = null) => screen switch
    {
        "dig" => new DigScreen(host, new Selection(Filter)),
        "echo" => new EchoScreen(host, new Selection(filter ?? Filter), all: true),
        _ => new ListScreen(host, ViewCatalog.Find("file_opens")!, new Selection(Filter)),
    };

    static int At(Screen screen) => screen is EchoScreen ? screen.Position.Top : screen.Position.Selected;

    static bool IsWhole(Screen screen) => screen switch
    {
        DigScreen dig => dig.IsComplete,
        EchoScreen echo => echo.IsComplete,
        _ => !screen.StillLooks && screen.Count > 0,
    };

    public void Dispose() => _folder.Dispose();
}
