namespace CSysdig.Views.Keys;

/// <summary>A row of the key table: what an act is called and which keys ask for it in which places.</summary>
/// <param name="Keys">As Terminal.Gui names them; the first is shown on the key line.</param>
/// <param name="Label">One word for the key line; empty keeps it off the line.</param>
/// <param name="Rank">The key line drops the highest ranks first when it is narrow.</param>
public sealed record KeyRow(Act Act, Places Places, string[] Keys, string Label, int Rank, string Description);
