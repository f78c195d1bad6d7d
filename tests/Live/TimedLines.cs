using System.Diagnostics;

namespace CSysdig.Tests.Live;

/// <summary>A program that runs on and on: its lines, and when each came.</summary>
sealed class TimedLines : IDisposable
{
    readonly Process _process;
    readonly Thread _reader;
    readonly List<(DateTime Time, string Line)> _lines = [];

    public TimedLines(string program, params string[] arguments)
    {
        _process = LiveMachine.Start(program, arguments);
        _process.ErrorDataReceived += (_, e) => Errors += e.Data;
        _process.BeginErrorReadLine();
        _reader = new Thread(Read) { IsBackground = true };
        _reader.Start();
    }

    /// <summary>It watches this machine: the kernel has its programs.</summary>
    public bool Watches => LiveMachine.ProgramsOf(_process.Id).Count > 0;

    public string Errors { get; private set; } = "";

    /// <summary>The lines so far.</summary>
    public List<(DateTime Time, string Line)> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    /// <summary>When the first line came that holds a text, or null.</summary>
    public DateTime? TimeOf(string text) => Lines.FirstOrDefault(l => l.Line.Contains(text, StringComparison.Ordinal)) is { Line: not null } line ? line.Time : null;

    /// <summary>Ends it as a user does, and waits until all of its lines have come; the answer is its exit code.</summary>
    public int Interrupt()
    {
        LiveMachine.Run("kill", "-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return Wait();
    }

    public int Wait()
    {
        _process.WaitForExit();
        _reader.Join();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    void Read()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
            lock (_lines)
                _lines.Add((DateTime.UtcNow, line));
    }
}
