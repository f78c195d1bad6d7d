using System.Globalization;
using CSysdig.Capture;

namespace CSysdig.Cli;

/// <summary>The file of --logfile: a line on each thing that was done beside the screen, with the time. It goes on behind what stands in it.</summary>
sealed class LogFile : IDisposable
{
    readonly FileStream _file;
    readonly ErrorText _lines;

    LogFile(FileStream file) => (_file, _lines) = (file, new ErrorText(file));

    /// <summary>Null without a path.</summary>
    /// <exception cref="UsageException">It can't be written.</exception>
    public static LogFile? Open(string? path)
    {
        if (path is null)
            return null;
        try
        {
            return new LogFile(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--logfile {path} can't be written: {FileProblem.Of(e)}");
        }
    }

    public void Write(string line) =>
        _lines.WriteLine($"{DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)} {line.ReplaceLineEndings(" ")}");

    public void Dispose() => _file.Dispose();
}
