namespace CSysdig.Model.Views;

/// <summary>The column that says of which host a row is, where captures of many are looked at together.</summary>
public static class HostColumn
{
    public const string Field = "evt.hostname";

    internal static ViewColumn View { get; } = new() { Name = "HOST", Field = Field, Width = 12, Description = "The machine that the row is of; where its capture does not name it, the file." };
}
