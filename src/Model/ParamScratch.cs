using CSysdig.Model.Text;

namespace CSysdig.Model;

/// <summary>
/// Where the values of parameters are written before they are shown. The tools have one such place for a whole run, and show what
/// an earlier value has left in it: 0.29.3 where a path is empty, libs 0.25.4 where a buffer is absent. So do we when we are to
/// print what they do.
/// </summary>
sealed class ParamScratch
{
    /// <summary>What stands there; a value is valid until the next.</summary>
    public Utf8Writer Text { get; } = new();
    /// <summary>How long the buffer was that was written last.</summary>
    public int BufferLength { get; set; }

    /// <summary>The tool has written a name here while it followed the state (that of a socket).</summary>
    public void Note(ReadOnlySpan<byte> text)
    {
        Text.Clear();
        Text.Write(text);
        Text.Terminate();
    }

    /// <summary>What stands there, read at the length of the buffer written last.</summary>
    public ReadOnlySpan<byte> AtBufferLength => Text.Left(BufferLength);
}
