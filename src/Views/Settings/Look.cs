using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace CSysdig.Views.Settings;

/// <summary>How something looks, in words: <c>bold black on #88c0d0</c>.</summary>
static class Look
{
    public const string Expected = "expected colours by name (black, red, brightred ...) or as #rrggbb, \"on\" before the ground, and bold, faint, underline, reverse";

    public static bool TryParse(string text, out Attribute look)
    {
        var (ink, ground, style, onGround) = (Color.None, Color.None, TextStyle.None, false);
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word == "on")
                onGround = true;
            else if (StyleOf(word) is { } one)
                style |= one;
            else if (TryColour(word, out var colour))
                (ink, ground) = onGround ? (ink, colour) : (colour, ground);
            else
            {
                look = default;
                return false;
            }
        }
        look = new Attribute(ink, ground, style);
        return true;
    }

    static TextStyle? StyleOf(string word) => word switch
    {
        "bold" => TextStyle.Bold,
        "faint" => TextStyle.Faint,
        "underline" => TextStyle.Underline,
        "reverse" => TextStyle.Reverse,
        _ => null,
    };

    static bool TryColour(string word, out Color colour)
    {
        colour = Color.None;
        if (word.StartsWith('#'))
        {
            if (word.Length != 7 || !uint.TryParse(word.AsSpan(1), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var rgb))
                return false;
            colour = new Color((int)(rgb >> 16 & 255), (int)(rgb >> 8 & 255), (int)(rgb & 255));
            return true;
        }
        if (!Enum.TryParse<ColorName16>(word, ignoreCase: true, out var name) || !Enum.IsDefined(name) || char.IsDigit(word[0]))
            return false;
        colour = new Color(name);
        return true;
    }
}
