using System.Diagnostics;
using System.Threading.Channels;

namespace CSysdig.Tests.TestKit;

/// <summary>
/// The real program on a pseudo terminal of its own (<c>script</c> makes it): keys go in, and every byte that comes back is seen,
/// with the time at which it came.
/// </summary>
sealed class PtyProgram : IDisposable
{
    // What the terminal driver writes on each turn of its loop, whether anything is new or not.
    static readonly byte[][] s_parking = ["\e[?25l"u8.ToArray(), "\e[1;1H"u8.ToArray()];

    readonly Process _script;
    readonly Channel<(long At, byte[] Bytes)> _output = Channel.CreateUnbounded<(long, byte[])>();

    public PtyProgram(int width, int height, params string[] arguments)
    {
        var command = string.Join(' ', TmuxDriver.Program.Concat(arguments).Select(word => $"'{word}'"));
        var start = new ProcessStartInfo("script", ["-qefc", $"stty cols {width} rows {height}; exec env -u DisableRealDriverIO TZ=UTC TERM=xterm-256color {command}", "/dev/null"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _script = Process.Start(start)!;
        _ = Task.Factory.StartNew(Listen, TaskCreationOptions.LongRunning);
    }

    public static bool IsAvailable { get; } = Shell.Find("script") is not null && OperatingSystem.IsLinux();

    /// <summary>The process id of csysdig.</summary>
    public int Id => int.Parse(File.ReadAllText($"/proc/{_script.Id}/task/{_script.Id}/children").Split(' ')[0]);

    /// <summary>Presses keys; the answer is how long it took until the screen had changed, and how many bytes that took.</summary>
    public (TimeSpan Until, int Bytes) Press(string keys, TimeSpan quiet)
    {
        while (_output.Reader.TryRead(out _))
        {
        }
        var pressed = Stopwatch.GetTimestamp();
        _script.StandardInput.Write(keys);
        _script.StandardInput.Flush();
        return Burst(pressed, quiet);
    }

    /// <summary>Waits for what is written until nothing is for some time.</summary>
    public (TimeSpan Until, int Bytes) Burst(long since, TimeSpan quiet)
    {
        var (last, bytes) = (since, 0);
        var patience = Stopwatch.GetTimestamp();
        while (bytes == 0 ? Stopwatch.GetElapsedTime(patience).TotalSeconds < 60 : Stopwatch.GetElapsedTime(last) < quiet)
        {
            if (!_output.Reader.TryRead(out var chunk))
            {
                Thread.Sleep(1);
                continue;
            }
            if (IsParking(chunk.Bytes))
                continue;
            bytes += chunk.Bytes.Length;
            last = chunk.At;
        }
        return (Stopwatch.GetElapsedTime(since, last), bytes);
    }

    public void Dispose()
    {
        if (!_script.HasExited)
            _script.Kill(entireProcessTree: true);
        _script.Dispose();
    }

    static bool IsParking(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < s_parking.Length; i++)
            if (bytes.StartsWith(s_parking[i]))
            {
                bytes = bytes[s_parking[i].Length..];
                i = -1;
            }
        return bytes.IsEmpty;
    }

    void Listen()
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (_script.StandardOutput.BaseStream.Read(buffer) is > 0 and var read)
                _output.Writer.TryWrite((Stopwatch.GetTimestamp(), buffer[..read]));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The program is gone.
        }
    }
}
