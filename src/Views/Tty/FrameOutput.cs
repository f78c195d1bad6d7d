using System.Collections.Concurrent;
using System.Drawing;
using System.Text;
using CSysdig.Capture.Live;
using Terminal.Gui.Drawing;
using Terminal.Gui.Drivers;

namespace CSysdig.Views.Tty;

/// <summary>
/// The toolkit's side of the screen: each drawing is handed to the <see cref="FrameWriter"/>, nothing is written here.
/// The cursor stays hidden, since prompts draw their own.
/// </summary>
sealed class FrameOutput(TerminalDevice device) : IOutput
{
    // The window's title put aside.
    const string AsideSequence = "\e[22;0t";
    // The other screen, empty; no cursor; mouse buttons and drags as SGR; pasted text marked as such.
    const string EnterSequence = "\e[?1049h\e[m\e[2J\e[?25l\e[?1002h\e[?1006h\e[?2004h";
    const string LeaveSequence = "\e[?2004l\e[?1006l\e[?1002l\e[m\e[?1049l\e[?25h\e[23;0t";
    /// <summary>Undoes the keyboard protocol that the toolkit asks for where a terminal has it.</summary>
    const string PlainKeyboard = "\e[<u";

    static readonly Size s_usual = new(80, 24);

    readonly bool _hasWindow = TerminalKind.HasWindow(Environment.GetEnvironmentVariable("TERM"));
    readonly ConcurrentQueue<SixelToRender> _images = [];
    FrameWriter? _writer;
    IOutputBuffer? _last;
    Size _size = s_usual;

    public bool Force16Colors { get; set; }
    public bool IsLegacyConsole { get; set; }
    public bool UseKittyGraphics { get; set; }

    /// <summary>Called around the stop of the process by Ctrl+Z.</summary>
    public Action BeforeStop { get; set; } = () => { };
    public Action AfterStop { get; set; } = () => { };

    /// <summary>Called when the process goes on after a stop of others' making.</summary>
    public Action Continued { set => device.Continued = value; }

    /// <summary>Takes the terminal.</summary>
    public void Enter()
    {
        device.EnterRaw();
        _writer = new FrameWriter(device.Write);
        _writer.Say(Encoding.ASCII.GetBytes(AsideSequence + EnterSequence));
    }

    /// <summary>Takes the terminal from whoever had it meanwhile, unasked.</summary>
    public void TakeAgain()
    {
        if (_writer is null)
            return;
        device.EnterRaw();
        _writer.Say(Encoding.ASCII.GetBytes(EnterSequence));
        Forget();
        if (_last is { } last)
            Write(last);
    }

    public ConcurrentQueue<SixelToRender> GetSixels() => _images;

    public Size GetSize() => device.Size is var (width, height) ? _size = new Size(width, height) : _size;

    public void SetSize(int width, int height) => Forget();

    /// <summary>Nobody knows what the terminal shows: the next screen is written whole.</summary>
    public void Forget() => _writer?.Forget();

    public void SetCursor(Cursor cursor)
    {
    }

    public Cursor GetCursor() => new();

    public void Write(ReadOnlySpan<char> text)
    {
        // Words to a window (OSC): a console without one would print them.
        if (!_hasWindow && text.StartsWith("\e]"))
            return;
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        _writer?.Say(bytes);
    }

    public void Write(IOutputBuffer buffer)
    {
        _last = buffer;
        _writer?.Show(buffer, Force16Colors);
    }

    /// <summary>Gives the terminal back, stops the process, and takes the terminal again when it is let go on.</summary>
    public void Suspend()
    {
        Leave();
        BeforeStop();
        device.Stop();
        AfterStop();
        Enter();
        if (_last is { } last)
            Write(last);
    }

    /// <summary>Gives the terminal back at once, from any thread, because the program is about to end out of order.</summary>
    public void Abandon()
    {
        device.LeaveRaw();
        device.Write(Encoding.ASCII.GetBytes(PlainKeyboard + LeaveSequence));
    }

    public string GetLastOutput() => "";

    public string ToAnsi(IOutputBuffer buffer) => "";

    public void Dispose() => Leave();

    void Leave()
    {
        _writer?.Say(Encoding.ASCII.GetBytes(LeaveSequence));
        _writer?.Dispose();
        _writer = null;
        device.LeaveRaw();
    }
}
