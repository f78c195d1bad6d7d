using CSysdig.Views.Tty;
using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace CSysdig.Views.Drawing;

/// <summary>The themes that there are.</summary>
public enum ThemeName { Terminal, Dark, Light, Mono }

/// <summary>How each <see cref="Style"/> looks: the terminal's own sixteen colours, or none at all.</summary>
public sealed class Theme
{
    readonly Attribute[] _attributes = new Attribute[256];

    internal Theme(Func<Style, Attribute> plain, Attribute selected, Attribute match)
    {
        for (var i = 0; i < _attributes.Length; i++)
        {
            var style = (Style)i;
            var look = plain(style & Style.Last);
            if ((style & Style.Selected) != 0)
                look = selected with { Style = selected.Style | (look.Style & (TextStyle.Bold | TextStyle.Underline)) };
            if ((style & Style.Match) != 0)
                look = match with { Style = match.Style | look.Style & TextStyle.Bold };
            _attributes[i] = look;
        }
    }

    Theme(Theme other) => _attributes = other._attributes;

    /// <summary>The terminal shows ASCII alone.</summary>
    public bool IsPlain { get; private init; }

    public Attribute this[Style style] => _attributes[(byte)style];

    /// <summary>The theme a user wants: <c>NO_COLOR</c> (any value but the empty one) asks for no colours, and some terminals have none.</summary>
    public static Theme For(ThemeName name, IReadOnlyDictionary<Style, Attribute> looks) =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) || !TerminalKind.HasColours(Environment.GetEnvironmentVariable("TERM")) ? Monochrome
        : (name switch
        {
            ThemeName.Dark => ColourThemes.Dark,
            ThemeName.Light => ColourThemes.Light,
            ThemeName.Mono => Monochrome,
            _ => Sixteen,
        }).With(looks);

    /// <summary>The same with ASCII alone.</summary>
    public Theme Plain() => new(this) { IsPlain = true };

    /// <summary>It has colours beyond the terminal's own sixteen.</summary>
    public bool IsExact => _attributes.Any(look => IsExactColour(look.Foreground) || IsExactColour(look.Background));

    /// <summary>The same with other looks for some styles.</summary>
    public Theme With(IReadOnlyDictionary<Style, Attribute> looks)
    {
        if (looks.Count == 0)
            return this;
        return new Theme(style => looks.TryGetValue(style, out var look) ? look : this[style],
            looks.TryGetValue(Style.Selected, out var selected) ? selected : this[Style.Selected],
            looks.TryGetValue(Style.Match, out var match) ? match : this[Style.Match]);
    }

    static bool IsExactColour(Color colour) =>
        colour != Color.None && !Enum.GetValues<ColorName16>().Any(name => new Color(name) == colour);

    public static Theme Sixteen { get; } = new(
        style => style switch
        {
            Style.Dim => On(ColorName16.DarkGray),
            Style.Bold or Style.Heading => On(null, TextStyle.Bold),
            Style.Title => On(ColorName16.BrightCyan, TextStyle.Bold),
            Style.Alarm => On(ColorName16.BrightRed, TextStyle.Bold),
            Style.Good or Style.Unit => On(ColorName16.Green),
            Style.Warning => On(ColorName16.Yellow),
            Style.Number or Style.Text => On(null),
            Style.Process => On(ColorName16.Green),
            Style.Path => On(ColorName16.Cyan),
            Style.Escape => On(ColorName16.Magenta),
            Style.Read => On(ColorName16.Cyan),
            Style.Write => On(ColorName16.Yellow),
            Style.TableHeader => On(ColorName16.Black, ColorName16.Green),
            Style.SortedHeader => On(ColorName16.Black, ColorName16.Cyan),
            Style.Key => On(null, TextStyle.Bold),
            Style.KeyLabel => On(ColorName16.Black, ColorName16.Cyan),
            Style.Prompt => On(ColorName16.BrightCyan, TextStyle.Bold),
            Style.Cursor => On(null, TextStyle.Reverse),
            Style.Bar => On(ColorName16.Cyan),
            Style.BarHot => On(ColorName16.BrightRed),
            Style.Tagged => On(ColorName16.Yellow, TextStyle.Bold),
            Style.Overlay1 => On(ColorName16.Yellow),
            Style.Overlay2 => On(ColorName16.Magenta),
            Style.Overlay3 => On(ColorName16.Green),
            _ => On(null),
        },
        selected: On(ColorName16.Black, ColorName16.Cyan),
        match: On(ColorName16.Black, ColorName16.Yellow));

    public static Theme Monochrome { get; } = new(
        style => style switch
        {
            Style.Dim => On(null, TextStyle.Faint),
            Style.Bold or Style.Heading or Style.Title or Style.Alarm or Style.Key or Style.Prompt or Style.Write or Style.BarHot or Style.Tagged
                => On(null, TextStyle.Bold),
            Style.Escape => On(null, TextStyle.Underline),
            Style.TableHeader or Style.KeyLabel or Style.Cursor => On(null, TextStyle.Reverse),
            Style.SortedHeader => On(null, TextStyle.Reverse | TextStyle.Bold),
            _ => On(null),
        },
        selected: On(null, TextStyle.Reverse),
        match: On(null, TextStyle.Reverse | TextStyle.Underline));

    static Attribute On(ColorName16? foreground, TextStyle style = TextStyle.None) =>
        new(foreground is { } name ? new Color(name) : Color.None, Color.None, style);

    static Attribute On(ColorName16 foreground, ColorName16 background) => new(new Color(foreground), new Color(background));
}
