using Terminal.Gui.Input;

namespace CSysdig.Views.Keys;

/// <summary>What keys are called: a sign by itself, others as the toolkit names them.</summary>
public static class KeyNames
{
    public const string Expected = "keys are called x, F2, Enter, Space, Tab, PageUp, CursorUp, Ctrl+F, Alt+B ...";

    public static bool TryParse(string name, out Key key)
    {
        key = Key.Empty;
        if (name.Length == 1 && !char.IsControl(name[0]) && name[0] != ' ')
            key = new Key(name[0]);
        // The toolkit takes numbers too, and what else it can make a key of.
        else if (name.Length > 1 && Key.TryParse(name, out var parsed) && name.Equals(parsed.ToString(), StringComparison.OrdinalIgnoreCase))
            key = parsed;
        return key != Key.Empty;
    }

    /// <summary>The key stands for a character that can be typed.</summary>
    public static bool IsText(Key key) => !key.IsCtrl && !key.IsAlt && key.AsGrapheme is { Length: > 0 } typed && !char.IsControl(typed[0]);

    internal static bool IsText(string name) => TryParse(name, out var key) && IsText(key);

    /// <summary>A key's name as people write it, in few characters.</summary>
    public static string Display(string key) => key switch
    {
        "CursorUp" => "↑",
        "CursorDown" => "↓",
        "CursorLeft" => "←",
        "CursorRight" => "→",
        "PageUp" => "PgUp",
        "PageDown" => "PgDn",
        "Backspace" => "Bksp",
        "Ctrl+CursorLeft" => "^←",
        _ => key.Replace("Ctrl+", "^"),
    };
}
