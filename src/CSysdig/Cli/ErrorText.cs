using System.Text;
using CSysdig.Model.Text;

namespace CSysdig.Cli;

/// <summary>
/// Standard error. Messages repeat what stood on the command line, in a capture or in a script, so all but line ends that
/// could move a terminal's cursor is escaped. What can't be written is lost: there is nobody to be told.
/// </summary>
sealed class ErrorText(Stream stream) : TextWriter
{
    readonly Lock _lock = new();
    int _standing;
    long _spoke;
    bool _inLine;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_lock)
        {
            TakeOff();
            Send(Encoding.UTF8.GetBytes(string.Join('\n', (value ?? "").Split('\n').Select(SafeText.Clean))));
        }
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    /// <summary>Goes back to the start of the line and writes there.</summary>
    public void Rewrite(string line) => Send(Encoding.UTF8.GetBytes("\r" + line));

    /// <summary>Nothing stands until some time from now on.</summary>
    public void Quiet(long now)
    {
        lock (_lock)
            _spoke = now;
    }

    /// <summary>Shows a line that stands in place of the one before until something else is written; nothing soon after that, nor behind half a line.</summary>
    /// <param name="width">Of the terminal, or 0 where it is not known.</param>
    public void Stand(string line, long now, int width)
    {
        lock (_lock)
        {
            if (now - _spoke < ProgressLine.QuietMs || _inLine)
                return;
            if (width > 0 && line.Length >= width)
                line = line[..(width - 1)];
            Send(Encoding.UTF8.GetBytes("\r" + line.PadRight(_standing)));
            _standing = line.Length;
        }
    }

    /// <summary>Takes away the line that stands.</summary>
    public void TakeOff()
    {
        lock (_lock)
        {
            if (_standing > 0)
                Send(Encoding.UTF8.GetBytes($"\r{new string(' ', _standing)}\r"));
            _standing = 0;
        }
    }

    /// <summary>Writes to a terminal that may be the same one: no line stands in what is written.</summary>
    public void Beside(Stream output, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            TakeOff();
            output.Write(bytes);
            (_spoke, _inLine) = (Environment.TickCount64, bytes[^1] != '\n');
        }
    }

    void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
        }
        catch (IOException)
        {
            // A full disk, or nobody reads.
        }
    }
}
