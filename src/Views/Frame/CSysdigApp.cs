using System.Diagnostics;
using CSysdig.Capture;
using CSysdig.Capture.Live;
using CSysdig.Capture.Segments;
using CSysdig.Model.Fleets;
using CSysdig.Model.History;
using CSysdig.Model.Slices;
using CSysdig.Model.UserRules;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Screens;
using CSysdig.Views.Settings;
using CSysdig.Views.Text;
using CSysdig.Views.Tty;
using Terminal.Gui.Configuration;
using Terminal.Gui.Drivers;

namespace CSysdig.Views.Frame;

/// <summary>How csysdig was called.</summary>
public sealed record ScreenOptions
{
    /// <summary>The captures that are looked at together; null for one.</summary>
    public Fleet? Fleet { get; init; }
    /// <summary>Holds for every screen until it is changed with F4; empty for every event.</summary>
    public string Filter { get; init; } = "";
    /// <summary>Rules of the user's that stand in the story beside ours; null for none.</summary>
    public RuleBook? Rules { get; init; }
    /// <summary>A folder that keeps what this machine does; null for none.</summary>
    public SegmentWriter? Keep { get; init; }
    /// <summary>Where the stretch around each new finding goes; null for nowhere.</summary>
    public string? PinFolder { get; init; }
    /// <summary>Of how long a live view's numbers are, and how often it is made anew.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);
    /// <summary>The view to start with, or null for the processes.</summary>
    public ViewDefinition? View { get; init; }
    /// <summary>A screen that is shown first, above that view; or null.</summary>
    public OwnScreen? First { get; init; }
    /// <summary>The number of an event that is shown first, among the others; null for none.</summary>
    public long? At { get; init; }
    /// <summary>Views show the columns of containers (<c>-pc</c>).</summary>
    public bool Containers { get; init; }
    /// <summary>Runs a command on the terminal, which is free for so long; told the words, and whether the user reads what was printed.</summary>
    public required Action<IReadOnlyList<string>, bool> RunOutside { get; init; }
    public UserSettings Settings { get; init; } = UserSettings.None;
    /// <summary>Says one line when the screens are gone.</summary>
    public Action<string> Tell { get; init; } = _ => { };
}

/// <summary>csysdig on a terminal.</summary>
public static class CSysdigApp
{
    /// <summary>Shows a capture until the user quits; returns the exit code.</summary>
    /// <exception cref="TerminalException">The terminal can't show screens.</exception>
    public static int Run(CaptureHistory history, ScreenOptions options)
    {
        if (!OperatingSystem.IsWindows() && TerminalKind.WhyUnfit(Environment.GetEnvironmentVariable("TERM")) is { } why)
            throw new TerminalException(why);
        using var device = TerminalDevice.Open();
        if (device is null && OperatingSystem.IsLinux())
            throw new TerminalException(TerminalKind.NoKeys);
        // A published binary has not done so when it started (CSysdig/Substitutions.xml).
        TuiConfigurationBuilder.Shared.ApplyToStaticFacades();
        var theme = Theme.For(options.Settings.Theme, options.Settings.Looks);
        if (!OperatingSystem.IsWindows() && !TerminalKind.HasGlyphs(Environment.GetEnvironmentVariable))
            theme = theme.Plain();
        // The terminal's own sixteen colours follow the user's theme; exact ones would not.
        Driver.Force16Colors = !theme.IsExact;
        using var window = new MainWindow(history, theme, options.Containers, host => Start(host, options), options.Settings, options.Interval, options.Rules, options.Fleet);
        window.SeekMarks();
        if (options.First is { } first)
            window.Open(first.Make(window, null));
        if (options.At is { } number)
        {
            var dig = new DigScreen(options.Fleet is { Wanted: { } capture } ? window.Of(capture) : window, new Selection(options.Filter));
            window.Open(dig);
            dig.GoToEvent(number);
        }
        foreach (var note in options.Fleet?.Notes ?? [])
            window.Tell(note, alarm: true);
        if (options.Keep is { } keep)
            window.Keep(keep);
        if (options.PinFolder is { } pins)
        {
            PrivateFolder.Make(pins);
            window.PinTo(pins);
        }
        var faults = new Faults(window);
        while (true)
        {
            var isServed = history.IsLive && ThreadTurns.Serve();
            using (var terminal = new TtyApplication(device))
            {
                window.StartTicking(terminal.App);
                terminal.App.Run(window, faults.Survive);
                if (terminal.ExitCode is not 0 and var code)
                    return code;
            }
            if (window.TakeOutside() is not var (words, waits))
            {
                End(window, window.Recording, options.Tell);
                End(window, window.Keeping, options.Tell);
                return 0;
            }
            if (isServed)
                ThreadTurns.EndServing();
            options.RunOutside(words, waits);
        }
    }

    /// <summary>A recording that goes on is ended where nobody sees a screen any more.</summary>
    static void End(MainWindow window, HistoryRecording? recording, Action<string> tell)
    {
        if (recording is not { Completion.IsCompleted: false })
            return;
        recording.Dispose();
        tell(recording.Result);
        if (window.Notes.SaveBeside(recording.File) is { } problem)
            tell(problem);
    }

    /// <summary>A fault in one screen must not take the others away; one that comes with every drawing must end the program.</summary>
    sealed class Faults(MainWindow window)
    {
        const int Most = 5;
        static readonly TimeSpan Within = TimeSpan.FromSeconds(2);

        readonly Queue<long> _times = [];

        public bool Survive(Exception fault)
        {
            _times.Enqueue(Stopwatch.GetTimestamp());
            if (_times.Count > Most && Stopwatch.GetElapsedTime(_times.Dequeue()) < Within)
                return false;
            window.Say($"A fault of csysdig, please report it: {FaultPlace.Of(fault)}", alarm: true);
            return true;
        }
    }

    static Screen Start(IScreenHost host, ScreenOptions options) =>
        Ways.Open(host, options.View ?? ViewCatalog.Start(options.Containers), new Selection(options.Filter));
}
