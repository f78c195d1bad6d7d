using System.Diagnostics;

namespace CSysdig.Tests.TestKit;

/// <summary>The real program on a real terminal: tmux runs it, keys go in, the screen is read back.</summary>
sealed class TmuxDriver : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Look = TimeSpan.FromMilliseconds(40);
    static int _count;

    readonly string _socket = $"csysdig-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";

    /// <param name="arguments">Of csysdig; relative paths start at the repository.</param>
    public TmuxDriver(int width, int height, params string[] arguments)
        : this(width, height, [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "csysdig.dll")], arguments)
    {
    }

    /// <param name="program">What is run instead of csysdig, with its first words.</param>
    public TmuxDriver(int width, int height, string[] program, string[] arguments)
    {
        string[] command = ["env", "-u", "DisableRealDriverIO", "-u", "NO_COLOR", "TZ=UTC", .. program, .. arguments];
        Tmux(["-f", "/dev/null", "new-session", "-d", "-x", $"{width}", "-y", $"{height}", "-c", Repository.Root,
            $"{string.Join(' ', command.Select(Quote))}; echo \"exit $?\"; cat"]);
    }

    public static bool IsAvailable { get; } = Try("-V") is not null;

    public string[] Screen => Tmux(["capture-pane", "-p"]).TrimEnd('\n').Split('\n');

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

    static string Quote(string text) => $"'{text.Replace("'", "'\\''")}'";
}
