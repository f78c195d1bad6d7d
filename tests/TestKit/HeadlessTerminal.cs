using System.Diagnostics;
using System.Drawing;
using System.Runtime.CompilerServices;
using CSysdig.Model.Fleets;
using CSysdig.Model.History;
using CSysdig.Views.Drawing;
using CSysdig.Views.Frame;
using CSysdig.Views.Hosting;
using CSysdig.Views.Settings;
using CSysdig.Views.Text;
using CSysdig.Views.Tty;
using Terminal.Gui.App;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;
using Terminal.Gui.Testing;
using Terminal.Gui.Time;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace CSysdig.Tests.TestKit;

/// <summary>The window on a terminal that only exists in memory: keys go in, the screen is read back.</summary>
sealed class HeadlessTerminal : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly IApplication _app = Application.Create(new VirtualTimeProvider());
    readonly SessionToken? _token;
    readonly TemporaryFolder _folder = new();
    readonly FrameDifference _difference = new();
    PaperTerminal? _paper;
    (int Width, int Height) _paperSize;

    [ModuleInitializer]
    internal static void KeepOffTheRealTerminal() => Environment.SetEnvironmentVariable("DisableRealDriverIO", "1");

    public HeadlessTerminal(CaptureHistory history, Func<IScreenHost, Screen> start, int width = 120, int height = 35, Theme? theme = null, UserSettings? settings = null, Fleet? fleet = null)
    {
        _app.Init(DriverRegistry.Names.ANSI);
        _app.Driver!.SetScreenSize(width, height);
        Window = new MainWindow(history, theme ?? Theme.Sixteen, containers: false, start, settings, fleet: fleet) { Folder = _folder.Path };
        _token = _app.Begin(Window);
        Draw();
    }

    public MainWindow Window { get; }

    /// <summary>The screen's lines without the blanks at their ends.</summary>
    public string[] Lines
    {
        get
        {
            var contents = _app.Driver!.Contents!;
            var lines = new string[contents.GetLength(0)];
            for (var y = 0; y < lines.Length; y++)
                lines[y] = string.Concat(Enumerable.Range(0, contents.GetLength(1)).Select(x => contents[y, x].Grapheme)).TrimEnd();
            return lines;
        }
    }

    public string Text => string.Join('\n', Lines);

    public Attribute AttributeAt(int row, int column) => _app.Driver!.Contents![row, column].Attribute!.Value;

    public HeadlessTerminal Press(params string[] keys)
    {
        foreach (var key in keys)
        {
            _app.InjectKey(key.Length == 1 ? new Key(key[0]) : Key.TryParse(key, out var parsed) ? parsed : throw new ArgumentException(key));
            Draw();
        }
        return this;
    }

    public HeadlessTerminal Type(string text) => Press([.. text.Select(c => c == ' ' ? "Space" : c.ToString())]);

    /// <summary>Searches, and waits until one stands at the first hit.</summary>
    public HeadlessTerminal Find(string text) => Press("/").Type(text).Press("Enter").WaitFor(t => t.Lines[^1].Contains($"hit: {text}") || t.Lines[^1].Contains($"hits: {text}"));

    public HeadlessTerminal Click(int row, int column, bool twice = false)
    {
        var at = new Point(column, row);
        _app.InjectSequence(twice ? InputInjectionExtensions.LeftButtonDoubleClick(at) : InputInjectionExtensions.LeftButtonClick(at));
        Draw();
        return this;
    }

    /// <summary>The left button goes down in one cell and up in another.</summary>
    public HeadlessTerminal Drag((int Row, int Column) from, (int Row, int Column) to)
    {
        foreach (var (flags, at) in new[] { (MouseFlags.LeftButtonPressed, from), (MouseFlags.LeftButtonPressed | MouseFlags.PositionReport, to), (MouseFlags.LeftButtonReleased, to) })
            _app.InjectMouse(new Mouse { Flags = flags, ScreenPosition = new Point(at.Column, at.Row) });
        Draw();
        return this;
    }

    public HeadlessTerminal Wheel(bool down, int row = 10)
    {
        _app.InjectMouse(new Mouse { Flags = down ? MouseFlags.WheeledDown : MouseFlags.WheeledUp, ScreenPosition = new Point(5, row) });
        Draw();
        return this;
    }

    public HeadlessTerminal Resize(int width, int height)
    {
        _app.Driver!.SetScreenSize(width, height);
        Draw();
        return this;
    }

    /// <summary>What a real terminal would show after the bytes written for this screen and the ones looked at before.</summary>
    public void AssertSameOnPaper()
    {
        var contents = _app.Driver!.Contents!;
        var (height, width) = (contents.GetLength(0), contents.GetLength(1));
        if (_paper is null || _paperSize != (width, height))
            (_paper, _paperSize) = (new PaperTerminal(width, height), (width, height));
        _paper.Obey(Written(sixteenColours: true));
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
            {
                var wanted = contents[row, column].Grapheme;
                if (_paper.Glyph(row, column) != wanted)
                    Assert.Fail($"{row},{column}: '{_paper.Glyph(row, column)}' is shown for '{wanted}'\n{Text}");
                if (Cells.Of(wanted) == 2)
                    column++;
            }
    }

    /// <summary>What is written to a terminal for this screen after the one that was asked for before.</summary>
    public byte[] Written(bool sixteenColours)
    {
        _difference.Take(_app.Driver!.GetOutputBuffer(), sixteenColours);
        var piece = new FramePiece();
        while (_difference.IsAny)
            _difference.Append(piece, int.MaxValue);
        return piece.Bytes.ToArray();
    }

    /// <summary>Lets the window's clock tick until the screen shows something.</summary>
    public HeadlessTerminal WaitFor(Func<HeadlessTerminal, bool> shown, [CallerArgumentExpression(nameof(shown))] string what = "")
    {
        var started = Stopwatch.GetTimestamp();
        for (; !shown(this); Thread.Yield())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"never came: {what}\n{Text}");
            Window.Tick();
            Draw();
        }
        return this;
    }

    /// <summary>Waits until nothing is asked for any more, and what was answered is shown.</summary>
    public HeadlessTerminal Settle()
    {
        const int Same = 3;
        var (before, same) = ("", 0);
        return WaitFor(terminal =>
        {
            same = terminal.Window.Top.Waiting is null && terminal.Text == before ? same + 1 : 0;
            before = terminal.Text;
            return same >= Same;
        });
    }

    public HeadlessTerminal WaitFor(string text) => WaitFor(terminal => terminal.Text.Contains(text, StringComparison.Ordinal), text);

    public void Dispose()
    {
        if (_token is not null)
            _app.End(_token);
        Window.Dispose();
        _app.Dispose();
        try
        {
            _folder.Dispose();
        }
        catch (IOException)
        {
            // A file is still being written by a window that is gone.
        }
    }

    void Draw()
    {
        _app.TimedEvents!.RunTimers();
        _app.LayoutAndDraw();
    }
}
