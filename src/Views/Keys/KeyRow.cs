using System.Text;

namespace CSysdig.Views.Keys;

/// <summary>All that is said of a key in one literal: what it asks for, where, its words, and why it may do nothing.</summary>
/// <param name="Keys">As <see cref="KeyNames"/> has them; the first is shown on the key line.</param>
/// <param name="Description">A sentence for the help.</param>
/// <param name="Label">One word for the key line; empty keeps it off the line.</param>
/// <param name="Rank">The key line drops the highest ranks first when it is narrow.</param>
/// <param name="Idle">What is told where the screen has nothing for it to do.</param>
public sealed record KeyRow(Act Act, Places Places, string[] Keys, string Description, string Label = "", int Rank = 9, string Idle = "")
{
    /// <summary>What settings call it; empty for the keys of a line being typed, which are everybody's and stay.</summary>
    public string Name { get; } = Places == Places.Prompt ? "" : Kebab(Act.ToString());

    /// <summary>The user's settings gave it its keys.</summary>
    public bool IsGiven { get; init; }

    static string Kebab(string name)
    {
        var kebab = new StringBuilder();
        foreach (var c in name)
            kebab.Append(char.IsUpper(c) && kebab.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(c));
        return kebab.ToString();
    }
}
