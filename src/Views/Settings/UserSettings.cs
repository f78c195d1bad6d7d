using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Keys;

namespace CSysdig.Views.Settings;

/// <summary>What a user wants otherwise than the program does it by itself.</summary>
public sealed record UserSettings
{
    /// <summary>The settings of somebody who has none.</summary>
    public static UserSettings None { get; } = new();

    public ThemeName Theme { get; init; } = ThemeName.Terminal;
    /// <summary>Looks that replace those of the theme, and those of the rules in <see cref="Colours"/>.</summary>
    public IReadOnlyDictionary<Style, Terminal.Gui.Drawing.Attribute> Looks { get; init; } = new Dictionary<Style, Terminal.Gui.Drawing.Attribute>();
    /// <summary>How rows look that a filter lets through: the first that holds counts.</summary>
    public IReadOnlyList<ColourRule> Colours { get; init; } = [];
    public KeyMap Keys { get; init; } = KeyMap.Default;
    /// <summary>The id of the view to start with, or null.</summary>
    public string? StartView { get; init; }
    public bool Containers { get; init; }
    public DigTime DigTime { get; init; }
    /// <summary>Times are those of UTC.</summary>
    public bool Utc { get; init; }
    /// <summary>As <c>--memory</c> takes it, or null.</summary>
    public string? Memory { get; init; }
    /// <summary>Folders with views in Lua, with colons between.</summary>
    public string Chisels { get; init; } = "";
    /// <summary>Captures may be kept in the cache, loaded, for the next time.</summary>
    public bool Cache { get; init; } = true;
    public IReadOnlyList<ViewDefinition> Views { get; init; } = [];
}

/// <summary>Which time the lines of dig begin with.</summary>
public enum DigTime { Day, Start, Delta }

/// <summary>Settings can't be read; the message says where and why.</summary>
public sealed class SettingsException(string message) : Exception(message);
