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

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_lock)
            Send(Encoding.UTF8.GetBytes(string.Join('\n', (value ?? "").Split('\n').Select(SafeText.Clean))));
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    /// <summary>Goes back to the start of the line and writes there.</summary>
    public void Rewrite(string line) => Send(Encoding.UTF8.GetBytes("\r" + line));

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
