using System.Buffers.Binary;
using CSysdig.Capture.Events;
using CSysdig.Model.ToolOrder;

namespace CSysdig.Model.Queries;

/// <summary>The cells of one column, by row in the order of the scan (not of sorting).</summary>
public sealed class ResultColumn
{
    internal ResultColumn(QueryColumn query, ParamType type, PrintFormat format, int rows)
    {
        Query = query;
        Type = type;
        Format = format;
        Numbers = new long[rows];
        if (!CellType.IsNumber(type))
            Texts = new byte[rows][];
        if (query.Aggregation == Aggregation.Average || query.GroupAggregation is Aggregation.Average or Aggregation.Sum or Aggregation.TimeAverage)
            Counts = new int[rows];
    }

    public QueryColumn Query { get; }
    public ParamType Type { get; }
    public PrintFormat Format { get; }

    /// <summary>The value is a number that can be compared and drawn as a bar.</summary>
    public bool IsNumber => Texts is null;

    /// <summary>The sum is shown per second.</summary>
    public bool IsRate => Query.Aggregation == Aggregation.TimeAverage || Query.GroupAggregation == Aggregation.TimeAverage;

    /// <summary>Numbers, or the bits of a double.</summary>
    internal long[] Numbers { get; }
    /// <summary>Texts as UTF-8, addresses as 4 or 16 bytes.</summary>
    internal byte[][]? Texts { get; }
    /// <summary>How many values a sum holds, where it is an average.</summary>
    internal int[]? Counts { get; }

    internal int CountOf(int row) => Counts is null ? 1 : Counts[row];

    /// <summary>The tools' hash of a row's key, where this column is the keys.</summary>
    internal ulong HashOf(int row)
    {
        if (Texts is not null)
            return RowHash.Of(Texts[row], isText: true);
        Span<byte> key = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(key, Numbers[row]);
        return RowHash.Of(key[..CellType.WidthOf(Type)], isText: false);
    }
}
