using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Remote;

/// <summary>The user's own ssh, which runs one command on another machine. It asks for passwords on the terminal itself.</summary>
sealed class SshProcess : IDisposable
{
    const int MostRemark = 500;
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    readonly Process _process;
    readonly Thread _remarks;
    volatile Action<string>? _tell;
    volatile string _lastRemark = "";
    volatile MachinePulse? _pulse;

    SshProcess(Process process, Action<string> tell)
    {
        (_process, _tell) = (process, tell);
        _remarks = new Thread(ReadRemarks) { IsBackground = true, Name = "ssh remarks" };
        _remarks.Start();
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <param name="ssh">The program, with words that stand before ours.</param>
    /// <param name="tell">Takes what ssh and the other side remark, line by line, until <see cref="Hush"/>.</param>
    /// <exception cref="CaptureException">There is no such program.</exception>
    public static SshProcess Start(IReadOnlyList<string> ssh, RemoteAddress address, string command, Action<string> tell)
    {
        string[] port = address.Port is { } number ? ["-p", number.ToString(CultureInfo.InvariantCulture)] : [];
        // A line that is cut in silence is noticed after three quarters of a minute; a value that stands before this one holds.
        var start = new ProcessStartInfo(PathOf(ssh[0]), [.. ssh.Skip(1), "-T", "-o", "ServerAliveInterval=15", .. port, "--", address.Destination, command])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        try
        {
            return new SshProcess(Process.Start(start)!, tell);
        }
        catch (Win32Exception e)
        {
            throw new CaptureException($"{ssh[0]} can't be run: {Marshal.GetPInvokeErrorMessage(e.NativeErrorCode).ToLowerInvariant()}");
        }
    }

    /// <summary>What the other side has told last of how it does; null while it has not.</summary>
    public MachinePulse? Pulse => _pulse;

    /// <summary>From now on remarks are kept for <see cref="WhyEnded"/> alone.</summary>
    public void Hush() => _tell = null;

    /// <summary>How it has ended, as the end of a sentence; called when its output has, or is of no use.</summary>
    public string WhyEnded()
    {
        CloseInput();
        var code = _process.WaitForExit(s_patience) ? string.Create(CultureInfo.InvariantCulture, $"ssh ended with exit code {_process.ExitCode}") : "ssh does not end";
        _remarks.Join(s_patience);
        return _tell is null && _lastRemark.Length > 0 ? $"{code}: {_lastRemark.TrimEnd('.')}" : code;
    }

    /// <summary>The end of its input ends the other side, whose end it waits for.</summary>
    public void CloseInput()
    {
        try
        {
            Input.Dispose();
        }
        catch (IOException)
        {
            // It has gone before.
        }
    }

    public void Dispose()
    {
        CloseInput();
        if (!_process.WaitForExit(s_patience))
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>Where the path has it: .NET would look into the current folder before.</summary>
    static string PathOf(string program) => program.Contains('/') ? program
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new CaptureException($"{program} is not installed: it is what reaches other machines; CSYSDIG_SSH names another such program");

    void ReadRemarks()
    {
        var line = new StringBuilder();
        var read = new char[1024];
        try
        {
            while (_process.StandardError.Read(read, 0, read.Length) is > 0 and var count)
                foreach (var letter in read.AsSpan(0, count))
                    if (letter == '\n')
                        Remark(line);
                    else if (letter != '\r' && line.Length < MostRemark)
                        line.Append(letter);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Nothing more is said.
        }
        Remark(line);
    }

    void Remark(StringBuilder line)
    {
        if (line.Length == 0)
            return;
        var remark = line.ToString();
        line.Clear();
        if (MachinePulse.Parse(remark) is { } pulse)
        {
            _pulse = pulse;
            return;
        }
        _lastRemark = remark;
        _tell?.Invoke(remark);
    }
}
