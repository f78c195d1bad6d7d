namespace CSysdig.Model.Text;

/// <summary>How the bytes of a buffer are shown (sysdig's -A, -x, -X, -b).</summary>
public enum BufferStyle : byte
{
    /// <summary>One character a byte, a dot for what can't be printed.</summary>
    Dots,
    /// <summary>Printable characters and line ends, the rest left out (-A).</summary>
    Ascii,
    /// <summary>The same without the line end that sysdig starts with (csysdig's -A).</summary>
    AsciiInLine,
    /// <summary>Rows of hexadecimal (-x).</summary>
    Hex,
    /// <summary>Rows of hexadecimal with the characters beside them (-X).</summary>
    HexAscii,
    /// <summary>Base64 (-b).</summary>
    Base64,
}

/// <summary>What evt.outputtime shows (sysdig's -t).</summary>
public enum TimeStyle : byte
{
    /// <summary>Hours, minutes, seconds and nanoseconds of the local day (h).</summary>
    Clock,
    /// <summary>Seconds since the epoch (a).</summary>
    Epoch,
    /// <summary>Seconds since the first event (r).</summary>
    Relative,
    /// <summary>Seconds between enter and exit (d).</summary>
    Latency,
    /// <summary>Seconds since the event shown before (D).</summary>
    Delta,
}

/// <summary>How values become text. The same for a whole run, and for its filters too: they compare what would be printed.</summary>
public sealed record TextStyle
{
    /// <summary>As sysdig prints without options.</summary>
    public static TextStyle Plain { get; } = new();

    public BufferStyle Buffer { get; init; }
    /// <summary>Values are for JSON: buffers are not cut.</summary>
    public bool Json { get; init; }
    /// <summary>The longest text of a buffer shown as <see cref="BufferStyle.Dots"/>, in bytes; 0 shows it whole (-v).</summary>
    public int BufferLimit { get; init; } = 80;
    public TimeStyle Time { get; init; }
    /// <summary>Ports are shown by the name of their service (-R).</summary>
    public bool PortNames { get; init; }
    /// <summary>What becomes of captured texts.</summary>
    public TextForm Form { get; init; }
    /// <summary>Text goes to a terminal: whatever came with the capture and is more than a glyph is shown as <c>\x1b</c>.</summary>
    public bool Terminal { get; init; }

    /// <summary>The form of what filters compare and queries group by: where texts are shown as they are, their bytes.</summary>
    internal TextForm ValueForm => Form == TextForm.AsTool ? TextForm.AsTool : TextForm.Bytes;
}
