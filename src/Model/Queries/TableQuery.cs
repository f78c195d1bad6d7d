namespace CSysdig.Model.Queries;

/// <summary>How the values of many events become one cell (libs' sinsp_field_aggregation).</summary>
public enum Aggregation : byte
{
    /// <summary>The value of the first event.</summary>
    None,
    Sum,
    /// <summary>The sum divided by the number of events that have the value.</summary>
    Average,
    /// <summary>The sum divided by the seconds of the capture.</summary>
    TimeAverage,
    Min,
    /// <summary>The largest number; of texts the last event's.</summary>
    Max,
    /// <summary>The value of the last event (not libsinsp's).</summary>
    Last,
    /// <summary>The last event's number less the first's (not libsinsp's).</summary>
    Span,
}

/// <summary>A column of a table: a field, how its values are joined, and how the joined values of a group are joined again.</summary>
public sealed record QueryColumn(string Field, Aggregation Aggregation = Aggregation.None, Aggregation GroupAggregation = Aggregation.None)
{
    /// <summary>What is at the other end of a connection, of many captures that are looked at together; the field only keeps its place.</summary>
    public bool IsFarEnd { get; init; }
}

/// <summary>A question whose answer is a table: events that pass a filter, gathered under a key.</summary>
public sealed record TableQuery
{
    /// <summary>Empty for every event.</summary>
    public string Filter { get; init; } = "";
    /// <summary>Events are gathered by this field's value.</summary>
    public required string KeyField { get; init; }
    /// <summary>The gathered rows are gathered again by this field's value (threads into processes), or null.</summary>
    public string? GroupField { get; init; }
    public required IReadOnlyList<QueryColumn> Columns { get; init; }
    /// <summary>A number or text that an event does not have counts as zero or empty; else the event is left out.</summary>
    public bool UseDefaults { get; init; }
    /// <summary>Index in <see cref="Columns"/> by which the answer is sorted.</summary>
    public int SortColumn { get; init; }
    /// <summary>Null: numbers descending, texts ascending.</summary>
    public bool? Ascending { get; init; }
    /// <summary>Threads that live at the end have rows too, also without an event (csysdig's tables do).</summary>
    public bool WithThreads { get; init; } = true;

    /// <summary>Both have one answer: they differ at most in the order of its rows, which is set anew each time.</summary>
    public bool HasAnswerOf(TableQuery other) =>
        this with { Columns = [], SortColumn = 0, Ascending = null } == other with { Columns = [], SortColumn = 0, Ascending = null }
        && Columns.SequenceEqual(other.Columns);
}
