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

    /// <summary>Its numbers are sums of what events have, so that those of one time and of another make those of both.</summary>
    public bool AddsUp => IsNumber && Type != ParamType.Double && Query.Aggregation is (Aggregation.Sum or Aggregation.TimeAverage)
        && Query.GroupAggregation is not (Aggregation.Average or Aggregation.Min or Aggregation.Max);

    /// <summary>Numbers, or the bits of a double.</summary>
    internal long[] Numbers { get; }
    /// <summary>Texts as UTF-8, addresses as 4 or 16 bytes.</summary>
    internal byte[][]? Texts { get; }
    /// <summary>How many values a sum holds, where it is an average.</summary>
    internal int[]? Counts { get; }

    internal int CountOf(int row) => Counts is null ? 1 : Counts[row];

    /// <summary>A row's key as bytes, where this column is the keys.</summary>
    internal ReadOnlySpan<byte> KeyOf(int row, Span<byte> scratch)
    {
        if (Texts is not null)
            return Texts[row];
        BinaryPrimitives.WriteInt64LittleEndian(scratch, Numbers[row]);
        return scratch;
    }

    /// <summary>These rows, and behind them some of another column of the same kind.</summary>
    /// <param name="isCleared">Of those the number is nothing.</param>
    internal ResultColumn With(ResultColumn other, ReadOnlySpan<int> rows, bool isCleared)
    {
        var all = new ResultColumn(Query, Type, Format, Numbers.Length + rows.Length);
        Numbers.CopyTo(all.Numbers, 0);
        Texts?.CopyTo(all.Texts!, 0);
        Counts?.CopyTo(all.Counts!, 0);
        for (var i = 0; i < rows.Length; i++)
        {
            var to = Numbers.Length + i;
            all.Numbers[to] = isCleared ? 0 : other.Numbers[rows[i]];
            if (all.Texts is { } texts)
                texts[to] = other.Texts![rows[i]];
            if (all.Counts is { } counts)
                counts[to] = other.Counts![rows[i]];
        }
        return all;
    }

    /// <summary>Takes the rows of another column of the same kind, in an order of theirs.</summary>
    /// <param name="at">Where the first of them goes.</param>
    internal void Take(ResultColumn other, ReadOnlySpan<int> order, int at)
    {
        foreach (var row in order)
        {
            Numbers[at] = other.Numbers[row];
            if (Texts is not null)
                Texts[at] = other.Texts![row];
            if (Counts is not null)
                Counts[at] = other.Counts![row];
            at++;
        }
    }

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
