using System.Runtime.CompilerServices;
using CSysdig.Capture.Live;
using Terminal.Gui.App;
using Terminal.Gui.Drivers;

namespace CSysdig.Views.Tty;

/// <summary>
/// The toolkit's application on our own terminal. As it comes, the toolkit looks for keys fifty times a second, turns its loop
/// whether there is news or not, and writes at each turn; here the input sleeps until a key comes, the loop until there is
/// something to do, and only what differs from the screen is written.
/// </summary>
sealed class TtyApplication : IDisposable
{
    readonly LoopSleep _sleep = new();
    readonly Signals? _signals;

    /// <param name="device">The terminal, or null for the toolkit's own way (no Linux).</param>
    public TtyApplication(TerminalDevice? device)
    {
        if (device is null || OperatingSystem.IsWindows())
        {
            const int TurnsASecond = 60;
            Application.MaximumIterationsPerSecond = TurnsASecond;
            App = Application.Create().Init();
            return;
        }
        var output = new FrameOutput(device);
        App = (IApplication)Create(new TtyFactory(device, output, _sleep));
        App.Init();
        _sleep.Attach(App);
        _signals = new Signals(App, _sleep, output);
    }

    public IApplication App { get; }

    /// <summary>The signal that ended the program, as the exit code a shell would tell for it; 0 for none.</summary>
    public int ExitCode => OperatingSystem.IsWindows() ? 0 : _signals?.ExitCode ?? 0;

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
            _signals?.Dispose();
        App.Dispose();
    }

    // The toolkit takes components of others' making but offers no public way to hand them over (2.5.0).
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType("Terminal.Gui.App.ApplicationImpl, Terminal.Gui")]
    static extern object Create(IComponentFactory factory);
}
