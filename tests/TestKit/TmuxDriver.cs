using System.Diagnostics;

namespace CSysdig.Tests.TestKit;

/// <summary>The real program on a real terminal: tmux runs it, keys go in, the screen is read back.</summary>
sealed class TmuxDriver : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Look = TimeSpan.FromMilliseconds(40);
    const string Nowhere = "/nonexistent";
    static int _count;

    readonly string _socket = $"csysdig-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";

    /// <param name="arguments">Of csysdig; relative paths start at the repository.</param>
    public TmuxDriver(int width, int height, params string[] arguments)
        : this(width, height, Program, arguments)
    {
    }

    /// <param name="program">What is run instead of csysdig, with its first words.</param>
    /// <param name="zone">The machine's zone.</param>
    /// <param name="config">The folder in which the settings of csysdig are.</param>
    public TmuxDriver(int width, int height, string[] program, string[] arguments, string zone = "UTC", string config = Nowhere)
    {
        // Neither the settings nor the caches of whoever runs the tests.
        string[] command = ["env", "-u", "DisableRealDriverIO", "-u", "NO_COLOR", $"TZ={zone}", $"XDG_CONFIG_HOME={config}", $"XDG_CACHE_HOME={Nowhere}", .. program, .. arguments];
        Tmux(["-f", "/dev/null", "new-session", "-d", "-x", $"{width}", "-y", $"{height}", "-c", Repository.Root,
            $"{string.Join(' ', command.Select(Quote))}; echo \"exit $?\"; cat"]);
    }

    /// <summary>The native binary where one was published for the tests, else the one beside them.</summary>
    public static string[] Program { get; } = Environment.GetEnvironmentVariable("CSYSDIG_NATIVE") is { Length: > 0 } native
        ? [Path.Combine(native, "csysdig")]
        : [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec",
            // Libraries that belong to a framework of the tests do not lie beside them.
            "--runtimeconfig", Path.Combine(AppContext.BaseDirectory, "CSysdig.Tests.runtimeconfig.json"), Path.Combine(AppContext.BaseDirectory, "csysdig.dll")];

    public static bool IsAvailable { get; } = Try("-V") is not null;

    public string[] Screen => Tmux(["capture-pane", "-p"]).TrimEnd('\n').Split('\n');

    /// <summary>The screen with the escape sequences of its looks.</summary>
    public string Styled => Tmux(["capture-pane", "-p", "-e"]);

    /// <summary>A row with the escape sequences of its looks.</summary>
    public string Row(int row) => Tmux(["capture-pane", "-p", "-e", "-S", $"{row}", "-E", $"{row}"]);

    /// <summary>What a program has left the terminal in: the other screen, the mouse told of, the cursor shown.</summary>
    public (bool OtherScreen, bool Mouse, bool Cursor) Modes =>
        Tmux(["display-message", "-p", "#{alternate_on}#{mouse_any_flag}#{cursor_flag}"]).Trim() is var flags
            ? (flags[0] == '1', flags[1] == '1', flags[2] == '1') : default;

    /// <summary>The process that was started last by the first one of this terminal, or by another program there.</summary>
    public int Id
    {
        get
        {
            var id = int.Parse(Tmux(["display-message", "-p", "#{pane_pid}"]));
            while (File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., var child])
                id = int.Parse(child);
            return id;
        }
    }

    public TmuxDriver Press(params string[] keys)
    {
        Tmux(["send-keys", .. keys]);
        return this;
    }

    public TmuxDriver Type(string text)
    {
        Tmux(["send-keys", "-l", "--", text]);
        return this;
    }

    /// <summary>A click of the left button, as a terminal tells it (SGR); counted from 0.</summary>
    public TmuxDriver Click(int row, int column, bool twice = false) =>
        Type(string.Concat(Enumerable.Repeat(Button(0, row, column, 'M') + Button(0, row, column, 'm'), twice ? 2 : 1)));

    /// <summary>The left button goes down in one cell, moves, and goes up in another.</summary>
    public TmuxDriver Drag((int Row, int Column) from, (int Row, int Column) to) =>
        Type(Button(0, from.Row, from.Column, 'M') + Button(32, to.Row, to.Column, 'M') + Button(0, to.Row, to.Column, 'm'));

    /// <summary>Pastes a text as a terminal does: marked as pasted when the program has asked for that.</summary>
    public TmuxDriver Paste(string text)
    {
        Tmux(["set-buffer", "--", text]);
        Tmux(["paste-buffer", "-p"]);
        return this;
    }

    /// <summary>What the window is called.</summary>
    public string Title => Tmux(["display-message", "-p", "#{pane_title}"]).TrimEnd('\n');

    /// <summary>The terminal's device.</summary>
    public string Device => Tmux(["display-message", "-p", "#{pane_tty}"]).TrimEnd('\n');

    public TmuxDriver Wheel(bool down, int row) => Type(Button(down ? 65 : 64, row, 5, 'M'));

    public TmuxDriver Resize(int width, int height)
    {
        Tmux(["resize-window", "-x", $"{width}", "-y", $"{height}"]);
        return this;
    }

    /// <summary>Waits until the screen shows something; the answer is that screen.</summary>
    public string[] WaitFor(string what, Func<string[], bool> shown)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var screen = Screen;
            if (shown(screen))
                return screen;
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"never came: {what}\n{string.Join('\n', screen)}");
            Thread.Sleep(Look);
        }
    }

    public string[] WaitFor(params string[] texts) =>
        WaitFor(string.Join(", ", texts), screen => texts.All(text => screen.Any(line => line.Contains(text, StringComparison.Ordinal))));

    public void Dispose() => Try("-L", _socket, "kill-server");

    string Tmux(string[] arguments) => Try(["-L", _socket, .. arguments]) ?? throw new InvalidOperationException($"tmux {arguments[0]} failed");

    static string? Try(params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("tmux", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["LC_ALL"] = "C.UTF-8";
            using var tmux = Process.Start(start)!;
            var output = tmux.StandardOutput.ReadToEnd();
            tmux.WaitForExit();
            return tmux.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    static string Button(int button, int row, int column, char end) => $"\e[<{button};{column + 1};{row + 1}{end}";

    static string Quote(string text) => $"'{text.Replace("'", "'\\''")}'";
}
