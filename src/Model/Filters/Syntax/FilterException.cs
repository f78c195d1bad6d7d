namespace CSysdig.Model.Filters.Syntax;

/// <summary>A filter can't be read. <see cref="Exception.Message"/> is one line that says where and why.</summary>
public sealed class FilterException(string reason, int column) : Exception($"the filter is wrong at column {column + 1}: {reason}")
{
    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; } = reason;

    /// <summary>Where in the text, counted from 0; its length where something is missing at the end.</summary>
    public int Column { get; } = column;
}
