using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace CSysdig.Views.Drawing;

/// <summary>Themes with colours of their own, for terminals that show them exactly.</summary>
static class ColourThemes
{
    public static Theme Dark { get; } = Make(new Inks(
        Ground: "#12161c", Text: "#d5dbe5", Dim: "#6b7688", Title: "#7fd1e8", Alarm: "#ff6b6b", Good: "#9ccc7a", Warning: "#f0c05a",
        Path: "#79b8ff", Escape: "#d58bd8", Read: "#6fc7c7", Write: "#e8b267", Bar: "#4d7fa8", Head: "#223344", Sorted: "#2f5d7c", Selected: "#2b4a6f", Match: "#8a6d1d"));

    public static Theme Light { get; } = Make(new Inks(
        Ground: "#fbfbf8", Text: "#22272e", Dim: "#8a929c", Title: "#005f87", Alarm: "#c1121f", Good: "#2f7d32", Warning: "#9a6700",
        Path: "#0550ae", Escape: "#8250a8", Read: "#00707a", Write: "#8f4f00", Bar: "#7aa6c9", Head: "#d6e4ee", Sorted: "#b3d0e2", Selected: "#bcd7f2", Match: "#f6dd8d"));

    static Theme Make(Inks inks) => new(
        style => style switch
        {
            Style.Dim => On(inks.Dim, inks.Ground),
            Style.Bold or Style.Heading or Style.Key => On(inks.Text, inks.Ground, TextStyle.Bold),
            Style.Title or Style.Prompt => On(inks.Title, inks.Ground, TextStyle.Bold),
            Style.Alarm => On(inks.Alarm, inks.Ground, TextStyle.Bold),
            Style.Good or Style.Unit or Style.Process => On(inks.Good, inks.Ground),
            Style.Warning => On(inks.Warning, inks.Ground),
            Style.Path => On(inks.Path, inks.Ground),
            Style.Escape => On(inks.Escape, inks.Ground),
            Style.Read => On(inks.Read, inks.Ground),
            Style.Write => On(inks.Write, inks.Ground),
            Style.TableHeader => On(inks.Text, inks.Head, TextStyle.Bold),
            Style.SortedHeader or Style.KeyLabel => On(inks.Text, inks.Sorted),
            Style.Cursor => On(inks.Ground, inks.Text),
            Style.Bar => On(inks.Bar, inks.Ground),
            Style.BarHot => On(inks.Alarm, inks.Ground),
            Style.Tagged => On(inks.Warning, inks.Ground, TextStyle.Bold),
            Style.Overlay1 => On(inks.Write, inks.Ground),
            Style.Overlay2 => On(inks.Escape, inks.Ground),
            Style.Overlay3 => On(inks.Good, inks.Ground),
            _ => On(inks.Text, inks.Ground),
        },
        selected: On(inks.Text, inks.Selected),
        match: On(inks.Text, inks.Match));

    static Attribute On(string ink, string ground, TextStyle style = TextStyle.None) => new(Colour(ink), Colour(ground), style);

    static Color Colour(string rgb)
    {
        var value = Convert.ToInt32(rgb[1..], 16);
        return new Color(value >> 16, value >> 8 & 255, value & 255);
    }

    sealed record Inks(
        string Ground, string Text, string Dim, string Title, string Alarm, string Good, string Warning, string Path, string Escape,
        string Read, string Write, string Bar, string Head, string Sorted, string Selected, string Match);
}
