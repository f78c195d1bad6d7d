namespace CSysdig.Model.Queries;

/// <summary>Which events of a selection are wanted beside its filter.</summary>
public enum RowKind : byte
{
    All,
    /// <summary>Reads and writes that moved bytes, of an fd that is known: what echo shows.</summary>
    InputOutput,
    /// <summary>What sysdig prints as event lines: all but what the driver tells about itself.</summary>
    EventLines,
}

/// <summary>A question whose answer is the events themselves.</summary>
/// <param name="Filter">Empty for every event.</param>
public sealed record RowQuery(string Filter, RowKind Kind = RowKind.All)
{
    /// <summary>The columns of a list view: an event that lacks one of them is left out, or counts as zero where <see cref="UseDefaults"/> holds.</summary>
    public IReadOnlyList<QueryColumn> Columns { get; init; } = [];
    public bool UseDefaults { get; init; }
}
