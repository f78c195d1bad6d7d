using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Terminal.Gui.App;

namespace CSysdig.Views.Tty;

/// <summary>
/// What a terminal program owes its terminal: whatever ends or stops it, cursor, mouse, screen and mode are as they were.
/// The first signal ends the program in order, a second one at once.
/// </summary>
[UnsupportedOSPlatform("windows")]
sealed class Signals : IDisposable
{
    const int ByWhichSignal = 128;
    static readonly (PosixSignal Signal, int Number)[] s_ends =
        [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGQUIT, 3), (PosixSignal.SIGTERM, 15)];

    readonly IApplication _app;
    readonly FrameOutput _output;
    readonly List<PosixSignalRegistration> _registrations = [];
    PosixSignalRegistration? _stop;
    int _ended;

    public Signals(IApplication app, LoopSleep sleep, FrameOutput output)
    {
        (_app, _output) = (app, output);
        foreach (var (signal, number) in s_ends)
            _registrations.Add(PosixSignalRegistration.Create(signal, context => End(context, number)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => sleep.Wake()));
        AppDomain.CurrentDomain.UnhandledException += Restore;
        _output.BeforeStop = () => _stop?.Dispose();
        _output.AfterStop = HearStop;
        _output.Continued = () => _app.Invoke(_output.TakeAgain);
        HearStop();
    }

    public int ExitCode => _ended == 0 ? 0 : ByWhichSignal + _ended;

    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= Restore;
        _output.Continued = () => { };
        _stop?.Dispose();
        _registrations.ForEach(registration => registration.Dispose());
    }

    // From outside; Ctrl+Z comes as a key.
    void HearStop() => _stop = PosixSignalRegistration.Create(PosixSignal.SIGTSTP, context =>
    {
        context.Cancel = true;
        _app.Invoke(_output.Suspend);
    });

    void End(PosixSignalContext context, int number)
    {
        if (Interlocked.CompareExchange(ref _ended, number, 0) != 0)
        {
            _output.Abandon();
            return;
        }
        context.Cancel = true;
        _app.Invoke(() => _app.RequestStop());
    }

    void Restore(object sender, UnhandledExceptionEventArgs e) => _output.Abandon();
}
