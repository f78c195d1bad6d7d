using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Printing;

/// <summary>How chisels of text files want buffers shown.</summary>
static class BufferLines
{
    /// <summary>Buffers as lines of text, where the user asked for no other way (nor for JSON). It holds for the whole run, as in the originals.</summary>
    public static void Prefer(EventStream stream)
    {
        if (stream.Current.Style is { Buffer: BufferStyle.Dots, Json: false })
            stream.Current.Style = stream.Current.Style with { Buffer = BufferStyle.Ascii };
    }
}
