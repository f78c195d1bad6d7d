using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace CSysdig.Tests.TestKit;

/// <summary>
/// The real program on a pseudo terminal of its own (<c>script</c> makes it): keys go in, and every byte that comes back is seen,
/// with the time at which it came.
/// </summary>
sealed class PtyProgram : IDisposable
{
    readonly Process _script;
    readonly ManualResetEventSlim _reads = new(true);
    readonly Channel<(long At, byte[] Bytes)> _output = Channel.CreateUnbounded<(long, byte[])>();

    public PtyProgram(int width, int height, params string[] arguments)
    {
        var command = string.Join(' ', TmuxDriver.Program.Concat(arguments).Select(word => $"'{word}'"));
        var start = new ProcessStartInfo("script", ["-qefc", $"stty cols {width} rows {height}; exec env -u DisableRealDriverIO TZ=UTC LC_ALL=C.UTF-8 TERM=xterm-256color {command}", "/dev/null"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _script = Process.Start(start)!;
        _ = Task.Factory.StartNew(Listen, TaskCreationOptions.LongRunning);
    }

    public static bool IsAvailable { get; } = Shell.Find("script") is not null && OperatingSystem.IsLinux();

    /// <summary>The terminal takes what is written to it.</summary>
    public bool Reads
    {
        set
        {
            if (value)
                _reads.Set();
            else
                _reads.Reset();
        }
    }

    /// <summary>The process id of csysdig.</summary>
    public int Id => int.Parse(File.ReadAllText($"/proc/{_script.Id}/task/{_script.Id}/children").Split(' ')[0]);

    /// <summary>Presses keys; the answer is how long it took until the screen had changed, and how many bytes that took.</summary>
    public (TimeSpan Until, int Bytes) Press(string keys, TimeSpan quiet)
    {
        Forget();
        var pressed = Stopwatch.GetTimestamp();
        Type(keys);
        return Burst(pressed, quiet);
    }

    /// <summary>Presses keys and does not look.</summary>
    public void Type(string keys)
    {
        _script.StandardInput.Write(keys);
        _script.StandardInput.Flush();
    }

    /// <summary>Drops what was written so far; the answer is how many bytes that were.</summary>
    public int Forget()
    {
        var bytes = 0;
        while (_output.Reader.TryRead(out var chunk))
            bytes += chunk.Bytes.Length;
        return bytes;
    }

    /// <summary>Waits until a text was written; the answer is how many bytes came until then.</summary>
    public int WaitFor(string text)
    {
        var (written, bytes, patience) = (new StringBuilder(), 0, Stopwatch.GetTimestamp());
        while (!written.ToString().Contains(text, StringComparison.Ordinal))
        {
            if (Stopwatch.GetElapsedTime(patience).TotalSeconds > 60)
                throw new TimeoutException($"never came: {text}");
            if (!_output.Reader.TryRead(out var chunk))
            {
                Thread.Sleep(1);
                continue;
            }
            bytes += chunk.Bytes.Length;
            written.Append(Encoding.UTF8.GetString(chunk.Bytes));
        }
        return bytes;
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

    void Listen()
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (_script.StandardOutput.BaseStream.Read(buffer) is > 0 and var read)
            {
                _output.Writer.TryWrite((Stopwatch.GetTimestamp(), buffer[..read]));
                _reads.Wait();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The program is gone.
        }
    }
}
