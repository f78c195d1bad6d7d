namespace CSysdig.Model.Views;

/// <summary>The column that says of which host a row is, where captures of many are looked at together.</summary>
public static class HostColumn
{
    public const string Field = "evt.hostname";

    /// <summary>Of connections: which program of which host is at the other end, where that is captured too.</summary>
    internal static ViewColumn FarEnd { get; } = new() { Name = "PEER", Field = "fd.name", Width = 24, IsFarEnd = true, Description = "The other end, where it is on a host of which there is a capture too: host, program, process id." };

    internal static ViewColumn View { get; } = new() { Name = "HOST", Field = Field, Width = 12, Description = "The machine that the row is of; where its capture does not name it, the file." };
}
