namespace CSysdig.Views.Drawing;

/// <summary>What stands for the program's own glyphs on a terminal that has ASCII alone: one character for each.</summary>
static class PlainGlyphs
{
    const string Rich = "▁▂▃▄▅▆▇█░▒▓·▲▼◀▶←↑→↓›•×…–─│├└╷▌";
    const string Plain = "__..::=#:*%.^v<><^>v>*x~--||`||";

    /// <summary>The character for a glyph; null for one that is not the program's own.</summary>
    public static string? Of(string glyph) =>
        glyph.Length == 1 && Rich.IndexOf(glyph[0], StringComparison.Ordinal) is >= 0 and var at ? Plain[at].ToString() : null;
}
