namespace CSysdig.Chisels.Tables;

/// <summary>How the values of a table are printed.</summary>
public enum ValueUnit : byte
{
    /// <summary>As a plain number.</summary>
    Count,
    Bytes,
    /// <summary>Nanoseconds.</summary>
    Time,
    /// <summary>Nanoseconds, as a share of the time the capture spans.</summary>
    TimeShare,
}

/// <summary>A column by which events are gathered.</summary>
public readonly record struct TableKey(string Field, string Title);

/// <summary>A table chisel as data: the sum of a field by one or more keys, the largest first.</summary>
public sealed record TableSpec
{
    public required IReadOnlyList<TableKey> Keys { get; init; }
    public required string Value { get; init; }
    /// <summary>What JSON calls the value, where that isn't the field.</summary>
    public string? ValueName { get; init; }
    public required string ValueTitle { get; init; }
    public string Filter { get; init; } = "";
    /// <summary>How many rows are shown; 0 for all.</summary>
    public int Top { get; init; }
    public ValueUnit Unit { get; init; }
    /// <summary>Each value is multiplied by this.</summary>
    public double Scale { get; init; } = 1;
    /// <summary>An event whose value is 0 makes a row too.</summary>
    public bool KeepsZero { get; init; }
}
