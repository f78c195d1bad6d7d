using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Chisels.Printing;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua.Api;

/// <summary>
/// Texts of the capture as scripts get them: as they are shown. What a script itself writes may move the cursor and set
/// colours; what comes from the captured machine may not, and once both are joined nobody can tell them apart.
/// </summary>
static class ScriptTexts
{
    /// <summary>Escapes a buffer. Its line ends stay, those of HTTP too: scripts cut buffers at them.</summary>
    public static void EscapeBuffer(Utf8Writer text)
    {
        var rest = text.Written.ToArray().AsSpan();
        text.Clear();
        while (true)
        {
            var end = rest.IndexOf("\r\n"u8);
            var start = text.Length;
            text.Write(end < 0 ? rest : rest[..end]);
            SafeText.EscapeFrom(text, start, keepLines: true);
            if (end < 0)
                return;
            text.Write("\r\n"u8);
            rest = rest[(end + 2)..];
        }
    }

    public static LuaValue Of(ReadOnlySpan<byte> text, ChiselSetup setup)
    {
        var safe = new Utf8Writer(text.Length + 16);
        Columns.WriteCaptured(safe, text, setup);
        return LuaValue.Of(safe.Written);
    }
}
