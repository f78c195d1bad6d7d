using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>Captured bytes as a report may hold them: one line of visible text, bounded.</summary>
static class Captured
{
    /// <summary>Longer ones are cut, with three dots.</summary>
    const int Most = 4096;

    public static string Text(ReadOnlySpan<byte> bytes, int most = Most)
    {
        bytes = bytes.TrimEnd((byte)0);
        var isCut = bytes.Length > most;
        var text = (isCut ? bytes[..most] : bytes).ToArray();
        // Arguments lie with NULs between them.
        text.AsSpan().Replace((byte)0, (byte)' ');
        return SafeText.ToString(text) + (isCut ? "..." : "");
    }
}
