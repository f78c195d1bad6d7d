using CSysdig.Capture.Events;
using CSysdig.Model.Fields;

namespace CSysdig.Model.Queries;

/// <summary>Where the cell of a column comes from.</summary>
enum CellSource : byte
{
    /// <summary>Numbers of all its events, joined.</summary>
    Sums,
    /// <summary>The first event's value.</summary>
    First,
    /// <summary>The last event's value: what libsinsp's largest text is.</summary>
    Last,
    /// <summary>The difference of the two.</summary>
    Span,
}

/// <summary>How a column of a table is filled.</summary>
sealed class ColumnPlan(QueryColumn query, Field field, bool remember = true)
{
    public QueryColumn Query => query;
    public RowField Field { get; } = new(field, remember);
    public ParamType Type => Field.Type;

    public CellSource Source { get; } = query.Aggregation switch
    {
        Aggregation.None => CellSource.First,
        Aggregation.Last => CellSource.Last,
        Aggregation.Span => CellSource.Span,
        _ when CellType.IsSummable(field.Definition.Type) => CellSource.Sums,
        Aggregation.Max when field.Definition.Type is ParamType.CharBuf or ParamType.ByteBuf => CellSource.Last,
        _ => CellSource.First,
    };

    /// <summary>How the numbers of <see cref="CellSource.Sums"/> are joined.</summary>
    public SumKind Kind { get; } = KindOf(query.Aggregation);

    public CellSums NewSums() => new(Kind, Type);

    public static SumKind KindOf(Aggregation aggregation) => aggregation switch
    {
        Aggregation.Average => SumKind.Average,
        Aggregation.Min => SumKind.Min,
        Aggregation.Max => SumKind.Max,
        _ => SumKind.Sum,
    };
}
