using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua.Api;

/// <summary>
/// Texts of the capture as scripts get them when they print to a terminal. What a script itself writes may move the cursor and set
/// colours; what comes from the captured machine may not, and once both are joined nobody can tell them apart.
/// </summary>
static class SafeText
{
    /// <param name="isBuffer">Line ends stay, those of HTTP too: scripts cut buffers at them.</param>
    public static void Escape(Utf8Writer text, bool isBuffer)
    {
        if (CleanText.IndexOfUnprintable(text.Written) < 0)
            return;
        if (!isBuffer)
        {
            CleanText.EscapeFrom(text, 0);
            return;
        }
        var rest = text.Written.ToArray().AsSpan();
        text.Clear();
        while (true)
        {
            var end = rest.IndexOf("\r\n"u8);
            var start = text.Length;
            text.Write(end < 0 ? rest : rest[..end]);
            CleanText.EscapeFrom(text, start, keepLines: true);
            if (end < 0)
                return;
            text.Write("\r\n"u8);
            rest = rest[(end + 2)..];
        }
    }

    public static LuaValue Of(ReadOnlySpan<byte> text, bool terminal)
    {
        if (!terminal || CleanText.IndexOfUnprintable(text) < 0)
            return LuaValue.Of(text);
        var safe = new Utf8Writer(text.Length * 2);
        safe.Write(text);
        Escape(safe, isBuffer: false);
        return LuaValue.Of(safe.Written);
    }
}
