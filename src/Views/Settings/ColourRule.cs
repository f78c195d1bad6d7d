namespace CSysdig.Views.Settings;

/// <summary>Which rows have which look.</summary>
/// <param name="Filter">What they are about; read without an error.</param>
/// <param name="View">The id of the only view in which it holds, or <see cref="Dig"/>; empty for all.</param>
/// <param name="Place">Where it stands, for whoever finds something wrong with it.</param>
public sealed record ColourRule(string Filter, Terminal.Gui.Drawing.Attribute Look, string View, string Place)
{
    /// <summary>So many there may be.</summary>
    public const int Most = 16;

    /// <summary>What the lines of dig are called among views.</summary>
    public const string Dig = "dig";

    public bool HoldsIn(string view) => View.Length == 0 || View == view;
}
